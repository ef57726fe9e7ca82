import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from shopwright.platform.db import Database, Reading, Transaction
from shopwright.platform.db.cache import VersionedCache, invalidate


class _Source:
    """Counts how often it was asked, and may be held up."""

    def __init__(self) -> None:
        self.count = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = asyncio.Event()

    async def load(self, _reading: Reading) -> int:
        self.count += 1
        told = self.count
        self.asked.set()
        await self.gate.wait()
        return told


@pytest.fixture
async def cache(database: Database) -> AsyncIterator[VersionedCache]:
    opened = VersionedCache(database)
    await opened.open()
    yield opened
    await opened.close()


async def _get(cache: VersionedCache, database: Database, source: _Source, key: str = "") -> int:
    async with database.reading() as reading:
        return await cache.get(reading, "menu", source.load, key=key)


async def test_a_value_is_loaded_once_a_key(cache: VersionedCache, database: Database) -> None:
    source = _Source()
    assert [await _get(cache, database, source, key) for key in ("zh", "zh", "en", "zh")] == [1, 1, 2, 1]


async def test_a_commit_drops_it_in_every_process(cache: VersionedCache, database: Database) -> None:
    other, source = VersionedCache(database), _Source()
    await other.open()
    assert (await _get(cache, database, source), await _get(other, database, source)) == (1, 2)
    async with database.transaction() as tx:
        await invalidate(tx, "menu")
    await cache.catch_up()
    await other.catch_up()
    assert (await _get(cache, database, source), await _get(other, database, source)) == (3, 4)
    await other.close()


async def test_a_rollback_drops_nothing(cache: VersionedCache, database: Database) -> None:
    source = _Source()
    await _get(cache, database, source)

    async def fail(tx: Transaction) -> None:
        await invalidate(tx, "menu")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.transact(fail)
    await cache.catch_up()
    assert await _get(cache, database, source) == 1


async def test_a_load_that_was_overtaken_is_not_kept(cache: VersionedCache, database: Database) -> None:
    source = _Source()
    source.gate.clear()
    slow = asyncio.create_task(_get(cache, database, source))
    await source.asked.wait()
    async with database.transaction() as tx:
        await invalidate(tx, "menu")
    await cache.catch_up()
    source.gate.set()
    assert await slow == 1
    assert await _get(cache, database, source) == 2


async def test_nothing_is_kept_while_nobody_listens(database: Database) -> None:
    deaf, source = VersionedCache(database), _Source()
    assert [await _get(deaf, database, source) for _ in range(3)] == [1, 2, 3]


async def test_a_lost_listener_drops_everything_and_comes_back(cache: VersionedCache, database: Database) -> None:
    source = _Source()
    await _get(cache, database, source)
    async with database.reading() as reading:
        ended = await reading.connection.fetchval(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
    assert ended == 1
    async with asyncio.timeout(10):
        await cache.catch_up()
        await cache.listens()
    assert [await _get(cache, database, source) for _ in range(2)] == [2, 2]


async def test_a_listener_that_stumbles_is_replaced(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    listen, stumbles = asyncpg.Connection.add_listener, iter([asyncpg.InternalClientError("cannot switch to state 12")])

    async def stumble(*arguments: Any) -> None:
        for stumbling in stumbles:
            raise stumbling
        await listen(*arguments)

    monkeypatch.setattr(asyncpg.Connection, "add_listener", stumble)
    cache, source = VersionedCache(database), _Source()
    await cache.open()
    async with asyncio.timeout(10):
        await cache.listens()
    assert [await _get(cache, database, source) for _ in range(2)] == [1, 1]
    await cache.close()
