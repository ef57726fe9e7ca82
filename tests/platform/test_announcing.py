"""News are told after commits, for many at once, so that no commit waits for another because of them."""

import asyncio

import asyncpg
import pytest

from shopwright.kernel.ids import CustomerId
from shopwright.platform.db import Database, Transaction, announcing
from shopwright.platform.db.live import CHANNEL, look_again
from shopwright.platform.jobs import Job, enqueue
from shopwright.platform.jobs.queue import SETTINGS


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
    acquire = database.announcer._acquire  # noqa: SLF001 - there is no other way to let a connection fail.

    def fail_twice() -> object:
        for failure in failures:
            raise failure
        return acquire()

    monkeypatch.setattr(database.announcer, "_acquire", fail_twice)
    await database.transact(_look)
    async with asyncio.timeout(10):
        await told.wait()
    await ears.close()


async def _look(tx: Transaction) -> None:
    look_again(tx, customer_id=CustomerId(7))
