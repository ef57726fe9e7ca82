from datetime import timedelta
from functools import partial
from typing import Any

import msgspec
import pytest
from tests.modules.orders.desk import ADDRESS, CLERK, CUP, POT, Desk, OrderKey

from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.money import Money
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import CancelReason, OrderTab, TabCounts, WorkCounts

TABS = (OrderTab.TO_PAY, OrderTab.TO_SHIP, OrderTab.TO_RECEIVE, OrderTab.COMPLETED, OrderTab.CLOSED)


async def one_of_each(desk: Desk, clock: VirtualClock) -> dict[OrderTab, list[OrderKey]]:
    """Two orders in every list, the newest last."""
    placed = {tab: [await desk.place((CUP, 1, 1_999)) for _ in range(2)] for tab in TABS}
    for tab in (OrderTab.TO_SHIP, OrderTab.TO_RECEIVE, OrderTab.COMPLETED):
        for key in placed[tab]:
            await desk.pay(key)
    for key in (*placed[OrderTab.TO_RECEIVE], *placed[OrderTab.COMPLETED]):
        await desk.ship(key, number=f"SF{key.order_id}")
    for key in placed[OrderTab.COMPLETED]:
        await desk.act(orders.confirm_receipt, key, actor=key.shopper)
    for key in placed[OrderTab.CLOSED]:
        await desk.act(orders.cancel_order, key, actor=key.shopper, reason=CancelReason.OTHER)
    clock.advance(timedelta(minutes=1))
    return placed


async def test_the_console_lists_by_tab_in_one_statement(desk: Desk, clock: VirtualClock) -> None:
    placed = await one_of_each(desk, clock)
    async with desk.database.reading() as reading:
        for tab in TABS:
            before = desk.database.executed.total()
            page = await orders.list_orders_for_staff(reading, tab=tab)
            assert desk.database.executed.total() == before + 1
            assert [card.id for card in page.items] == [key.order_id for key in reversed(placed[tab])]
            assert page.next_key is None
        everything = await orders.list_orders_for_staff(reading)
        assert len(everything.items) == 10
        assert await orders.count_orders_for_staff(reading) == TabCounts(2, 2, 2, 2, 2)


async def test_what_waits_is_counted_in_one_statement(desk: Desk, clock: VirtualClock) -> None:
    key = await desk.place((CUP, 1, 1_999))
    await desk.pay(await desk.place((CUP, 1, 1_999)))
    left = (await desk.order(key)).expires_at - clock.now()
    async with desk.database.reading() as reading:
        before = desk.database.executed.total()
        assert await orders.count_work(reading, expiring_within=left) == WorkCounts(1, 1, 1, 0, 0)
        assert desk.database.executed.total() == before + 1
        soon = left - timedelta(microseconds=1)
        assert await orders.count_work(reading, expiring_within=soon) == WorkCounts(1, 0, 1, 0, 0)


async def test_what_waits_to_be_shipped_can_be_shipped(desk: Desk) -> None:
    waiting, whole, partly = [await desk.place((CUP, 2, 1_999)) for _ in range(3)]
    for key in (waiting, whole, partly):
        await desk.pay(key)
    (line,) = (await desk.order(partly)).lines
    await desk.ship(partly, (line.id, 1))
    for key in (whole, partly):
        await desk.act(orders.refund_fully, key, actor=CLERK, reason="坏了")
    async with desk.database.reading() as reading:
        page = await orders.list_orders_for_staff(reading, tab=OrderTab.TO_SHIP)
        assert [card.id for card in page.items] == [waiting.order_id]
        assert await orders.count_work(reading, expiring_within=timedelta(0)) == WorkCounts(0, 0, 1, 2, 0)
    assert [(await desk.order(key)).can_ship for key in (waiting, whole, partly)] == [True, False, False]


async def test_a_shopper_lists_only_own_orders(desk: Desk, clock: VirtualClock) -> None:
    placed = await one_of_each(desk, clock)
    mine = placed[OrderTab.TO_SHIP][0]
    async with desk.database.reading() as reading:
        page = await orders.list_orders(reading, customer_id=mine.customer_id)
        assert [card.id for card in page.items] == [mine.order_id]
        for tab in TABS:
            page = await orders.list_orders(reading, customer_id=mine.customer_id, tab=tab)
            assert [card.id for card in page.items] == ([mine.order_id] if tab is OrderTab.TO_SHIP else [])
        assert await orders.count_orders(reading, customer_id=mine.customer_id) == TabCounts(0, 1, 0, 0, 0)


