"""Jobs that were given up, for a person to settle; and the queue's log, which would grow without end."""

from datetime import timedelta

from shopwright.kernel.errors import NotFound
from shopwright.kernel.page import Page, Place, read_place
from shopwright.platform.db import Database, Reading, Transaction, transact_batches
from shopwright.platform.jobs import store
from shopwright.platform.jobs.store import HeldJob

HELD_PAGE = 100
JOB_ID_MAX = 2**31 - 1
LOG_KEPT = timedelta(days=7)
PURGE_BATCH = 5_000
"""Twenty times so many in one round; a busy shop's queue writes some ten thousand lines an hour."""


async def list_held_jobs(reading: Reading) -> list[HeldJob]:
    """The jobs given up last, at most a page of them."""
    return list((await page_held_jobs(reading, limit=HELD_PAGE)).items)


async def page_held_jobs(reading: Reading, *, after: str | None = None, limit: int = 50) -> Page[HeldJob]:
    """Jobs that were given up, the last ones first, at most 100 a page."""
    limit, place = max(1, min(limit, HELD_PAGE)), read_place(after)
    found = await store.list_held_jobs(
        reading, held_since=place.moment, job_id=min(place.id, JOB_ID_MAX), count_max=limit + 1
    )
    last = found[limit - 1] if len(found) > limit else None
    return Page(tuple(found[:limit]), None if last is None else Place(last.held_since, last.id).key())


async def retry_held_job(tx: Transaction, *, job_id: int) -> str:
    """Put a job back into the queue with all its attempts again; returns its entry point. Raises NotFound."""
    entrypoint = await store.revive_job(tx, job_id=job_id) if job_id <= JOB_ID_MAX else None
    if entrypoint is None:
        raise NotFound
    return entrypoint


async def discard_held_job(tx: Transaction, *, job_id: int) -> str:
    """Take a job out of the queue for good; returns its entry point. Raises NotFound."""
    entrypoint = await store.delete_held_job(tx, job_id=job_id) if job_id <= JOB_ID_MAX else None
    if entrypoint is None:
        raise NotFound
    return entrypoint


async def purge_log(database: Database) -> None:
    """Delete what the queue wrote down more than a week ago, except of jobs that are held. A sweep."""
    await transact_batches(database, _purge_batch, size=PURGE_BATCH)


async def _purge_batch(tx: Transaction) -> int:
    return await store.delete_old_log(tx, before=tx.at - LOG_KEPT, count_max=PURGE_BATCH)
