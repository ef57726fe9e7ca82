"""The database is killed with signal 9 in a storm of orders, again and again. No acknowledged order is lost."""

import asyncio
import os
import signal

import asyncpg
import pytest
from tests.kit.invariants import check_invariants
from tests.kit.shop_floor import Shop, fill_cart, open_shop, request_for, seat_buyers

from shopwright.kernel.ids import CustomerId, OrderId
from shopwright.modules.checkout.contracts import PlaceRequest
from shopwright.modules.checkout.public import Placing
from shopwright.platform.db import Database, TooBusy, migrate
from shopwright.platform.db.embedded import EmbeddedServer, scratch_server

BUYERS = 24
KILL_COUNT = 6
ORDERS_BETWEEN_KILLS = 40
DEADLINE_SECONDS = 60
LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TooBusy)
PLACED = """
    SELECT g.customer_id, g.idempotency_key, array_agg(o.id) AS ids
    FROM orders.order_group AS g JOIN orders."order" AS o ON o.customer_id = g.customer_id AND o.group_id = g.id
    GROUP BY 1, 2
"""
OUR_BACKEND = """
    SELECT pid FROM pg_stat_activity
    WHERE application_name = 'shopwright' AND pid <> pg_backend_pid() ORDER BY pid LIMIT 1
"""


class Storm:
    """Buyers who order again and again, each order until it is acknowledged, whatever becomes of the database."""

    def __init__(self, database: Database, shop: Shop) -> None:
        self.database = database
        self.placing = Placing(database)
        self.shop = shop
        self.acknowledged: dict[tuple[CustomerId, str], OrderId] = {}
        self.failure_count = 0
        self.is_over = False
        self.progress = asyncio.Condition()

    async def buy(self, customer_id: CustomerId) -> None:
        """One buyer's day: the same wish over and over, under a new key each time."""
        turn = 0
        while not self.is_over:
            key = f"turn-{turn}"
            request = await self.fill(customer_id, key)
            self.acknowledged[customer_id, key] = await self.insist(request)
            turn += 1
            async with self.progress:
                self.progress.notify_all()

    async def fill(self, customer_id: CustomerId, key: str) -> PlaceRequest:
        wants = [(variant_id, 1) for variant_id in self.shop.variant_ids]
        while True:
            try:
                await fill_cart(self.database, shop=self.shop, customer_id=customer_id, wants=wants)
                return await request_for(self.database, shop=self.shop, customer_id=customer_id, key=key)
            except LOST:
                await self.breathe()

    async def insist(self, request: PlaceRequest) -> OrderId:
        """The same request until somebody says that it is placed, as a person clicks again after an error page."""
        while True:
            try:
                return (await self.placing.submit(request, market=self.shop.market)).order_id
            except LOST:
                await self.breathe()

    async def breathe(self) -> None:
        """Nobody clicks a thousand times a second."""
        self.failure_count += 1
        await asyncio.sleep(0.02)

    async def wait_for_orders(self, count: int) -> None:
        """Return when so many more orders were acknowledged."""
        aim = len(self.acknowledged) + count
        async with self.progress:
            await self.progress.wait_for(lambda: len(self.acknowledged) >= aim)


async def kill_a_backend(storm: Storm, _server: EmbeddedServer) -> None:
    """One connection's process dies; the server distrusts its memory, ends them all and recovers by itself."""
    async with storm.database.reading() as reading:
        backend = await reading.connection.fetchval(OUR_BACKEND)
    os.kill(backend, signal.SIGKILL)


async def kill_the_server(storm: Storm, server: EmbeddedServer) -> None:
    """The server's main process dies; it is started again in the same folder, and the app connects anew."""
    os.kill(server.process_id, signal.SIGKILL)
    before, placing = storm.database, storm.placing
    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.start)
    storm.database = await Database(server.url).open()
    storm.placing = Placing(storm.database)
    await placing.close()
    await before.close()


@pytest.mark.slow
async def test_no_acknowledged_order_is_lost_when_the_database_is_killed_in_a_storm() -> None:
    with scratch_server(durable=True) as server:
        await asyncio.to_thread(migrate.upgrade, server.url)
        database = await Database(server.url).open()
        storm = Storm(database, await open_shop(database, variant_count=2, pieces=1_000_000))
        buyers = [asyncio.create_task(storm.buy(one)) for one in await seat_buyers(database, count=BUYERS)]
        async with asyncio.timeout(DEADLINE_SECONDS):
            for kill in range(KILL_COUNT):
                await storm.wait_for_orders(ORDERS_BETWEEN_KILLS)
                await (kill_the_server if kill % 2 else kill_a_backend)(storm, server)
            await storm.wait_for_orders(ORDERS_BETWEEN_KILLS)
            storm.is_over = True
            await asyncio.gather(*buyers)
        async with storm.database.reading() as reading:
            rows = await reading.connection.fetch(PLACED)
        assert {(row[0], row[1]): row[2] for row in rows} == {key: [one] for key, one in storm.acknowledged.items()}
        assert len(storm.acknowledged) >= (KILL_COUNT + 1) * ORDERS_BETWEEN_KILLS
        assert storm.failure_count >= KILL_COUNT
        await check_invariants(storm.database)
        await storm.placing.close()
        await storm.database.close()
