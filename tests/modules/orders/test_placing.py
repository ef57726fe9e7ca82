import asyncpg
import pytest
from tests.modules.orders.desk import ADDRESS, CUP, POT, UNPAID_TIME, Desk, OrderKey

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.ids import OrderGroupId, OrderId
from shopwright.kernel.money import Money
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import OrderLine, OrderStatus, PaymentStatus, Placed, TimelineKind
from shopwright.modules.orders.errors import OrderNotFound
from shopwright.modules.orders.operations.settle import settle_order


async def test_a_placed_order_reads_as_it_was_sold(desk: Desk) -> None:
    key = await desk.place((CUP, 2, 1_999), (POT, 1, 9_900), note="请轻放")
    order = await desk.order(key)
    at = desk.database.clock.now()
    assert (order.goods, order.freight, order.total) == (Money(13_898, "CNY"), Money(800, "CNY"), Money(14_698, "CNY"))
    assert (order.discount, order.tax, order.captured) == (Money(0, "CNY"), Money(0, "CNY"), Money(0, "CNY"))
    assert (order.order_status, order.payment_status, order.fulfilment_status) == (
        "pending_payment",
        "unpaid",
        "unfulfilled",
    )
    assert (order.address, order.note, order.language, order.market_code) == (ADDRESS, "请轻放", "zh_CN", "cn")
    assert (order.placed_at, order.expires_at, order.item_quantity) == (at, at + UNPAID_TIME, 3)
    assert [line.quantity for line in order.lines] == [2, 1]
    assert [line.payable for line in order.lines] == [Money(4_228, "CNY"), Money(10_470, "CNY")]
    assert order.lines[0] == OrderLine(
        id=order.lines[0].id,
        variant_id=CUP,
        product_id=order.lines[0].product_id,
        sku="SKU-11",
        title="青瓷 11",
        options_text="青 / 大",
        picture_url="/files/11.webp",
        quantity=2,
        unit_price=Money(1_999, "CNY"),
        discount=Money(0, "CNY"),
        total=Money(3_998, "CNY"),
        payable=Money(4_228, "CNY"),
        cancelled_quantity=0,
        shipped_quantity=0,
        refunded_quantity=0,
        refunded=Money(0, "CNY"),
    )
    (entry,) = order.timeline
    assert (entry.kind, entry.at, entry.actor_kind, entry.actor_id) == (
        TimelineKind.PLACED,
        at,
        ActorKind.CUSTOMER,
        key.customer_id,
    )
    assert await desk.drain() == []


async def test_a_batch_of_hundreds_is_one_statement_and_its_news(desk: Desk) -> None:
    await desk.stock({CUP: 300})
    buyer = await desk.seat()
    drafts = [desk.draft(buyer, (CUP, 1, 1_999)) for _ in range(300)]
    before = desk.database.executed.copy()
    await desk.database.transact(lambda tx: desk.hold_and_insert(tx, drafts))
    used = desk.database.executed - before
    assert {name: count for name, count in used.items() if "inventory" not in name} == {
        "modules.orders.store.insert_orders": 1,
        "platform.events.store.insert_events": 1,
    }
    async with desk.database.reading() as reading:
        counted = await orders.count_orders(reading, customer_id=buyer)
        placed = await orders.find_placed(reading, keys=[(buyer, draft.idempotency_key) for draft in drafts])
    assert counted.to_pay == 300
    assert [placed[buyer, draft.idempotency_key].order_id for draft in drafts] == [d.order_id for d in drafts]


async def test_what_was_placed_is_found_by_customer_and_key(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999), idempotency_key="mine")
    stranger = await desk.seat()
    async with desk.database.reading() as reading:
        found = await orders.find_placed(
            reading, keys=[(key.customer_id, "mine"), (key.customer_id, "other"), (stranger, "mine")]
        )
        assert await orders.find_placed(reading, keys=[]) == {}
    assert found == {(key.customer_id, "mine"): Placed(key.order_id, OrderGroupId(key.order_id + 500), b"asked")}


async def test_a_key_places_once(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999), idempotency_key="mine")
    again = desk.draft(key.customer_id, (CUP, 1, 1_999), idempotency_key="mine")
    before = await desk.snapshot()
    with pytest.raises(asyncpg.UniqueViolationError, match="order_group_once_per_key"):
        await desk.database.transact(lambda tx: desk.hold_and_insert(tx, [again]))
    assert await desk.snapshot() == before


async def test_a_total_that_is_not_its_parts_is_not_written(desk: Desk) -> None:
    wrong = desk.draft(await desk.seat(), (CUP, 1, 1_999), total=Money(1_999, "CNY"))
    with pytest.raises(asyncpg.CheckViolationError, match="order_total_is_its_parts"):
        await desk.database.transact(lambda tx: desk.hold_and_insert(tx, [wrong]))


async def test_an_order_that_staff_places_says_so(desk: Desk) -> None:
    drafted = desk.draft(await desk.seat(), (CUP, 1, 1_999))
    await desk.database.transact(lambda tx: desk.hold_and_insert(tx, [drafted], actor=Actor.staff(9, "Chen")))
    order = await desk.order(OrderKey(drafted.customer_id, drafted.order_id))
    assert (order.timeline[0].actor_kind, order.timeline[0].actor_id, order.timeline[0].actor_label) == (
        ActorKind.STAFF,
        9,
        "Chen",
    )


async def test_an_order_over_nothing_is_paid_from_the_start_and_its_stock_soon_committed(desk: Desk) -> None:
    key = await desk.place((CUP, 2, 0), freight_minor=0)
    order = await desk.order(key)
    assert (order.order_status, order.payment_status, order.paid_at) == (OrderStatus.PLACED, PaymentStatus.PAID, None)
    assert (await desk.level()).held == 2
    assert await desk.drain() == ["orders.order_paid"]
    level = await desk.level()
    assert (level.held, level.committed) == (0, 2)
    assert (await desk.order(key)).paid_at == desk.database.clock.now()
    await desk.act(settle_order, key, actor=Actor.system("test"))
    assert (await desk.level()).committed == 2


async def test_somebody_elses_order_does_not_exist(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999))
    stranger = await desk.seat()
    with pytest.raises(OrderNotFound):
        await desk.order(OrderKey(stranger, key.order_id))
    async with desk.database.reading() as reading:
        assert (await orders.get_order_for_staff(reading, order_id=key.order_id)).customer_id == key.customer_id
        with pytest.raises(OrderNotFound):
            await orders.get_order_for_staff(reading, order_id=OrderId(9_999))