async def test_pages_follow_one_another_without_gap_or_repeat(desk: Desk, clock: VirtualClock) -> None:
    buyer = await desk.seat()
    placed = []
    for number in range(7):
        drafted = desk.draft(buyer, (CUP, 1, 1_999), (POT, 2, 100))
        await desk.database.transact(partial(desk.hold_and_insert, drafts=[drafted]))
        placed.append(drafted.order_id)
        if number % 2:
            clock.advance(timedelta(microseconds=1))
    for limit in (1, 2, 3, 7, 50):
        seen, after = [], None
        async with desk.database.reading() as reading:
            for _ in range(8):
                page = await orders.list_orders(reading, customer_id=buyer, after=after, limit=limit)
                seen += [card.id for card in page.items]
                after = page.next_key
                if after is None:
                    break
        assert seen == list(reversed(placed))


async def test_a_card_shows_what_a_list_needs(desk: Desk) -> None:
    key = await desk.place(*((variant, 1, 100) for variant in (CUP, POT, CUP, POT, CUP)), note="急")
    async with desk.database.reading() as reading:
        (card,) = (await orders.list_orders(reading, customer_id=key.customer_id)).items
    assert (card.total, card.item_quantity, card.recipient, card.phone, card.note) == (
        Money(1_300, "CNY"),
        5,
        "林晓",
        "13800138000",
        "急",
    )
    assert [line.title for line in card.lines] == ["青瓷 11", "青瓷 12", "青瓷 11", "青瓷 12"]
    assert (card.lines[0].unit_price, card.lines[0].quantity) == (Money(100, "CNY"), 1)


async def test_the_console_finds_by_number_name_phone_and_parcel(desk: Desk) -> None:
    other = msgspec.structs.replace(ADDRESS, recipient="林晓东", phone="13900139000")
    one, two = await desk.place((CUP, 1, 1_999)), await desk.place((CUP, 1, 1_999), address=other)
    await desk.pay(two)
    await desk.ship(two, number="SF777")
    async with desk.database.reading() as reading:

        async def find(terms: str, **rest: Any) -> list[int]:
            page = await orders.list_orders_for_staff(reading, terms=terms, **rest)
            return [card.id for card in page.items]

        assert await find(" 林晓 ") == [two.order_id, one.order_id]
        assert await find("林晓东") == [two.order_id]
        assert await find("13800138000") == [one.order_id]
        assert await find("sf777") == [two.order_id]
        assert await find("1234567890123", order_id=one.order_id) == [one.order_id]
        assert await find("林晓", tab=OrderTab.TO_PAY) == [one.order_id]
        assert await find("8000") == [one.order_id]
        assert await find("39000") == [two.order_id]
        assert await find("000") == []
        assert await find("1380013") == []
        assert await find("%") == []
        assert await find("' OR 1=1 --") == []
        page = await orders.list_orders_for_staff(reading, terms="林晓", limit=1)
        assert await find("林晓", after=page.next_key) == [one.order_id]


@pytest.mark.parametrize("after", ["", "x", "1-", "-1", "1-2-3", "９-１", "9" * 30 + "-1", "1e3-1"])
async def test_a_key_that_is_none_opens_the_top(desk: Desk, after: str) -> None:
    key = await desk.place((CUP, 1, 1_999))
    async with desk.database.reading() as reading:
        page = await orders.list_orders(reading, customer_id=key.customer_id, after=after)
    assert [card.id for card in page.items] == [key.order_id]


@pytest.mark.parametrize(("limit", "count"), [(-5, 1), (0, 1), (1_000_000, 2)])
async def test_a_page_has_its_bounds(desk: Desk, limit: int, count: int) -> None:
    await desk.place((CUP, 1, 1_999))
    await desk.place((CUP, 1, 1_999))
    async with desk.database.reading() as reading:
        assert len((await orders.list_orders_for_staff(reading, limit=limit)).items) == count


async def test_a_page_of_an_order_is_one_statement(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999))
    await desk.pay(key)
    await desk.ship(key, actor=CLERK)
    before = desk.database.executed.copy()
    await desk.order(key)
    assert (desk.database.executed - before).total() == 1
