"""What orders does when it hears news. Each is safe to run twice."""

from shopwright.kernel.actor import Actor
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import SoldQuantity
from shopwright.modules.orders.events import OrderPaid
from shopwright.modules.orders.operations.capture import record_capture
from shopwright.modules.orders.operations.refund import record_refund_failure, record_refund_success
from shopwright.modules.payments.events import PaymentCaptured, RefundFailed, RefundSucceeded
from shopwright.platform.db import Transaction
from shopwright.platform.events import Subscribers

_PAYMENTS = Actor.provider("payments")


def register(subscribers: Subscribers) -> None:
    """Subscribe orders to what it needs to hear."""
    subscribers.add(PaymentCaptured, "orders.on_payment_captured", on_payment_captured)
    subscribers.add(RefundSucceeded, "orders.on_refund_succeeded", on_refund_succeeded)
    subscribers.add(RefundFailed, "orders.on_refund_failed", on_refund_failed)
    subscribers.add(OrderPaid, "orders.on_order_paid", on_order_paid)


async def on_payment_captured(tx: Transaction, event: PaymentCaptured) -> None:
    """Money arrived: count it and do what follows."""
    await record_capture(
        tx,
        actor=_PAYMENTS,
        customer_id=event.customer_id,
        order_id=event.order_id,
        intent_id=event.intent_id,
        amount=Money(event.amount_minor, event.currency),
    )


async def on_refund_succeeded(tx: Transaction, event: RefundSucceeded) -> None:
    """Money went back."""
    await record_refund_success(
        tx,
        actor=_PAYMENTS,
        customer_id=event.customer_id,
        order_id=event.order_id,
        refund_id=event.refund_id,
        amount=Money(event.amount_minor, event.currency),
    )


async def on_refund_failed(tx: Transaction, event: RefundFailed) -> None:
    """Money could not go back."""
    await record_refund_failure(
        tx,
        actor=_PAYMENTS,
        customer_id=event.customer_id,
        order_id=event.order_id,
        refund_id=event.refund_id,
        amount=Money(event.amount_minor, event.currency),
    )


async def on_order_paid(tx: Transaction, event: OrderPaid) -> None:
    """Let the catalogue know what was sold, so that it can sort by that. It reads no order, see the event."""
    await catalog.record_sales(tx, facts=[SoldQuantity(line.variant_id, line.quantity) for line in event.sold])
