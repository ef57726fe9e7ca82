"""Count money that arrived for an order, and do what follows from it."""

from collections import Counter

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, IntentId, OrderId, VariantId
from shopwright.kernel.money import CurrencyMismatch, Money
from shopwright.modules.inventory import public as inventory
from shopwright.modules.inventory.contracts import StockWant
from shopwright.modules.orders import rules, store
from shopwright.modules.orders.contracts import CancelReason, TimelineDetail, TimelineKind
from shopwright.modules.orders.events import OrderPaid, SoldLine
from shopwright.modules.orders.operations.ask_refund import ask_refund
from shopwright.modules.orders.operations.close import close_order
from shopwright.modules.orders.operations.locked_order import LockedOrder, lock_order
from shopwright.modules.orders.store import LineRow
from shopwright.modules.payments import public as payments
from shopwright.platform.db import Transaction


async def record_capture(
    tx: Transaction, *, actor: Actor, customer_id: CustomerId, order_id: OrderId, intent_id: IntentId, amount: Money
) -> None:
    """Count a capture once; the same one told again changes nothing.

    An order that is covered by it is paid and its stock committed. One that ran out of time comes back if all
    its stock can be had again, one that a person cancelled does not. Whatever the order does not need goes back to the
    payer.
    """
    order = await lock_order(tx, actor=actor, customer_id=customer_id, order_id=order_id)
    if amount.currency != order.facts.currency:
        raise CurrencyMismatch(amount.currency, order.facts.currency)
    counted = await store.insert_payment(
        tx, customer_id=customer_id, order_id=order_id, intent_id=intent_id, amount_minor=amount.minor, at=tx.at
    )
    if counted == 0:
        return
    was_covered = order.facts.captured_minor >= order.facts.total_minor
    order.change(captured_minor=order.facts.captured_minor + amount.minor)
    order.note(TimelineKind.PAYMENT_CAPTURED, TimelineDetail(amount=amount, intent_id=intent_id))
    if rules.can_revive(order.facts):
        await _revive(order)
    elif order.facts.cancelled_at is None and not was_covered and order.facts.captured_minor >= order.facts.total_minor:
        await finish_payment(order)
    await return_surplus(order)
    await order.save()


async def finish_payment(order: LockedOrder) -> None:
    """Commit the stock of a locked order that is covered; if it is gone and cannot be had again, close the order."""
    lines = await store.list_lines(order.tx, customer_id=order.customer_id, order_id=order.order_id)
    is_committed = await inventory.commit_order(
        order.tx, actor=order.actor, order_id=order.order_id, variant_ids=[line.variant_id for line in lines]
    )
    if is_committed or await _retake(order, lines):
        await _pay(order, lines)
    else:
        await close_order(order, reason=CancelReason.STOCK_GONE)


async def return_surplus(order: LockedOrder) -> None:
    """Ask back what a locked order does not need, and note it."""
    due_minor = rules.surplus_minor(order.facts)
    if due_minor == 0:
        return
    order.note(TimelineKind.PAYMENT_SURPLUS, TimelineDetail(amount=order.money(due_minor)))
    await ask_refund(order, due_minor=due_minor, reason=TimelineKind.PAYMENT_SURPLUS)


async def _revive(order: LockedOrder) -> None:
    lines = await store.list_lines(order.tx, customer_id=order.customer_id, order_id=order.order_id)
    if not await _retake(order, lines):
        return
    await store.restore_lines(order.tx, customer_id=order.customer_id, order_id=order.order_id)
    order.change(cancelled_at=None, cancel_reason=None, cancelled_quantity=0, refund_failed_at=None)
    order.note(TimelineKind.REVIVED)
    await _pay(order, lines)


async def _retake(order: LockedOrder, lines: list[LineRow]) -> bool:
    wants = [StockWant(order.order_id, line.id, line.variant_id, line.quantity) for line in lines]
    return await inventory.retake_order(order.tx, actor=order.actor, wants=wants)


async def _pay(order: LockedOrder, lines: list[LineRow]) -> None:
    """The order has its money and its stock; what else is open to pay for it is closed, so that nobody pays twice."""
    await payments.close_intents(order.tx, actor=order.actor, customer_id=order.customer_id, order_id=order.order_id)
    order.change(paid_at=order.tx.at)
    sold: Counter[VariantId] = Counter()
    for line in lines:
        sold[line.variant_id] += line.quantity
    order.tell(
        OrderPaid(
            customer_id=order.customer_id,
            order_id=order.order_id,
            total_minor=order.facts.total_minor,
            currency=order.facts.currency,
            sold=tuple(SoldLine(variant_id, quantity) for variant_id, quantity in sold.items()),
        )
    )
