"""The job queue: `pgqueuer` in a schema of its own, inserted into by the caller's transaction."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
from pgqueuer.adapters.persistence.qb import QueryQueueBuilder
from pgqueuer.adapters.persistence.schema_ddl import render_install, render_uninstall
from pgqueuer.domain.settings import DBSettings, Durability

from shopwright.platform.db import Reading

SETTINGS = DBSettings(db_schema="jobs", durability=Durability.balanced)
_ENQUEUE = QueryQueueBuilder(SETTINGS).build_enqueue_query("skip")
_AT_ONCE = timedelta(0)
# The library's own words for "look into the queue"; without a moment of its own, so that many are told as one.
_LOOK = msgspec.json.encode(
    {
        "channel": SETTINGS.channel,
        "operation": "insert",
        "sent_at": "1970-01-01T00:00:00Z",
        "table": "pgqueuer",
        "type": "table_changed_event",
    }
).decode()


class Job(msgspec.Struct, frozen=True):
    """One piece of work to be done soon: where it goes, what it is given, how it ranks (higher first).

    Of jobs with the same `dedupe_key` only one waits at a time.
    """

    entrypoint: str
    payload: bytes
    priority: int = 0
    delay: timedelta = _AT_ONCE
    dedupe_key: str | None = None


async def enqueue(reading: Reading, *, jobs: Sequence[Job]) -> None:
    """Insert `jobs` with the caller's transaction: they exist if and only if it commits, and workers are told then."""
    if not jobs:
        return
    reading.database.executed["platform.jobs.enqueue"] += 1
    await reading.connection.fetch(
        _ENQUEUE,
        [job.priority for job in jobs],
        [job.entrypoint for job in jobs],
        [job.payload for job in jobs],
        [job.delay for job in jobs],
        [job.dedupe_key for job in jobs],
        [_NO_HEADERS] * len(jobs),
    )
    reading.announce(SETTINGS.channel, _LOOK)


_NO_HEADERS: dict[str, Any] = {}


def install_sql() -> str:
    """The library's own tables, in the schema `jobs`."""
    return render_install(SETTINGS)


def uninstall_sql() -> str:
    """Take the library's tables away, and their schema."""
    return f"{render_uninstall(SETTINGS)}\nDROP SCHEMA jobs;"
