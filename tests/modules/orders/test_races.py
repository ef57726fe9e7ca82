"""Races with real commits: many at one order, and the books right afterwards (the desk checks them)."""

import asyncio
import random
from datetime import timedelta
from functools import partial

import pytest
from tests.modules.orders.desk import CLERK, CUP, UNPAID_TIME, Desk

from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.errors import Refusal
from shopwright.kernel.money import Money
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import CancelReason
from shopwright.modules.orders.errors import NothingToRefund
from shopwright.modules.orders.subscribers import on_payment_captured


@pytest.mark.parametrize("is_paid", [True, False])
async def test_twenty_cancellations_at_once_give_the_stock_back_once(desk: Desk, *, is_paid: bool) -> None:
    key = await desk.place((CUP, 3, 1_999))
    if is_paid:
        await desk.pay(key)
    await asyncio.gather(
        *(desk.act(orders.cancel_order, key, actor=key.shopper, reason=CancelReason.CHANGED_MIND) for _ in range(20))
    )
    order, level = await desk.order(key), await desk.level()
    assert (level.held, level.committed, level.available) == (0, 0, 100)
    assert order.refund_requested == (order.total if is_paid else Money(0, "CNY"))
    assert [entry.kind.value for entry in order.timeline].count("cancelled") == 1


async def test_a_capture_replayed_fifty_times_at_once_counts_once(desk: Desk) -> None:
    key = await desk.place((CUP, 3, 1_999))
    event = await desk.charge(key, await desk.open_page(key))
    await asyncio.gather(*(desk.database.transact(lambda tx: on_payment_captured(tx, event)) for _ in range(50)))
    order, level = await desk.order(key), await desk.level()
    assert (order.captured, order.refund_requested) == (order.total, Money(0, "CNY"))
    assert (level.held, level.committed) == (0, 3)
    assert [entry.kind.value for entry in order.timeline] == ["payment_captured", "placed"]


@pytest.mark.parametrize("seed", range(8))
async def test_expiry_and_payment_in_the_same_moment_end_in_a_paid_order(
    desk: Desk, clock: VirtualClock, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a seeded shuffle, nothing secret.
    keys = [await desk.place((CUP, 2, 1_999)) for _ in range(6)]
    events = [await desk.charge(key, await desk.open_page(key)) for key in keys]
    clock.advance(UNPAID_TIME)
    acts = [desk.database.transact(partial(on_payment_captured, event=event)) for event in events]
    acts += [orders.expire_due(desk.database) for _ in range(3)]
    chance.shuffle(acts)
    await asyncio.gather(*acts)
    found = [await desk.order(key) for key in keys]
    assert {(order.order_status.value, order.payment_status.value) for order in found} == {("placed", "paid")}
    level = await desk.level()
    assert (level.held, level.committed, level.available) == (0, 12, 88)


@pytest.mark.parametrize("seed", range(8))
async def test_cancelling_expiring_and_paying_at_once_end_in_a_known_state(
    desk: Desk, clock: VirtualClock, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - as above.
    key = await desk.place((CUP, 60, 1_999))
    event = await desk.charge(key, await desk.open_page(key))
    clock.advance(UNPAID_TIME)
    acts = [
        desk.act(orders.cancel_order, key, actor=key.shopper, reason=CancelReason.CHANGED_MIND),
        desk.database.transact(lambda tx: on_payment_captured(tx, event)),
        desk.database.transact(lambda tx: on_payment_captured(tx, event)),
        orders.expire_due(desk.database),
        desk.place((CUP, 30, 1_999)),
    ]
    chance.shuffle(acts)
    await asyncio.gather(*acts)
    order, level = await desk.order(key), await desk.level()
    assert order.captured == order.total
    if order.order_status == "placed":
        assert (order.refund_requested, level.committed) == (Money(0, "CNY"), 60)
    else:
        assert (order.refund_requested, level.committed) == (order.total, 0)


async def test_shipping_and_cancelling_at_once_do_one_of_both(desk: Desk) -> None:
    for number in range(6):
        key = await desk.place((CUP, 2, 1_999))
        await desk.pay(key)
        outcomes = await asyncio.gather(
            desk.act(orders.cancel_order, key, actor=key.shopper, reason=CancelReason.CHANGED_MIND),
            desk.ship(key, number=f"SF{number}"),
            return_exceptions=True,
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        assert len(refused) == 1
        assert isinstance(refused[0], Refusal)
        order = await desk.order(key)
        assert (order.order_status == "cancelled") == (order.shipped_quantity == 0)


async def test_twenty_parcels_at_once_ship_no_piece_twice(desk: Desk) -> None:
    key = await desk.place((CUP, 5, 1_999))
    await desk.pay(key)
    (line,) = (await desk.order(key)).lines
    outcomes = await asyncio.gather(
        *(desk.ship(key, (line.id, 1), number=f"SF{number}") for number in range(20)), return_exceptions=True
    )
    assert len([outcome for outcome in outcomes if isinstance(outcome, Refusal)]) == 15
    order, level = await desk.order(key), await desk.level()
    assert (order.shipped_quantity, len(order.shipments)) == (5, 5)
    assert (level.on_hand, level.committed) == (95, 0)


async def test_ten_refunds_at_once_give_the_money_back_once(desk: Desk) -> None:
    key = await desk.place((CUP, 5, 1_999))
    await desk.pay(key)
    await desk.ship(key)
    outcomes = await asyncio.gather(
        *(desk.act(orders.refund_fully, key, actor=CLERK, reason="") for _ in range(10)), return_exceptions=True
    )
    assert len([outcome for outcome in outcomes if isinstance(outcome, NothingToRefund)]) == 9
    assert len(await desk.end_refunds(key)) == 1
    assert (await desk.order(key)).refunded == (await desk.order(key)).captured


async def test_sweeps_that_run_at_once_do_not_get_in_each_others_way(desk: Desk, clock: VirtualClock) -> None:
    keys = [await desk.place((CUP, 1, 1_999)) for _ in range(30)]
    clock.advance(UNPAID_TIME + timedelta(seconds=1))
    await asyncio.gather(*(orders.expire_due(desk.database) for _ in range(4)))
    found = [await desk.order(key) for key in keys]
    assert [[entry.kind.value for entry in order.timeline] for order in found] == [["expired", "placed"]] * 30
    assert (await desk.level()).available == 100
