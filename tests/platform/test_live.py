"""Streams as a browser holds them, on the real channel of the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from shopwright.kernel.ids import CustomerId
from shopwright.platform.db import Database, Transaction
from shopwright.platform.db.cache import VersionedCache
from shopwright.platform.db.live import look_again
from shopwright.platform.http.live import LiveStreams, TooManyStreams

ANNA, BORIS = CustomerId(7), CustomerId(8)
NEWS = b"event: look-again\ndata:\n\n"


class _Tab:
    """A browser's tab that holds a stream open, at the other end of an ASGI answer."""

    def __init__(self, streams: LiveStreams, customer_id: CustomerId, *, method: str = "GET") -> None:
        self.parts: asyncio.Queue[Any] = asyncio.Queue()
        self.left = asyncio.Event()
        answer = streams.answer(customer_id)({"method": method}, self._receive, self.parts.put)
        self.task: asyncio.Future[None] = asyncio.ensure_future(answer)

    async def _receive(self) -> Any:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def opens(self) -> None:
        started = await self.parts.get()
        assert (started["status"], started["headers"][0]) == (
            200,
            (b"content-type", b"text/event-stream; charset=utf-8"),
        )
        assert (await self.next()).startswith(b"retry: ")

    async def next(self) -> bytes:
        async with asyncio.timeout(5):
            part: bytes = (await self.parts.get())["body"]
        return part


@asynccontextmanager
async def _open(database: Database, **limits: Any) -> AsyncIterator[tuple[VersionedCache, LiveStreams]]:
    cache = VersionedCache(database)
    streams = LiveStreams(cache, **limits)
    await cache.open()
    yield cache, streams
    streams.end()
    await cache.close()


async def _tell(database: Database, customer_id: CustomerId, *, times: int = 1) -> None:
    async with database.transaction() as tx:
        for _ in range(times):
            look_again(tx, customer_id=customer_id)


async def test_a_customer_hears_of_the_own_orders_only(database: Database) -> None:
    async with _open(database) as (cache, streams):
        anna, boris = _Tab(streams, ANNA), _Tab(streams, BORIS)
        await anna.opens()
        await boris.opens()
        await _tell(database, BORIS)
        await cache.catch_up()
        await _tell(database, ANNA, times=3)
        assert (await anna.next(), await boris.next()) == (NEWS, NEWS)
        await cache.catch_up()
        assert (anna.parts.qsize(), boris.parts.qsize()) == (0, 0)


async def test_what_was_rolled_back_is_not_told(database: Database) -> None:
    async with _open(database) as (cache, streams):
        anna = _Tab(streams, ANNA)
        await anna.opens()

        async def fail(tx: Transaction) -> None:
            look_again(tx, customer_id=ANNA)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await database.transact(fail)
        await cache.catch_up()
        await asyncio.sleep(0)
        assert anna.parts.qsize() == 0


async def test_a_lost_connection_makes_everybody_look_again(database: Database) -> None:
    async with _open(database) as (cache, streams):
        anna = _Tab(streams, ANNA)
        await anna.opens()
        async with database.reading() as reading:
            await reading.connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
            )
        await cache.catch_up()
        assert await anna.next() == NEWS


async def test_streams_are_counted_a_customer_and_a_process(database: Database) -> None:
    async with _open(database, count_max=3, count_max_each=2) as (_, streams):
        tabs = [_Tab(streams, ANNA), _Tab(streams, ANNA), _Tab(streams, BORIS)]
        for tab in tabs:
            await tab.opens()
        for customer_id in (ANNA, BORIS):
            with pytest.raises(TooManyStreams):
                await _Tab(streams, customer_id).task
        tabs[0].left.set()
        await tabs[0].task
        assert streams.count == 2
        await _Tab(streams, ANNA).opens()


async def test_a_stream_shows_life_and_ends_in_time(database: Database) -> None:
    async with _open(database, heartbeat_seconds=0.01, life_seconds=0.5) as (_, streams):
        anna = _Tab(streams, ANNA)
        await anna.opens()
        assert await anna.next() == b":\n\n"
        async with asyncio.timeout(5):
            await anna.task
        assert streams.count == 0


async def test_all_streams_end_when_the_process_stops(database: Database) -> None:
    async with _open(database) as (_, streams):
        tabs = [_Tab(streams, ANNA), _Tab(streams, BORIS)]
        for tab in tabs:
            await tab.opens()
        streams.end()
        async with asyncio.timeout(1):
            await asyncio.gather(*(tab.task for tab in tabs))
        with pytest.raises(TooManyStreams):
            await _Tab(streams, ANNA).task


async def test_asking_for_the_head_opens_nothing(database: Database) -> None:
    async with _open(database) as (_, streams):
        anna = _Tab(streams, ANNA, method="HEAD")
        async with asyncio.timeout(1):
            await anna.task
        assert [(await anna.parts.get())["type"] for _ in range(anna.parts.qsize())] == [
            "http.response.start",
            "http.response.body",
        ]
