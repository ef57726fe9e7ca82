import asyncio

import msgspec
import pytest
from tests.kit.invariants import check_invariants
from tests.kit.shop_floor import (
    OWNER,
    Shop,
    draft_for,
    fill_cart,
    open_shop,
    request_for,
    seat_buyers,
)

from shopwright.kernel.errors import InvalidInput, Refusal
from shopwright.kernel.ids import CustomerId
from shopwright.kernel.money import Money
from shopwright.modules.checkout.contracts import Placed, PlaceRequest
from shopwright.modules.checkout.errors import (
    CartChanged,
    EmptyCart,
    KeyReused,
    NotForSale,
    OutOfStock,
    PriceChanged,
)
from shopwright.modules.checkout.public import Placing, get_cart
from shopwright.modules.inventory import public as inventory
from shopwright.modules.orders import public as orders
from shopwright.platform.db import AlreadyRunning, Database


@pytest.fixture
async def shop(database: Database) -> Shop:
    return await open_shop(database, variant_count=3, pieces=5)


@pytest.fixture
async def buyer(database: Database, shop: Shop) -> CustomerId:
    """A guest with two cups of the first kind and one of the second in the cart."""
    (customer_id,) = await seat_buyers(database, count=1)
    first, second, _ = shop.variant_ids
    await fill_cart(database, shop=shop, customer_id=customer_id, wants=[(first, 2), (second, 1)])
    return customer_id


@pytest.fixture
def placing(database: Database) -> Placing:
    return Placing(database)


async def placed_orders(database: Database) -> int:
    async with database.reading() as reading:
        return await reading.connection.fetchval('SELECT count(*)::int FROM orders."order"') or 0


async def availability(database: Database, shop: Shop) -> list[int]:
    async with database.reading() as reading:
        available = await inventory.find_availability(reading, variant_ids=list(shop.variant_ids))
    return [available[variant_id] for variant_id in shop.variant_ids]


async def test_an_order_takes_the_cart_and_holds_its_stock(
    database: Database, shop: Shop, buyer: CustomerId, placing: Placing
) -> None:
    request = await request_for(database, shop=shop, customer_id=buyer, key="a")
    placed = await placing.submit(request, market=shop.market)
    async with database.reading() as reading:
        order = await orders.get_order(reading, customer_id=buyer, order_id=placed.order_id)
        cart = await get_cart(reading, customer_id=buyer, market=shop.market, language="zh_CN")
    assert [(line.title, line.quantity, line.total) for line in order.lines] == [
        ("青瓷茶杯 0", 2, Money(25_800, "CNY")),
        ("青瓷茶杯 1", 1, Money(12_900, "CNY")),
    ] or [(line.title, line.quantity) for line in order.lines] == [("青瓷茶杯 1", 1), ("青瓷茶杯 0", 2)]
    assert (order.goods, order.freight, order.total) == (Money(38_700, "CNY"), Money(0, "CNY"), Money(38_700, "CNY"))
    assert (order.order_status, order.payment_status) == ("pending_payment", "unpaid")
    assert cart.lines == ()
    assert await availability(database, shop) == [3, 4, 5]
    await check_invariants(database)


async def test_the_same_key_again_answers_with_the_same_order(
    database: Database, shop: Shop, buyer: CustomerId, placing: Placing
) -> None:
    request = await request_for(database, shop=shop, customer_id=buyer, key="a")
    first = await placing.submit(request, market=shop.market)
    again = await placing.submit(request, market=shop.market)
    assert again == msgspec.structs.replace(first, is_replay=True)
    with pytest.raises(KeyReused):
        await placing.submit(msgspec.structs.replace(request, request_digest=b"other"), market=shop.market)
    assert await placed_orders(database) == 1


async def test_one_key_a_hundred_times_at_once_makes_one_order(
    database: Database, shop: Shop, buyer: CustomerId
) -> None:
    request = await request_for(database, shop=shop, customer_id=buyer, key="a")
    processes = [Placing(database), Placing(database), Placing(database)]
    outcomes = await asyncio.gather(
        *(processes[number % 3].submit(request, market=shop.market) for number in range(100)),
        return_exceptions=True,
    )
    placed = [outcome for outcome in outcomes if isinstance(outcome, Placed)]
    others = [outcome for outcome in outcomes if not isinstance(outcome, Placed)]
    assert len({outcome.order_id for outcome in placed}) == 1
    assert [outcome for outcome in others if not isinstance(outcome, AlreadyRunning)] == []
    assert await placed_orders(database) == 1
    await check_invariants(database)


async def test_two_orders_of_one_cart_under_two_keys_make_one(
    database: Database, shop: Shop, buyer: CustomerId, placing: Placing
) -> None:
    requests = [await request_for(database, shop=shop, customer_id=buyer, key=key) for key in "ab"]
    outcomes = await asyncio.gather(
        *(placing.submit(request, market=shop.market) for request in requests), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CartChanged", "Placed"]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"cart_version": 99}, CartChanged),
        ({"expected_total": Money(38_699, "CNY")}, PriceChanged),
        ({"expected_total": Money(38_700, "USD")}, PriceChanged),
        ({"expected_total": Money(-1, "CNY")}, PriceChanged),
    ],
)
async def test_a_refused_request_changes_nothing(  # noqa: PLR0917 - fixtures and a case.
    database: Database,
    shop: Shop,
    buyer: CustomerId,
    placing: Placing,
    change: dict[str, object],
    refusal: type[Refusal],
) -> None:
    request = await request_for(database, shop=shop, customer_id=buyer, key="a")
    with pytest.raises(refusal):
        await placing.submit(msgspec.structs.replace(request, **change), market=shop.market)
    assert await placed_orders(database) == 0
    assert await availability(database, shop) == [5, 5, 5]


