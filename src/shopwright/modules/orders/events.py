"""What orders tells the modules above it, and its own subscribers."""

from typing import ClassVar

import msgspec

from shopwright.kernel.events import Event
from shopwright.kernel.ids import CustomerId, OrderGroupId, OrderId, ShipmentId, VariantId


class SoldLine(msgspec.Struct, frozen=True):
    """How many of a variant an order holds; a variant on two lines is told once."""

    variant_id: VariantId
    quantity: int


class OrderPlaced(Event, frozen=True):
    """An order exists and waits for its money, or needs none."""

    name: ClassVar[str] = "orders.order_placed"
    customer_id: CustomerId
    order_id: OrderId
    group_id: OrderGroupId
    total_minor: int
    currency: str


class OrderPaid(Event, frozen=True):
    """An order's whole total was captured and its stock is committed.

    The quantities travel with it, so that a subscriber may write a table that is everywhere without reading one that
    is spread.
    """

    name: ClassVar[str] = "orders.order_paid"
    customer_id: CustomerId
    order_id: OrderId
    total_minor: int
    currency: str
    sold: tuple[SoldLine, ...]


class OrderCancelled(Event, frozen=True):
    """An order was cancelled, by a person or because it was not paid in time."""

    name: ClassVar[str] = "orders.order_cancelled"
    customer_id: CustomerId
    order_id: OrderId
    reason: str


class OrderShipped(Event, frozen=True):
    """A parcel of an order was handed to its carrier; `is_whole` tells that nothing is left to send."""

    name: ClassVar[str] = "orders.order_shipped"
    customer_id: CustomerId
    order_id: OrderId
    shipment_id: ShipmentId
    is_whole: bool


class OrderDelivered(Event, frozen=True):
    """The last parcel of an order arrived."""

    name: ClassVar[str] = "orders.order_delivered"
    customer_id: CustomerId
    order_id: OrderId


class OrderCompleted(Event, frozen=True):
    """An order was received, or nobody complained for long enough."""

    name: ClassVar[str] = "orders.order_completed"
    customer_id: CustomerId
    order_id: OrderId


class OrderRefunded(Event, frozen=True):
    """Money of an order went back to the shopper."""

    name: ClassVar[str] = "orders.order_refunded"
    customer_id: CustomerId
    order_id: OrderId
    amount_minor: int
    currency: str
    refunded_minor: int
