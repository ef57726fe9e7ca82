"""Give the money of an order back, and hear how that went."""

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, OrderId, RefundId
from shopwright.kernel.money import Money
from shopwright.modules.inventory import public as inventory
from shopwright.modules.orders import rules, store
from shopwright.modules.orders.contracts import (
    REASON_LENGTH_MAX,
    CancelReason,
    OrderStatus,
    TimelineDetail,
    TimelineKind,
)
from shopwright.modules.orders.errors import NothingToRefund, OrderNotPaid
from shopwright.modules.orders.events import OrderRefunded
from shopwright.modules.orders.operations.ask_refund import ask_refund
from shopwright.modules.orders.operations.capture import return_surplus
from shopwright.modules.orders.operations.close import close_order
from shopwright.modules.orders.operations.locked_order import LockedOrder, lock_order
from shopwright.platform.db import Transaction


async def refund_fully(
    tx: Transaction, *, actor: Actor, customer_id: CustomerId, order_id: OrderId, reason: str
) -> None:
    """Give back everything that was paid and is not on its way back yet; `reason` is staff's own words.

    An unshipped order is cancelled with it and its stock is free again. Of a shipped one only the money goes back;
    pieces not sent yet stay here. After a refund that failed this asks anew. Raises `OrderNotFound`, `OrderNotPaid`,
    `NothingToRefund`.
    """
    words = reason.strip()[:REASON_LENGTH_MAX]
    order = await lock_order(tx, actor=actor, customer_id=customer_id, order_id=order_id)
    due_minor = rules.unrefunded_minor(order.facts)
    if order.statuses.order is OrderStatus.PENDING_PAYMENT:
        raise OrderNotPaid
    if due_minor == 0:
        raise NothingToRefund
    if order.statuses.order is OrderStatus.PLACED and order.facts.shipped_quantity == 0:
        await close_order(order, reason=CancelReason.REFUNDED, words=words)
    else:
        await _keep_unsent(order)
        await ask_refund(order, due_minor=due_minor, reason=words)
    await order.save()
    await order.audit("refund", amount=order.money(due_minor), reason=words)


async def refund_surplus(tx: Transaction, *, actor: Actor, customer_id: CustomerId, order_id: OrderId) -> None:
    """Ask anew for the return of what the order does not need, after that failed; else `NothingToRefund`."""
    order = await lock_order(tx, actor=actor, customer_id=customer_id, order_id=order_id)
    due_minor = rules.surplus_minor(order.facts)
    if due_minor == 0:
        raise NothingToRefund
    await return_surplus(order)
    await order.save()
    await order.audit("refund_surplus", amount=order.money(due_minor))


async def record_refund_success(
    tx: Transaction, *, actor: Actor, customer_id: CustomerId, order_id: OrderId, refund_id: RefundId, amount: Money
) -> None:
    """This much of a refund went back. One that orders did not ask for, or that was told before, changes nothing."""
    order = await lock_order(tx, actor=actor, customer_id=customer_id, order_id=order_id)
    if not await _end_refund(order, refund_id, amount, is_success=True):
        return
    order.change(refunded_minor=order.facts.refunded_minor + amount.minor)
    if rules.is_wholly_refunded(order.facts):
        await store.refund_lines(tx, customer_id=customer_id, order_id=order_id)
    order.note(TimelineKind.REFUND_SUCCEEDED, TimelineDetail(amount=amount, refund_id=refund_id))
    order.tell(OrderRefunded(customer_id, order_id, amount.minor, amount.currency, order.facts.refunded_minor))
    await order.save()


async def record_refund_failure(
    tx: Transaction, *, actor: Actor, customer_id: CustomerId, order_id: OrderId, refund_id: RefundId, amount: Money
) -> None:
    """This much of a refund could not go back: the timeline and a list say so until it is asked for again."""
    order = await lock_order(tx, actor=actor, customer_id=customer_id, order_id=order_id)
    if not await _end_refund(order, refund_id, amount, is_success=False):
        return
    order.change(refund_requested_minor=order.facts.refund_requested_minor - amount.minor, refund_failed_at=order.tx.at)
    order.note(TimelineKind.REFUND_FAILED, TimelineDetail(amount=amount, refund_id=refund_id))
    await order.save()


async def _end_refund(order: LockedOrder, refund_id: RefundId, amount: Money, *, is_success: bool) -> bool:
    """Whether this is news: a refund that orders asked for, whose end was not told before."""
    ended_count = await store.end_refund(
        order.tx,
        customer_id=order.customer_id,
        order_id=order.order_id,
        refund_id=refund_id,
        amount_minor=amount.minor,
        is_success=is_success,
    )
    return ended_count == 1


async def _keep_unsent(order: LockedOrder) -> None:
    """What a partly shipped order still waits for is not sent any more: its pieces go back into stock."""
    unsent = order.facts.item_quantity - order.facts.shipped_quantity - order.facts.cancelled_quantity
    if unsent == 0:
        return
    variant_ids = await store.cancel_lines(order.tx, customer_id=order.customer_id, order_id=order.order_id)
    await inventory.uncommit_order(order.tx, actor=order.actor, order_id=order.order_id, variant_ids=variant_ids)
    order.change(cancelled_quantity=order.facts.cancelled_quantity + unsent)
