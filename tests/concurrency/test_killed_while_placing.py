"""An app process is killed at every round trip of placing. Whoever confirms again has exactly one order."""

from itertools import count

import msgspec
import pytest
from tests.kit.doomed import run_doomed
from tests.kit.invariants import check_invariants
from tests.kit.shop_floor import fill_cart, open_shop, request_for, seat_buyers

from shopwright.modules.checkout.contracts import PlaceRequest
from shopwright.modules.checkout.public import Placing
from shopwright.modules.markets import public as markets
from shopwright.platform.db import Database

ROUND_TRIPS_LEAST = 14


async def place(database: Database, packed: bytes) -> None:
    """What the app process does when a shopper confirms."""
    request = msgspec.msgpack.decode(packed, type=PlaceRequest)
    async with database.reading() as reading:
        market = await markets.get_default_market(reading)
    await Placing(database).submit(request, market=market)


@pytest.mark.slow
@pytest.mark.parametrize("is_after", [False, True], ids=["before-sending", "after-the-answer"])
async def test_an_app_killed_while_placing_leaves_one_order_or_none(database: Database, is_after: bool) -> None:
    shop = await open_shop(database, variant_count=2, pieces=1_000)
    killed_count = 0
    for kill_at in count(1):
        (customer_id,) = await seat_buyers(database, count=1)
        wants = [(variant_id, 2) for variant_id in shop.variant_ids]
        await fill_cart(database, shop=shop, customer_id=customer_id, wants=wants)
        request = await request_for(database, shop=shop, customer_id=customer_id, key="once")
        packed = msgspec.msgpack.encode(request)
        was_killed = run_doomed(place, packed, url=database.url, kill_at=kill_at, is_after=is_after)
        before = await orders_of(database, customer_id)
        await check_invariants(database)
        again = await Placing(database).submit(request, market=shop.market)
        assert again.is_replay is (before == 1), f"killed at round trip {kill_at}"
        assert await orders_of(database, customer_id) == 1
        if not was_killed:
            break
        killed_count += 1
    assert killed_count >= ROUND_TRIPS_LEAST
    await check_invariants(database)


async def orders_of(database: Database, customer_id: int) -> int:
    sql = 'SELECT count(*)::int FROM orders."order" WHERE customer_id = $1'
    async with database.reading() as reading:
        return await reading.connection.fetchval(sql, customer_id) or 0
