from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest
from tests.modules.orders.desk import CLERK, CUP, POT, Desk, OrderKey

from shopwright.kernel.actor import ActorKind
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.errors import InvalidInput, Refusal
from shopwright.kernel.ids import OrderLineId, ShipmentId
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import CancelReason, Carrier, ParcelLine, ParcelStatus, TimelineKind
from shopwright.modules.orders.errors import (
    MoreThanUnshipped,
    NothingToShip,
    OrderAlreadyClosed,
    OrderIsBeingRefunded,
    OrderNotFound,
    OrderNotPaid,
    OrderNotShipped,
    ParcelAlreadyRecorded,
    ParcelNotFound,
    TrackingNumberInUse,
)


async def a_paid_order(desk: Desk) -> OrderKey:
    """Three cups and two pots, paid."""
    key = await desk.place((CUP, 3, 1_999), (POT, 2, 9_900))
    await desk.pay(key)
    return key


async def refuse(desk: Desk, refusal: type[Refusal], act: Awaitable[object]) -> Refusal:
    """The act is refused, and nothing changed."""
    before = await desk.snapshot()
    with pytest.raises(refusal) as refused:
        await act
    assert await desk.snapshot() == before
    return refused.value


async def test_an_order_leaves_in_parcels(desk: Desk) -> None:
    key = await a_paid_order(desk)
    cups, pots = (line.id for line in (await desk.order(key)).lines)
    first = await desk.ship(key, (cups, 2), number="SF 1")
    order, level = await desk.order(key), await desk.level()
    assert (order.order_status, order.fulfilment_status, order.shipped_quantity) == ("placed", "partially_fulfilled", 2)
    assert (level.on_hand, level.committed) == (98, 1)
    second = await desk.ship(key, number="SF 2")
    order, level = await desk.order(key), await desk.level()
    assert (order.fulfilment_status, order.shipped_quantity, order.can_ship) == ("fulfilled", 5, False)
    assert (level.on_hand, level.committed, level.held) == (97, 0, 0)
    assert [parcel.id for parcel in order.shipments] == [first, second]
    assert [(parcel.tracking_number, parcel.status, parcel.carrier) for parcel in order.shipments] == [
        ("SF1", ParcelStatus.IN_TRANSIT, Carrier.SF),
        ("SF2", ParcelStatus.IN_TRANSIT, Carrier.SF),
    ]
    assert [(line.order_line_id, line.quantity) for line in order.shipments[1].lines] == [(cups, 1), (pots, 2)]
    entry = order.timeline[0]
    assert (entry.kind, entry.actor_kind, entry.actor_id, entry.actor_label) == (
        TimelineKind.SHIPPED,
        ActorKind.STAFF,
        7,
        "Lin",
    )
    assert (entry.detail.carrier, entry.detail.tracking_number, entry.detail.quantity) == (Carrier.SF, "SF2", 3)
    async with desk.database.reading() as reading:
        told = await reading.connection.fetch(
            "SELECT payload ->> 'is_whole' FROM platform.event WHERE name = 'orders.order_shipped' ORDER BY id"
        )
        audited = await reading.connection.fetchval(
            "SELECT count(*) FROM staff.audit_record WHERE action = 'orders.ship'"
        )
    assert ([row[0] for row in told], audited) == (["false", "true"], 2)


async def test_what_cannot_be_shipped_is_refused(desk: Desk) -> None:
    unpaid, paid = await desk.place((CUP, 1, 1_999)), await a_paid_order(desk)
    cups, pots = (line.id for line in (await desk.order(paid)).lines)
    (foreign,) = (line.id for line in (await desk.order(unpaid)).lines)
    await desk.ship(paid, (cups, 2), number="SF1")
    await refuse(desk, OrderNotPaid, desk.ship(unpaid))
    await refuse(desk, OrderNotFound, desk.ship(OrderKey(unpaid.customer_id, paid.order_id), (cups, 1)))
    await refuse(desk, MoreThanUnshipped, desk.ship(paid, (cups, 2), number="SF2"))
    await refuse(desk, MoreThanUnshipped, desk.ship(paid, (pots, 1), (cups, 2), number="SF2"))
    await refuse(desk, MoreThanUnshipped, desk.ship(paid, (pots, 2), (pots, 1), number="SF2"))
    await refuse(desk, MoreThanUnshipped, desk.ship(paid, (foreign, 1), number="SF2"))
    await refuse(desk, MoreThanUnshipped, desk.ship(paid, (OrderLineId(1), 1), number="SF2"))
    await refuse(desk, NothingToShip, desk.ship(paid, (cups, 0), number="SF2"))
    await refuse(desk, NothingToShip, desk.ship(paid, (cups, -1), number="SF2"))
    await refuse(desk, ParcelAlreadyRecorded, desk.ship(paid, (cups, 1), number="sf1"))
    await refuse(desk, InvalidInput, desk.ship(paid, (cups, 1), number="?"))


async def test_one_number_sends_two_orders_only_where_they_share_the_parcel(desk: Desk, clock: VirtualClock) -> None:
    first, second, third = await a_paid_order(desk), await a_paid_order(desk), await a_paid_order(desk)
    await desk.ship(first, number="SF1")
    refused = await refuse(desk, TrackingNumberInUse, desk.ship(second, number="sf 1"))
    assert isinstance(refused, TrackingNumberInUse)
    assert refused.order_id == first.order_id
    cups, _ = (line.id for line in (await desk.order(third)).lines)
    parcel: dict[str, Any] = {"tracking_number": "SF1", "lines": [ParcelLine(cups, 1)]}
    await desk.act(orders.ship, third, actor=CLERK, carrier=Carrier.JD, **parcel)
    await desk.act(orders.ship, third, actor=CLERK, carrier=Carrier.SF, shares_parcel=True, **parcel)
    clock.advance(timedelta(days=30))
    await refuse(desk, TrackingNumberInUse, desk.ship(second, number="SF1"))
    clock.advance(timedelta(microseconds=1))
    await desk.ship(second, number="SF1")


