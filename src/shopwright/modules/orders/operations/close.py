"""Close an order that a caller has locked: stock back, payments closed, money asked back."""

from shopwright.modules.inventory import public as inventory
from shopwright.modules.orders import rules, store
from shopwright.modules.orders.contracts import CancelReason, OrderStatus, TimelineDetail, TimelineKind
from shopwright.modules.orders.events import OrderCancelled
from shopwright.modules.orders.operations.ask_refund import ask_refund
from shopwright.modules.orders.operations.locked_order import LockedOrder
from shopwright.modules.payments import public as payments


async def close_order(
    order: LockedOrder, *, reason: CancelReason, kind: TimelineKind = TimelineKind.CANCELLED, words: str = ""
) -> None:
    """Cancel an order of which nothing was shipped. Whatever was captured for it goes back, `words` saying why."""
    tx, actor, order_id = order.tx, order.actor, order.order_id
    was_paid = order.statuses.order is OrderStatus.PLACED
    variant_ids = await store.cancel_lines(tx, customer_id=order.customer_id, order_id=order_id)
    is_uncommitted = was_paid and await inventory.uncommit_order(
        tx, actor=actor, order_id=order_id, variant_ids=variant_ids
    )
    if not is_uncommitted:
        await inventory.release_order(tx, actor=actor, order_id=order_id, variant_ids=variant_ids)
    order.change(cancelled_at=tx.at, cancel_reason=reason, cancelled_quantity=order.facts.item_quantity)
    order.note(kind, TimelineDetail(reason=reason))
    order.tell(OrderCancelled(order.customer_id, order_id, reason))
    await payments.close_intents(tx, actor=actor, customer_id=order.customer_id, order_id=order_id)
    await ask_refund(order, due_minor=rules.surplus_minor(order.facts), reason=words or reason)
