"""Ask payments to give money of a locked order back."""

from shopwright.modules.orders import store
from shopwright.modules.orders.contracts import TimelineDetail, TimelineKind
from shopwright.modules.orders.operations.locked_order import LockedOrder
from shopwright.modules.payments import public as payments


async def ask_refund(order: LockedOrder, *, due_minor: int, reason: str) -> None:
    """Ask for `due_minor` to go back to whoever paid it; nothing is asked where nothing is due.

    The key counts the order's refunds under its lock: an act repeated after a crash asks once, while a refund that
    failed can be asked for anew.
    """
    if due_minor == 0:
        return
    number = 1 + await store.count_refunds(order.tx, customer_id=order.customer_id, order_id=order.order_id)
    amount = order.money(due_minor)
    refund_id = await payments.request_refund(
        order.tx,
        actor=order.actor,
        customer_id=order.customer_id,
        order_id=order.order_id,
        amount=amount,
        reason=reason,
        key=f"order-{order.order_id}-{number}",
    )
    await store.insert_refund(
        order.tx,
        customer_id=order.customer_id,
        order_id=order.order_id,
        refund_id=refund_id,
        amount_minor=due_minor,
        at=order.tx.at,
    )
    order.change(refund_requested_minor=order.facts.refund_requested_minor + due_minor, refund_failed_at=None)
    is_shipped = order.facts.shipped_quantity > 0
    order.note(
        TimelineKind.REFUND_REQUESTED,
        TimelineDetail(amount=amount, reason=reason, refund_id=refund_id, is_shipped=is_shipped),
    )
