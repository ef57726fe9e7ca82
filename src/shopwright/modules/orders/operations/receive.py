"""Parcels arrive, and orders are done."""

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, OrderId, ShipmentId
from shopwright.modules.orders import rules, store
from shopwright.modules.orders.contracts import FulfilmentStatus, OrderStatus, TimelineDetail, TimelineKind
from shopwright.modules.orders.errors import OrderAlreadyClosed, OrderNotPaid, OrderNotShipped, ParcelNotFound
from shopwright.modules.orders.events import OrderCompleted
from shopwright.modules.orders.operations.locked_order import LockedOrder, lock_order
from shopwright.modules.orders.operations.sweep_each import sweep_each
from shopwright.modules.orders.store import OrderKey
from shopwright.platform.db import Database, Transaction

COMPLETE_COUNT_MAX = 500
_SWEEP = Actor.system("orders.complete")


async def record_delivery(
    tx: Transaction, *, actor: Actor, customer_id: CustomerId, order_id: OrderId, shipment_id: ShipmentId
) -> None:
    """A parcel arrived; told twice, it arrived once. Raises `OrderNotFound`, `ParcelNotFound`."""
    order = await lock_order(tx, actor=actor, customer_id=customer_id, order_id=order_id)
    parcel = await store.find_parcel(tx, customer_id=customer_id, order_id=order_id, shipment_id=shipment_id)
    if parcel is None:
        raise ParcelNotFound
    if parcel.delivered_at is not None:
        return
    await store.deliver_parcels(tx, customer_id=customer_id, order_id=order_id, shipment_id=shipment_id, at=tx.at)
    order.change(delivered_quantity=order.facts.delivered_quantity + parcel.quantity)
    order.note(TimelineKind.DELIVERED, TimelineDetail(quantity=parcel.quantity, shipment_id=shipment_id))
    await order.save()
    await order.audit("record_delivery", pieces=parcel.quantity)


async def confirm_receipt(tx: Transaction, *, actor: Actor, customer_id: CustomerId, order_id: OrderId) -> None:
    """The shopper has everything: parcels still under way count as delivered and the order is completed.

    Said twice, it is done once. Raises `OrderNotFound`, `OrderNotPaid`, `OrderAlreadyClosed`, `OrderNotShipped`.
    """
    order = await lock_order(tx, actor=actor, customer_id=customer_id, order_id=order_id)
    statuses = order.statuses
    if statuses.order is OrderStatus.COMPLETED:
        return
    if statuses.order is OrderStatus.PENDING_PAYMENT:
        raise OrderNotPaid
    if statuses.order is OrderStatus.CANCELLED:
        raise OrderAlreadyClosed
    if statuses.fulfilment not in {FulfilmentStatus.FULFILLED, FulfilmentStatus.DELIVERED}:
        raise OrderNotShipped
    await store.deliver_parcels(tx, customer_id=customer_id, order_id=order_id, shipment_id=None, at=tx.at)
    order.change(delivered_quantity=order.facts.shipped_quantity)
    order.note(TimelineKind.RECEIVED)
    await _complete(order)
    await order.audit("confirm_receipt")


async def complete_due(database: Database) -> None:
    """Complete the orders that arrived long enough ago, each in a transaction of its own, a bounded number a round."""
    async with database.reading() as reading:
        due = await store.list_due_completion(
            reading, until=reading.at - rules.COMPLETE_AFTER_DELIVERY, count_max=COMPLETE_COUNT_MAX
        )
    await sweep_each(database, due, _complete_due)


async def _complete_due(tx: Transaction, key: OrderKey) -> None:
    order = await lock_order(tx, actor=_SWEEP, customer_id=key.customer_id, order_id=key.order_id)
    if order.statuses.order is OrderStatus.PLACED and order.facts.delivered_at is not None:
        await _complete(order)


async def _complete(order: LockedOrder) -> None:
    order.change(completed_at=order.tx.at)
    order.note(TimelineKind.COMPLETED)
    order.tell(OrderCompleted(order.customer_id, order.order_id))
    await order.save()
