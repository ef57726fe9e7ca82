"""Guests on whom nothing hangs are let go; one who is buying something at that moment never is."""

import asyncio
from datetime import timedelta

from tests.kit.invariants import check_invariants
from tests.kit.shop_floor import Shop, draft_for, fill_cart, open_shop, request_for, seat_buyers

from shopwright.bootstrap import GUEST_KEEPERS
from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.ids import CustomerId
from shopwright.modules.checkout import public as checkout
from shopwright.modules.checkout.public import Placing
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.operations.purge_guests import purge_guests
from shopwright.platform.db import Database, IdBlocks, Transaction
from shopwright.platform.http.sessions import FINISHING_TIME, Session, ShopFacts, purge_sessions

QUARTER = timedelta(days=90)
MONTH = timedelta(days=30)
LIFETIME = ShopFacts.lifetime


async def list_guests(database: Database) -> list[CustomerId]:
    async with database.reading() as reading:
        rows = await reading.connection.fetch("SELECT customer_id FROM customers.customer ORDER BY customer_id")
    return [CustomerId(row["customer_id"]) for row in rows]


async def count_carts(database: Database) -> int:
    async with database.reading() as reading:
        return int(await reading.connection.fetchval("SELECT count(*) FROM checkout.cart"))


async def add(tx: Transaction, shop: Shop, customer_id: CustomerId) -> None:
    await checkout.add_to_cart(
        tx,
        actor=Actor.customer(customer_id),
        customer_id=customer_id,
        variant_id=shop.variant_ids[0],
        quantity=1,
        market=shop.market,
        language="zh_CN",
    )


async def empty(database: Database, shop: Shop, customer_id: CustomerId) -> None:
    await fill_cart(database, shop=shop, customer_id=customer_id, wants=[(shop.variant_ids[0], 1)])
    await database.transact(lambda tx: checkout.remove_lines(tx, customer_id=customer_id, variant_ids=shop.variant_ids))


async def begin_session(database: Database, customer_id: CustomerId) -> None:
    session = await Session.load(database, ShopFacts, None)
    session.change(customer_id=customer_id)
    await session.write(database, is_secure=False)


async def test_only_who_is_needed_stays(database: Database, clock: VirtualClock) -> None:
    shop = await open_shop(database)
    bare, emptied, filled, buyer, visitor, registered = await seat_buyers(database, count=6)
    await empty(database, shop, emptied)
    await fill_cart(database, shop=shop, customer_id=filled, wants=[(shop.variant_ids[0], 1)])
    await fill_cart(database, shop=shop, customer_id=buyer, wants=[(shop.variant_ids[0], 1)])
    request = await request_for(database, shop=shop, customer_id=buyer, key="once")
    await Placing(database).place(await draft_for(database, ids=IdBlocks(), shop=shop, request=request))
    await customers.register(
        database, guest_id=registered, login="mei@example.com", password="correct horse", name="梅", language="en"
    )
    clock.advance(QUARTER - timedelta(seconds=1))
    await begin_session(database, visitor)
    await purge_guests(database, keepers=GUEST_KEEPERS)
    assert await list_guests(database) == [bare, emptied, filled, buyer, visitor, registered]
    clock.advance(timedelta(seconds=1))
    await purge_guests(database, keepers=GUEST_KEEPERS)
    assert await list_guests(database) == [filled, buyer, visitor, registered]
    assert await count_carts(database) == 2
    await check_invariants(database)


async def test_who_is_kept_is_asked_about_again_and_blocks_nobody(database: Database, clock: VirtualClock) -> None:
    (visitor,) = await seat_buyers(database, count=1)
    clock.advance(QUARTER)
    await begin_session(database, visitor)
    for _ in range(2):
        await purge_guests(database, keepers=GUEST_KEEPERS)
        assert await list_guests(database) == [visitor]
        clock.advance(MONTH)
    await purge_sessions(database)
    await purge_guests(database, keepers=GUEST_KEEPERS)
    assert await list_guests(database) == [visitor], "a request that found the session open may still be running"
    clock.advance(MONTH + FINISHING_TIME)
    await purge_sessions(database)
    await purge_guests(database, keepers=GUEST_KEEPERS)
    assert await list_guests(database) == []


async def test_a_guest_who_is_adding_to_the_cart_is_left_alone(database: Database, clock: VirtualClock) -> None:
    shop = await open_shop(database)
    new, old = await seat_buyers(database, count=2)
    await empty(database, shop, old)
    clock.advance(QUARTER)
    async with database.transaction() as tx:
        await add(tx, shop, new)
        await add(tx, shop, old)
        await asyncio.wait_for(purge_guests(database, keepers=GUEST_KEEPERS), timeout=20)
    assert await list_guests(database) == [new, old]
    clock.advance(MONTH)
    await purge_guests(database, keepers=GUEST_KEEPERS)
    assert await list_guests(database) == [new, old], "their carts hold something"
    assert await count_carts(database) == 2


async def test_many_add_while_many_go(database: Database, clock: VirtualClock) -> None:
    """Whoever has an open session gets the piece, whoever has none goes, however the two meet."""
    shop = await open_shop(database, pieces=1_000)
    guests = await seat_buyers(database, count=40)
    for guest_id in guests:
        await empty(database, shop, guest_id)
    clock.advance(QUARTER)
    buyers = guests[::2]
    for guest_id in buyers:
        await begin_session(database, guest_id)
    await asyncio.gather(
        *(fill_cart(database, shop=shop, customer_id=each, wants=[(shop.variant_ids[0], 1)]) for each in buyers),
        *(purge_guests(database, keepers=GUEST_KEEPERS) for _ in range(4)),
    )
    await purge_guests(database, keepers=GUEST_KEEPERS)
    assert await list_guests(database) == buyers
    async with database.reading() as reading:
        assert [await checkout.count_cart(reading, customer_id=each) for each in buyers] == [1] * len(buyers)
    await check_invariants(database)
