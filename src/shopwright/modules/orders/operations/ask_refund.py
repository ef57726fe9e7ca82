"""Ask payments to give money of a locked order back."""

from shopwright.modules.orders import rules, store
from shopwright.modules.orders.contracts import TimelineDetail, TimelineKind
from shopwright.modules.orders.operations.locked_order import LockedOrder
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.contracts import RefundStatus


async def ask_refund(order: LockedOrder, *, due_minor: int, reason: str) -> None:
    """Ask for `due_minor` to go back to whoever paid it; nothing is asked where nothing is due.

    The key counts the order's refunds under its lock: an act repeated after a crash asks once, while a refund that
    failed can be asked for anew. What failed stays marked for as long as some of it is neither back nor asked for.
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
    order.change(refund_requested_minor=order.facts.refund_requested_minor + due_minor)
    if not await _is_owed_more(order, reason):
        order.change(refund_failed_at=None)
    is_shipped = order.facts.shipped_quantity > 0
    order.note(
        TimelineKind.REFUND_REQUESTED,
        TimelineDetail(amount=amount, reason=reason, refund_id=refund_id, is_shipped=is_shipped),
    )


async def _is_owed_more(order: LockedOrder, reason: str) -> bool:
    """Whether a refund of what the order itself cost failed, and this act asks for a surplus only: the rest stays."""
    is_surplus_only = reason == TimelineKind.PAYMENT_SURPLUS and rules.unrefunded_minor(order.facts) > 0
    if order.facts.refund_failed_at is None or order.facts.paid_at is None or not is_surplus_only:
        return False
    asked = await payments.list_refunds(order.tx, customer_id=order.customer_id, order_id=order.order_id)
    return any(
        one.status is RefundStatus.FAILED
        and one.reason != TimelineKind.PAYMENT_SURPLUS
        # What failed before the order came back to life is part of the surplus now.
        and one.requested_at >= order.facts.paid_at
        for one in asked
    )
