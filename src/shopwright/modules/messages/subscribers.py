"""What messages hears, and tells the shopper. Each is safe to run twice: an occasion has one message."""

from shopwright.modules.messages import rules
from shopwright.modules.messages.contracts import Template
from shopwright.modules.messages.operations.queue import queue
from shopwright.modules.orders.events import OrderCancelled, OrderPaid, OrderRefunded, OrderShipped
from shopwright.platform.db import Transaction
from shopwright.platform.events import Subscribers


def register(subscribers: Subscribers) -> None:
    """Subscribe messages to what the shopper wants to know."""
    subscribers.add(OrderPaid, "messages.on_order_paid", on_order_paid)
    subscribers.add(OrderShipped, "messages.on_order_shipped", on_order_shipped)
    subscribers.add(OrderCancelled, "messages.on_order_cancelled", on_order_cancelled)
    subscribers.add(OrderRefunded, "messages.on_order_refunded", on_order_refunded)


async def on_order_paid(tx: Transaction, event: OrderPaid) -> None:
    """Confirm the order."""
    await queue(tx, customer_id=event.customer_id, order_id=event.order_id, template=Template.ORDER_PAID)


async def on_order_shipped(tx: Transaction, event: OrderShipped) -> None:
    """Tell the carrier and the number, once a parcel."""
    await queue(
        tx,
        customer_id=event.customer_id,
        order_id=event.order_id,
        template=Template.ORDER_SHIPPED,
        occasion=event.shipment_id,
    )


async def on_order_cancelled(tx: Transaction, event: OrderCancelled) -> None:
    """Say that the order is off, unless the shopper let it expire or hears of the money anyway."""
    if rules.tells_of_cancellation(event.reason):
        await queue(tx, customer_id=event.customer_id, order_id=event.order_id, template=Template.ORDER_CANCELLED)


async def on_order_refunded(tx: Transaction, event: OrderRefunded) -> None:
    """Say how much went back so far, once for each sum."""
    await queue(
        tx,
        customer_id=event.customer_id,
        order_id=event.order_id,
        template=Template.ORDER_REFUNDED,
        occasion=event.refunded_minor,
    )
