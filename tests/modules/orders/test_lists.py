from datetime import timedelta
from functools import partial
from typing import Any

import msgspec
import pytest
from tests.modules.orders.desk import ADDRESS, CLERK, CUP, POT, Desk, OrderKey

from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.money import Money
from shopwright.kernel.page import Place
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import CancelReason, OrderTab, TabCounts, WorkCounts
from shopwright.modules.orders.queries import orders as orders_queries

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


async def test_the_console_finds_a_phone_however_it_is_typed(desk: Desk) -> None:
    kept = ["13800138000", "0571-88888888", "0710-3512345", "+85291234567", "+886912345678"]
    placed = {}
    for phone in kept:
        address = msgspec.structs.replace(ADDRESS, phone=phone)
        placed[(await desk.place((CUP, 1, 1_999), address=address)).order_id] = phone
    typed = {
        "13800138000": "138 0013 8000|138-0013-8000|+86 13800138000|86 138 0013 8000|008613800138000"
        "|１３８００１３８０００|0013 8000|(0)138000",
        "0571-88888888": "0571-88888888|(0571)88888888|057188888888|8888 8888|571 8888 8888|7188888888"
        "|+86 571 8888 8888|86 0571 8888 8888",
        "0710-3512345": "07103512345|0710 351 2345|351-2345|10-3512345",
        "+85291234567": "+852 9123 4567|00852 91234567|9123 4567|852-91234567",
        "+886912345678": "+886 912 345 678|00886912345678|912345678",
    }
    async with desk.database.reading() as reading:
        for phone, spellings in typed.items():
            for spelling in spellings.split("|"):
                page = await orders.list_orders_for_staff(reading, terms=spelling)
                assert [placed[card.id] for card in page.items] == [phone], spelling
        for nothing in ("86", "+86", "+86 000", "138 0013", "5718888888", "138+00138000", "0571--", "8" * 21):
            assert (await orders.list_orders_for_staff(reading, terms=nothing)).items == (), nothing


@pytest.mark.parametrize("terms", ["8000", "林晓"])
async def test_a_search_within_days_looks_at_the_newest_of_these_days(
    desk: Desk, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch, terms: str
) -> None:
    monkeypatch.setattr(orders_queries, "MATCH_COUNT_MAX", 2)
    placed = []
    for _ in range(4):
        placed.append((await desk.place((CUP, 1, 1_999))).order_id)
        clock.advance(timedelta(days=1))
    async with desk.database.reading() as reading:

        async def find(**days: Any) -> list[int]:
            return [card.id for card in (await orders.list_orders_for_staff(reading, terms=terms, **days)).items]

        assert await find() == [placed[3], placed[2]]
        assert await find(until=clock.now() - timedelta(days=3)) == [placed[0]]
        assert await find(until=clock.now() - timedelta(days=1)) == [placed[2], placed[1]]
        assert await find(since=clock.now() - timedelta(days=1)) == [placed[3]]


@pytest.mark.parametrize("is_oldest_first", [False, True])
async def test_a_key_of_other_days_opens_the_first_page_of_these(
    desk: Desk, clock: VirtualClock, *, is_oldest_first: bool
) -> None:
    placed = []
    for _ in range(4):
        placed.append((clock.now(), (await desk.place((CUP, 1, 1_999))).order_id))
        clock.advance(timedelta(days=1))
    outer = placed[0] if is_oldest_first else placed[3]
    days: dict[str, Any] = {"since": placed[1][0], "until": placed[3][0], "is_oldest_first": is_oldest_first}
    expected = [placed[1][1], placed[2][1]] if is_oldest_first else [placed[2][1], placed[1][1]]
    async with desk.database.reading() as reading:
        for terms in ("", "林晓"):
            for after in (None, Place(*outer).key()):
                page = await orders.list_orders_for_staff(reading, terms=terms, after=after, **days)
                assert [card.id for card in page.items] == expected


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