async def test_a_price_that_changes_while_a_draft_waits_refuses_it(
    database: Database, shop: Shop, buyer: CustomerId, placing: Placing
) -> None:
    request = await request_for(database, shop=shop, customer_id=buyer, key="a")
    draft = await draft_for(database, ids=placing._ids, shop=shop, request=request)  # noqa: SLF001 - its id blocks.
    async with database.transaction() as tx:
        await tx.connection.execute("UPDATE catalog.price SET price_minor = 13_000")
    with pytest.raises(PriceChanged):
        await placing.place(draft)
    async with database.transaction() as tx:
        await tx.connection.execute("UPDATE catalog.price SET price_minor = 12_900")
        await tx.connection.execute("UPDATE catalog.product SET listed_at = NULL")
    with pytest.raises(NotForSale):
        await placing.place(draft)
    assert await placed_orders(database) == 0


async def test_a_refused_order_leaves_its_pieces_to_the_next_in_the_batch(
    database: Database, shop: Shop, placing: Placing
) -> None:
    first, second, _ = shop.variant_ids
    greedy, modest = await seat_buyers(database, count=2)
    await fill_cart(database, shop=shop, customer_id=greedy, wants=[(first, 5), (second, 5)])
    await fill_cart(database, shop=shop, customer_id=modest, wants=[(first, 5)])
    drafts = [
        await draft_for(
            database,
            ids=placing._ids,  # noqa: SLF001 - its id blocks.
            shop=shop,
            request=await request_for(database, shop=shop, customer_id=customer_id, key="k"),
        )
        for customer_id in (greedy, modest)
    ]
    await database.transact(
        lambda tx: inventory.adjust_stock(
            tx, actor=OWNER, warehouse_id=shop.warehouse_id, variant_id=second, delta=-1, note=""
        )
    )
    outcomes = await asyncio.gather(*(placing.place(draft) for draft in drafts), return_exceptions=True)
    assert isinstance(outcomes[0], OutOfStock)
    assert outcomes[0].values == {"title": "青瓷茶杯 1", "available": 4}
    assert isinstance(outcomes[1], Placed)
    assert await availability(database, shop) == [0, 4, 5]
    await check_invariants(database)


async def test_an_empty_cart_is_no_order(database: Database, shop: Shop, placing: Placing) -> None:
    (customer_id,) = await seat_buyers(database, count=1)
    request = await request_for(database, shop=shop, customer_id=customer_id, key="a")
    with pytest.raises(EmptyCart):
        await placing.submit(request, market=shop.market)


async def test_placing_costs_the_same_number_of_statements_for_any_number_of_lines(
    database: Database, placing: Placing
) -> None:
    shop = await open_shop(database, variant_count=40, pieces=10)
    counts = []
    for line_count in (1, 40):
        (customer_id,) = await seat_buyers(database, count=1)
        wants = [(variant_id, 1) for variant_id in shop.variant_ids[:line_count]]
        await fill_cart(database, shop=shop, customer_id=customer_id, wants=wants)
        request = await request_for(database, shop=shop, customer_id=customer_id, key="a")
        draft = await draft_for(database, ids=placing._ids, shop=shop, request=request)  # noqa: SLF001 - as above.
        before = database.executed.copy()
        await placing.place(draft)
        counts.append(database.executed - before)
    assert counts[0] == counts[1]
    by_module: dict[str, int] = {}
    for name, count in counts[0].items():
        module = name.split(".")[1] if name.startswith("modules.") else "platform"
        by_module[module] = by_module.get(module, 0) + count
    assert by_module == {"checkout": 2, "orders": 2, "catalog": 1, "inventory": 2, "platform": 1}


async def test_carts_in_opposite_orders_never_deadlock(database: Database, placing: Placing) -> None:
    shop = await open_shop(database, variant_count=6, pieces=40)
    others = Placing(database)
    buyers = await seat_buyers(database, count=40)
    requests: list[PlaceRequest] = []
    for number, customer_id in enumerate(buyers):
        wants = [(variant_id, 1) for variant_id in shop.variant_ids][:: 1 if number % 2 else -1]
        await fill_cart(database, shop=shop, customer_id=customer_id, wants=wants)
        requests.append(await request_for(database, shop=shop, customer_id=customer_id, key="a"))
    outcomes = await asyncio.gather(
        *((placing, others)[number % 2].submit(request, market=shop.market) for number, request in enumerate(requests))
    )
    assert len({outcome.order_id for outcome in outcomes}) == 40
    assert await availability(database, shop) == [0] * 6
    await check_invariants(database)


@pytest.mark.parametrize("note", ["x" * 201, "left\x00right", "\ud800"])
async def test_a_note_that_no_order_can_keep_is_refused_at_its_field(
    database: Database, shop: Shop, buyer: CustomerId, note: str
) -> None:
    await fill_cart(database, shop=shop, customer_id=buyer, wants=[(shop.variant_ids[0], 1)])
    request = await request_for(database, shop=shop, customer_id=buyer, key="a")
    placing = Placing(database)
    try:
        with pytest.raises(InvalidInput) as refused:
            await placing.submit(msgspec.structs.replace(request, note=note), market=shop.market)
        assert list(refused.value.fields) == ["note"]
        noted = msgspec.structs.replace(request, note="字" * 199 + "\n")
        assert (await placing.submit(noted, market=shop.market)).order_id > 0
    finally:
        await placing.close()
