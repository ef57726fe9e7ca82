"""Old news that everybody heard is forgotten, so that the outbox and the inbox do not grow without end."""

from datetime import timedelta

from shopwright.platform.db import Database, Transaction, transact_batches
from shopwright.platform.events import store

EVENTS_KEPT = timedelta(days=90)
PURGE_BATCH = 2_000


async def purge_events(database: Database) -> None:
    """Delete events of more than 90 days ago with their deliveries. A sweep.

    What somebody has not heard stays: with a job that still waits, with a failure, as a dead letter, and as one that
    was put aside, since its record shall stay. A job that comes back later finds no event and does nothing.
    """
    await transact_batches(database, _purge_batch, size=PURGE_BATCH)


async def _purge_batch(tx: Transaction) -> int:
    return await store.delete_old_events(tx, before=tx.at - EVENTS_KEPT, count_max=PURGE_BATCH)
