"""News are told after commits, for many at once, so that no commit waits for another because of them."""

import asyncio
from contextlib import AsyncExitStack

import asyncpg
import pytest

from shopwright.kernel.ids import CustomerId
from shopwright.platform.db import Database, Transaction, announcing
from shopwright.platform.db.live import CHANNEL, look_again
from shopwright.platform.jobs import Job, enqueue
from shopwright.platform.jobs.queue import SETTINGS

END = """
    SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'shopwright-news'
"""


async def test_many_commits_are_told_as_one(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "GAP_SECONDS", 3_600.0)
    heard: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    ears = await asyncpg.connect(database.url)
    for channel in (CHANNEL, SETTINGS.channel):
        await ears.add_listener(channel, lambda _c, _pid, name, payload: heard.put_nowait((name, payload)))

    async def act(tx: Transaction) -> None:
        await enqueue(tx, jobs=[Job("wrap", b"cup")])
        look_again(tx, customer_id=CustomerId(7))

    for _ in range(5):
        await database.transact(act)
    await database.announcer.close()
    await ears.execute("SELECT 1")
    told = [heard.get_nowait() for _ in range(heard.qsize())]
    await ears.close()
    # The first commit's at once, those of the four others together.
    assert [name for name, _ in told] == [SETTINGS.channel, CHANNEL] * 2
    assert {payload for name, payload in told if name == CHANNEL} == {"7"}


async def test_news_that_could_not_be_told_are_told_later(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "RETRY_SECONDS", 0.0)
    told = asyncio.Event()
    ears = await asyncpg.connect(database.url)
    await ears.add_listener(CHANNEL, lambda *_: told.set())
    failures = iter([OSError("gone"), OSError("gone")])
    connect = database.announcer._connect  # noqa: SLF001 - there is no other way to let a connection fail.

    async def fail_twice() -> object:
        for failure in failures:
            raise failure
        return await connect()

    monkeypatch.setattr(database.announcer, "_connect", fail_twice)
    await database.transact(_look)
    async with asyncio.timeout(10):
        await told.wait()
    await ears.close()


async def test_news_do_not_wait_for_the_shoppers_connections(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "RETRY_SECONDS", 0.0)
    told = asyncio.Event()
    ears = await asyncpg.connect(database.url)
    await ears.add_listener(CHANNEL, lambda *_: told.set())
    async with AsyncExitStack() as held, asyncio.timeout(15):
        for _ in range(database.pool.get_max_size() - 1):
            await held.enter_async_context(database.pool.acquire())
        reading = await held.enter_async_context(database.reading())
        assert await ears.fetchval(END) == 0
        # The second news find that the server has ended the connection that the first ones opened.
        for _ in range(2):
            told.clear()
            reading.announce(CHANNEL, "7")
            await told.wait()
            assert await ears.fetchval(END) == 1
    await ears.close()


async def _look(tx: Transaction) -> None:
    look_again(tx, customer_id=CustomerId(7))