async def test_what_is_cancelled_or_being_refunded_is_not_shipped(desk: Desk) -> None:
    cancelled, refunded = await a_paid_order(desk), await a_paid_order(desk)
    (cups, pots), (other, _) = [[line.id for line in (await desk.order(key)).lines] for key in (cancelled, refunded)]
    await desk.act(orders.cancel_order, cancelled, actor=CLERK, reason=CancelReason.OTHER)
    await desk.ship(refunded, (other, 1))
    await desk.act(orders.refund_fully, refunded, actor=CLERK, reason="坏了")
    await refuse(desk, OrderAlreadyClosed, desk.ship(cancelled, (cups, 1), (pots, 1)))
    await refuse(desk, OrderIsBeingRefunded, desk.ship(refunded, (other, 1), number="SF2"))


async def test_an_order_is_delivered_with_its_last_parcel(desk: Desk, clock: VirtualClock) -> None:
    key = await a_paid_order(desk)
    cups, _ = (line.id for line in (await desk.order(key)).lines)
    first, second = await desk.ship(key, (cups, 2), number="SF1"), await desk.ship(key, number="SF2")
    await desk.act(orders.record_delivery, key, actor=CLERK, shipment_id=second)
    order = await desk.order(key)
    assert (order.fulfilment_status, order.delivered_quantity, order.delivered_at) == ("fulfilled", 3, None)
    at = clock.advance(timedelta(days=1))
    await desk.act(orders.record_delivery, key, actor=CLERK, shipment_id=first)
    order = await desk.order(key)
    assert (order.order_status, order.fulfilment_status, order.delivered_at) == ("placed", "delivered", at)
    assert [parcel.status for parcel in order.shipments] == [ParcelStatus.DELIVERED] * 2
    before = await desk.snapshot()
    await desk.act(orders.record_delivery, key, actor=CLERK, shipment_id=first)
    assert await desk.snapshot() == before
    other = await a_paid_order(desk)
    await refuse(desk, ParcelNotFound, desk.act(orders.record_delivery, other, actor=CLERK, shipment_id=first))
    await refuse(
        desk, ParcelNotFound, desk.act(orders.record_delivery, key, actor=CLERK, shipment_id=ShipmentId(9_999))
    )


async def test_a_shopper_confirms_receipt_once(desk: Desk) -> None:
    key = await a_paid_order(desk)
    await desk.ship(key)
    await desk.act(orders.confirm_receipt, key, actor=key.shopper)
    order = await desk.order(key)
    at = desk.database.clock.now()
    assert (order.order_status, order.fulfilment_status) == ("completed", "delivered")
    assert (order.delivered_at, order.completed_at) == (at, at)
    assert [entry.kind for entry in order.timeline[:2]] == [TimelineKind.COMPLETED, TimelineKind.RECEIVED]
    before = await desk.snapshot()
    await desk.act(orders.confirm_receipt, key, actor=key.shopper)
    assert await desk.snapshot() == before
    async with desk.database.reading() as reading:
        told = await reading.connection.fetch("SELECT name FROM platform.event WHERE name LIKE 'orders.%' ORDER BY id")
    assert [name for (name,) in told] == [
        "orders.order_placed",
        "orders.order_paid",
        "orders.order_shipped",
        "orders.order_completed",
        "orders.order_delivered",
    ]


async def test_receipt_is_not_confirmed_before_everything_was_sent(desk: Desk) -> None:
    unpaid, paid, cancelled = await desk.place((CUP, 1, 1_999)), await a_paid_order(desk), await a_paid_order(desk)
    cups, _ = (line.id for line in (await desk.order(paid)).lines)
    await desk.ship(paid, (cups, 1))
    await desk.act(orders.cancel_order, cancelled, actor=CLERK, reason=CancelReason.OTHER)
    await refuse(desk, OrderNotPaid, desk.act(orders.confirm_receipt, unpaid, actor=unpaid.shopper))
    await refuse(desk, OrderNotShipped, desk.act(orders.confirm_receipt, paid, actor=paid.shopper))
    await refuse(desk, OrderAlreadyClosed, desk.act(orders.confirm_receipt, cancelled, actor=cancelled.shopper))
    stranger = OrderKey(await desk.seat(), paid.order_id)
    await refuse(desk, OrderNotFound, desk.act(orders.confirm_receipt, stranger, actor=stranger.shopper))


async def test_what_arrived_seven_days_ago_is_completed(desk: Desk, clock: VirtualClock) -> None:
    key = await a_paid_order(desk)
    shipment_id = await desk.ship(key)
    clock.advance(timedelta(days=30))
    await orders.complete_due(desk.database)
    await desk.act(orders.record_delivery, key, actor=CLERK, shipment_id=shipment_id)
    clock.advance(timedelta(days=7) - timedelta(microseconds=1))
    await orders.complete_due(desk.database)
    assert (await desk.order(key)).order_status == "placed"
    at = clock.advance(timedelta(microseconds=1))
    await orders.complete_due(desk.database)
    order = await desk.order(key)
    assert (order.order_status, order.completed_at) == ("completed", at)
    assert (order.timeline[0].kind, order.timeline[0].actor_label) == (TimelineKind.COMPLETED, "orders.complete")
    before = await desk.snapshot()
    await orders.complete_due(desk.database)
    assert await desk.snapshot() == before
