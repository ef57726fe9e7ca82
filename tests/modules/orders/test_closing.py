from datetime import timedelta

import pytest
from tests.modules.orders.desk import CLERK, CUP, POT, UNPAID_TIME, Desk, OrderKey

from shopwright.kernel.actor import ActorKind
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.ids import OrderId
from shopwright.kernel.money import Money
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import CancelReason, TimelineKind
from shopwright.modules.orders.errors import OrderAlreadyShipped, OrderNotFound
from shopwright.modules.orders.operations.sweep_each import OrdersNotSwept
from shopwright.modules.payments import public as payments


async def test_an_unpaid_order_is_cancelled_by_its_shopper(desk: Desk) -> None:
    key = await desk.place((CUP, 2, 1_999), (POT, 3, 100))
    await desk.open_page(key)
    await desk.act(orders.cancel_order, key, actor=key.shopper, reason=CancelReason.WRONG_ADDRESS)
    order, level = await desk.order(key), await desk.level()
    assert (order.order_status, order.payment_status, order.fulfilment_status) == ("cancelled", "unpaid", "unfulfilled")
    assert (order.cancelled_at, order.cancel_reason) == (desk.database.clock.now(), CancelReason.WRONG_ADDRESS)
    assert (level.held, level.available) == (0, 100)
    assert [line.cancelled_quantity for line in order.lines] == [2, 3]
    entry = order.timeline[0]
    assert (entry.kind, entry.actor_kind, entry.actor_id) == (
        TimelineKind.CANCELLED,
        ActorKind.CUSTOMER,
        key.customer_id,
    )
    assert entry.detail.reason == "wrong_address"
    async with desk.database.reading() as reading:
        asked = await reading.connection.fetchval("SELECT count(close_requested_at) FROM payments.intent")
    assert asked == 1


async def test_cancelling_again_changes_nothing(desk: Desk) -> None:
    key = await desk.place((CUP, 2, 1_999))
    await desk.act(orders.cancel_order, key, actor=key.shopper, reason=CancelReason.OTHER)
    before = await desk.snapshot()
    await desk.act(orders.cancel_order, key, actor=CLERK, reason=CancelReason.OUT_OF_STOCK)
    assert await desk.snapshot() == before


async def test_a_paid_order_is_cancelled_and_its_money_goes_back(desk: Desk) -> None:
    key = await desk.place((CUP, 2, 1_999), (POT, 1, 100))
    await desk.pay(key)
    await desk.act(orders.cancel_order, key, actor=CLERK, reason=CancelReason.OUT_OF_STOCK)
    order, level = await desk.order(key), await desk.level()
    assert (order.order_status, order.payment_status) == ("cancelled", "paid")
    assert (order.refund_requested, order.is_refund_running) == (order.total, True)
    assert (level.held, level.committed, level.available) == (0, 0, 100)
    async with desk.database.reading() as reading:
        (refund,) = await payments.list_refunds(reading, customer_id=key.customer_id, order_id=key.order_id)
        actions = await reading.connection.fetch(
            "SELECT action FROM staff.audit_record WHERE action LIKE 'orders.%' AND subject = $1",
            f"order:{key.order_id}",
        )
    assert (refund.amount, refund.reason) == (order.total, "out_of_stock")
    assert [action for (action,) in actions] == ["orders.cancel"]
    await desk.end_refunds(key)
    order = await desk.order(key)
    assert (order.payment_status, order.refunded, order.is_refund_running) == ("refunded", order.total, False)
    assert [line.refunded for line in order.lines] == [line.payable for line in order.lines]


async def test_what_is_under_way_is_not_cancelled(desk: Desk) -> None:
    key = await desk.place((CUP, 2, 1_999))
    await desk.pay(key)
    order = await desk.order(key)
    await desk.ship(key, (order.lines[0].id, 1))
    before = await desk.snapshot()
    with pytest.raises(OrderAlreadyShipped):
        await desk.act(orders.cancel_order, key, actor=key.shopper, reason=CancelReason.OTHER)
    assert await desk.snapshot() == before
    assert not (await desk.order(key)).can_cancel


async def test_nobody_cancels_somebody_elses_order(desk: Desk) -> None:
    key = await desk.place((CUP, 2, 1_999))
    before = await desk.snapshot()
    for wrong in (OrderKey(await desk.seat(), key.order_id), OrderKey(key.customer_id, OrderId(9_999))):
        with pytest.raises(OrderNotFound):
            await desk.act(orders.cancel_order, wrong, actor=wrong.shopper, reason=CancelReason.OTHER)
    assert await desk.snapshot() == before


async def test_only_what_is_due_and_unpaid_expires(desk: Desk, clock: VirtualClock) -> None:
    due, paid = await desk.place((CUP, 1, 1_999)), await desk.place((CUP, 1, 1_999))
    await desk.pay(paid)
    clock.advance(timedelta(seconds=1))
    later = await desk.place((CUP, 1, 1_999))
    clock.advance(UNPAID_TIME - timedelta(seconds=1, microseconds=1))
    await orders.expire_due(desk.database)
    assert (await desk.order(due)).order_status == "pending_payment"
    clock.advance(timedelta(microseconds=1))
    await orders.expire_due(desk.database)
    found = [(await desk.order(key)).order_status.value for key in (due, paid, later)]
    assert found == ["cancelled", "placed", "pending_payment"]
    entry = (await desk.order(due)).timeline[0]
    assert (entry.kind, entry.actor_kind, entry.actor_label) == (
        TimelineKind.EXPIRED,
        ActorKind.SYSTEM,
        "orders.expire",
    )
    level = await desk.level()
    assert (level.held, level.committed) == (1, 1)
    before = await desk.snapshot()
    await orders.expire_due(desk.database)
    assert await desk.snapshot() == before


@pytest.mark.usefixtures("may_hold_two")
async def test_an_order_that_somebody_holds_is_left_to_them(desk: Desk, clock: VirtualClock) -> None:
    held, free = await desk.place((CUP, 1, 1_999)), await desk.place((CUP, 1, 1_999))
    clock.advance(UNPAID_TIME)
    async with desk.database.transaction() as tx:
        await tx.connection.execute("SELECT FROM orders.order WHERE id = $1 FOR UPDATE", held.order_id)
        await orders.expire_due(desk.database)
    assert (await desk.order(held)).order_status == "pending_payment"
    assert (await desk.order(free)).order_status == "cancelled"


async def test_an_order_that_cannot_expire_does_not_stop_the_others(desk: Desk, clock: VirtualClock) -> None:
    broken, fine = await desk.place((CUP, 1, 1_999)), await desk.place((CUP, 1, 1_999))
    clock.advance(UNPAID_TIME)
    async with desk.database.reading() as reading:
        await reading.connection.execute(
            "ALTER TABLE orders.timeline_entry ADD CONSTRAINT broken CHECK (order_id <> "
            f"{broken.order_id} OR kind = 'placed')"
        )
    with pytest.raises(OrdersNotSwept, match=f"not swept: 1, the first is {broken.order_id}$"):
        await orders.expire_due(desk.database)
    assert (await desk.order(broken)).order_status == "pending_payment"
    assert (await desk.order(fine)).order_status == "cancelled"


async def test_what_is_cancelled_unpaid_owes_nothing(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999))
    await desk.act(orders.cancel_order, key, actor=key.shopper, reason=CancelReason.OTHER)
    order = await desk.order(key)
    assert (order.refund_requested, order.can_refund, order.can_pay) == (Money(0, "CNY"), False, False)
