"""What would grow without end is forgotten in time, and what waits for somebody never is."""

from datetime import timedelta
from types import ModuleType

import pytest

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.errors import NotFound
from shopwright.kernel.ids import EventId, VariantId
from shopwright.modules.inventory.events import AvailabilityChanged
from shopwright.platform.db import Database, Transaction
from shopwright.platform.events import Subscribers, discard_dead_letter, publish, purge_events
from shopwright.platform.events import purge as event_purge
from shopwright.platform.events import store as outbox
from shopwright.platform.http import limits, sessions
from shopwright.platform.jobs import (
    Job,
    count_held_jobs,
    discard_held_job,
    enqueue,
    held,
    list_held_jobs,
    retry_held_job,
)

LOG = (
    "INSERT INTO jobs.pgqueuer_log (created, job_id, status, priority, entrypoint, traceback) "
    "VALUES ($1, $2, $3, 0, $4, $5)"
)
TOLD = {"exception_type": "ZeroDivisionError", "exception_message": "by nought", "traceback": "…"}


async def _ids(database: Database, sql: str) -> list[int]:
    async with database.reading() as reading:
        return [row[0] for row in await reading.connection.fetch(sql)]


async def _held(database: Database, entrypoint: str) -> int:
    """A job that was given up, and what the queue wrote down of it."""

    async def act(tx: Transaction) -> int:
        await enqueue(tx, jobs=[Job(entrypoint, b"[1,2]")])
        job_id: int = await tx.connection.fetchval(
            "UPDATE jobs.pgqueuer SET status = 'failed', attempts = 7 WHERE entrypoint = $1 RETURNING id", entrypoint
        )
        await tx.connection.execute(LOG, tx.at, job_id, "failed", entrypoint, TOLD)
        return job_id

    return await database.transact(act)


async def test_a_held_job_is_told_and_goes_back_or_away(database: Database) -> None:
    first, second = await _held(database, "refund"), await _held(database, "close")
    async with database.reading() as reading:
        told = {job.id: job for job in await list_held_jobs(reading)}
        assert await count_held_jobs(reading) == 2
    assert (told[first].entrypoint, told[first].payload, told[first].attempt_count) == ("refund", b"[1,2]", 8)
    assert told[first].error == "ZeroDivisionError: by nought"
    assert await database.transact(lambda tx: retry_held_job(tx, job_id=first)) == "refund"
    assert await database.transact(lambda tx: discard_held_job(tx, job_id=second)) == "close"
    waiting = "SELECT id FROM jobs.pgqueuer WHERE status = 'queued' AND attempts = 0 AND execute_after <= now()"
    assert await _ids(database, waiting) == [first]
    assert await _ids(database, "SELECT id FROM jobs.pgqueuer") == [first]
    for settle in (retry_held_job, discard_held_job):
        for job_id in (first, second):
            with pytest.raises(NotFound):
                await database.transact(lambda tx, settle=settle, job_id=job_id: settle(tx, job_id=job_id))  # type: ignore[misc]  # The defaults bind the loop's values.


async def test_the_queues_log_is_kept_a_week_and_longer_for_held_jobs(
    database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "PURGE_BATCH", 2)
    job_id = await _held(database, "refund")
    async with database.reading() as reading:
        for age in range(1, 6):
            at = clock.now() - timedelta(minutes=age)
            await reading.connection.execute(LOG, at, 1_000 + age, "successful", "deliver", None)
    clock.advance(timedelta(days=7) - timedelta(minutes=2))
    await held.purge_log(database)
    remaining = "SELECT job_id FROM jobs.pgqueuer_log WHERE status IN ('successful', 'failed') ORDER BY job_id DESC"
    assert await _ids(database, remaining) == [1_002, 1_001, job_id]
    clock.advance(timedelta(days=1))
    await held.purge_log(database)
    assert await _ids(database, remaining) == [job_id]


async def _fail(tx: Transaction, event_id: int) -> None:
    for _ in range(2):
        await outbox.record_failure(
            tx, event_id=EventId(event_id), subscriber="test.deaf", error="Deaf", attempt_count_max=2, at=tx.at
        )


async def test_old_events_go_once_everybody_heard_them(
    database: Database, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_purge, "PURGE_BATCH", 2)
    subscribers = Subscribers()

    async def hear(_tx: Transaction, _event: AvailabilityChanged) -> None:
        return None

    subscribers.add(AvailabilityChanged, "test.hears", hear)

    async def tell(tx: Transaction) -> None:
        events = [AvailabilityChanged(VariantId(number)) for number in range(1, 8)]
        await publish(tx, actor=Actor.system("test"), events=events)

    await database.transact(tell)
    ids = await _ids(database, "SELECT id FROM platform.event ORDER BY id")
    for event_id in ids[:3]:
        await subscribers.deliver(database, f'[{event_id},"test.hears"]'.encode())
    dead, discarded, waiting, unheard = ids[3:]
    for event_id in (dead, discarded):
        await database.transact(lambda tx, event_id=event_id: _fail(tx, event_id))  # type: ignore[misc]  # As above.
    await database.transact(lambda tx: discard_dead_letter(tx, event_id=EventId(discarded), subscriber="test.deaf"))
    await database.transact(lambda tx: enqueue(tx, jobs=[Job("deliver", f'[{waiting},"test.hears"]'.encode())]))
    clock.advance(timedelta(days=90))
    await purge_events(database)
    assert await _ids(database, "SELECT id FROM platform.event ORDER BY id") == ids
    clock.advance(timedelta(seconds=1))
    await purge_events(database)
    assert unheard not in await _ids(database, "SELECT id FROM platform.event")
    assert await _ids(database, "SELECT id FROM platform.event ORDER BY id") == [dead, discarded, waiting]
    assert await _ids(database, "SELECT event_id FROM platform.delivery ORDER BY event_id") == [dead, discarded]
    await subscribers.deliver(database, f'[{ids[0]},"test.hears"]'.encode())
    assert await _ids(database, "SELECT id FROM platform.event ORDER BY id") == [dead, discarded, waiting]


@pytest.mark.parametrize(
    ("purged", "table", "insert"),
    [
        (limits, "rate_window", "(subject, opened_at, hit_count) SELECT n::text, $1, 1"),
        (
            sessions,
            "session",
            "(token_digest, audience, facts, created_at, expires_at) SELECT n::text::bytea, 'shop', '{}', $1, $1",
        ),
    ],
)
async def test_a_flood_is_forgotten_in_one_round(  # noqa: PLR0917 - fixtures and a case.
    database: Database,
    clock: VirtualClock,
    monkeypatch: pytest.MonkeyPatch,
    purged: ModuleType,
    table: str,
    insert: str,
) -> None:
    monkeypatch.setattr(purged, "PURGE_COUNT_MAX", 2)
    async with database.reading() as reading:
        await reading.connection.execute(
            f"INSERT INTO platform.{table} {insert} FROM generate_series(1, 7) AS n", clock.now()
        )
    clock.advance(timedelta(days=2))
    await (limits.purge_windows if purged is limits else sessions.purge_sessions)(database)
    assert await _ids(database, f"SELECT count(*) FROM platform.{table}") == [0]
