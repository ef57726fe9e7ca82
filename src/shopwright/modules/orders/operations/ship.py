"""Hand a parcel of an order to its carrier."""

from collections.abc import Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, OrderId, ShipmentId
from shopwright.modules.inventory import public as inventory
from shopwright.modules.inventory.contracts import ShipStock
from shopwright.modules.orders import rules, store
from shopwright.modules.orders.contracts import Carrier, OrderStatus, ParcelLine, TimelineDetail, TimelineKind
from shopwright.modules.orders.errors import (
    MoreThanUnshipped,
    OrderAlreadyClosed,
    OrderIsBeingRefunded,
    OrderNotPaid,
    ParcelAlreadyRecorded,
    TrackingNumberInUse,
)
from shopwright.modules.orders.events import OrderShipped
from shopwright.modules.orders.operations.locked_order import LockedOrder, lock_order
from shopwright.modules.orders.queries.parcels import find_other_order_under
from shopwright.platform.db import Transaction


async def ship(
    tx: Transaction,
    *,
    actor: Actor,
    customer_id: CustomerId,
    order_id: OrderId,
    carrier: Carrier,
    tracking_number: str,
    lines: Sequence[ParcelLine],
    shares_parcel: bool = False,
) -> ShipmentId:
    """Send some or all unshipped pieces of a paid order in one parcel.

    A label that is scanned twice would send this order under the number of the one before. `shares_parcel` says that
    the pieces do lie in the parcel of another order; without it a number of the last 30 days is refused.

    Raises `OrderNotFound`, `OrderNotPaid`, `OrderAlreadyClosed`, `OrderIsBeingRefunded`, `NothingToShip`,
    `MoreThanUnshipped`, `ParcelAlreadyRecorded`, `TrackingNumberInUse`, and `InvalidInput` about `tracking_number`.
    """
    number = rules.clean_tracking_number(tracking_number)
    pieces = rules.merge_parcel(lines)
    order = await lock_order(tx, actor=actor, customer_id=customer_id, order_id=order_id)
    _check_shippable(order)
    if not shares_parcel:
        await _check_unused(tx, order_id=order_id, carrier=carrier, tracking_number=number)
    leaving = await store.ship_lines(
        tx, customer_id=customer_id, order_id=order_id, line_ids=list(pieces), quantities=list(pieces.values())
    )
    if len(leaving) != len(pieces):
        raise MoreThanUnshipped
    shipment_id = await store.insert_shipment(
        tx,
        customer_id=customer_id,
        order_id=order_id,
        carrier=carrier,
        tracking_number=number,
        at=tx.at,
        line_ids=list(pieces),
        quantities=list(pieces.values()),
    )
    if shipment_id is None:
        raise ParcelAlreadyRecorded
    await inventory.ship_order(
        tx,
        actor=actor,
        order_id=order_id,
        lines=[ShipStock(line.id, line.variant_id, line.quantity) for line in leaving],
    )
    quantity = sum(pieces.values())
    order.change(shipped_quantity=order.facts.shipped_quantity + quantity)
    order.note(
        TimelineKind.SHIPPED,
        TimelineDetail(carrier=carrier, tracking_number=number, quantity=quantity, shipment_id=shipment_id),
    )
    is_whole = order.facts.shipped_quantity + order.facts.cancelled_quantity == order.facts.item_quantity
    order.tell(OrderShipped(customer_id, order_id, shipment_id, is_whole))
    await order.save()
    await order.audit("ship", carrier=carrier, tracking_number=number, pieces=pieces)
    return shipment_id


def _check_shippable(order: LockedOrder) -> None:
    status = order.statuses.order
    if status is OrderStatus.PENDING_PAYMENT:
        raise OrderNotPaid
    if status is not OrderStatus.PLACED:
        raise OrderAlreadyClosed
    if rules.is_being_refunded(order.facts):
        raise OrderIsBeingRefunded


async def _check_unused(tx: Transaction, *, order_id: OrderId, carrier: Carrier, tracking_number: str) -> None:
    other_id = await find_other_order_under(
        tx,
        order_id=order_id,
        carrier=carrier,
        tracking_number=tracking_number,
        since=tx.at - rules.TRACKING_NUMBER_OURS_FOR,
    )
    if other_id is not None:
        raise TrackingNumberInUse(other_id)
