"""Let go guests on whom nothing hangs any more."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from shopwright.modules.customers import store
from shopwright.modules.customers.contracts import GuestKeeper
from shopwright.platform.db import Database, Transaction, transact_batches

GUEST_AGE = timedelta(days=90)
"""After so long it is first asked whether a guest is still needed; longer than a visitor's session lives."""
ASKED_AGAIN_AFTER = timedelta(days=30)
BATCH_SIZE = 200
BATCH_COUNT_MAX = 10


async def purge_guests(database: Database, *, keepers: Sequence[GuestKeeper]) -> None:
    """Delete due guests whom no keeper keeps, a batch a transaction, a bounded number a round. A sweep.

    Who is kept is asked about again in a month. A guest who is just buying something is locked or kept, never waited
    for and never taken away.
    """
    await transact_batches(database, partial(_purge, keepers=keepers), size=BATCH_SIZE, count_max=BATCH_COUNT_MAX)


async def _purge(tx: Transaction, *, keepers: Sequence[GuestKeeper]) -> int:
    """Ask about one batch; how many were asked about."""
    due = await store.lock_due_guests(tx, at=tx.at, count_max=BATCH_SIZE)
    gone = set(due)
    for keeper in keepers:
        gone -= set(await keeper.keep(tx, sorted(gone))) if gone else set()
    for keeper in keepers:
        if gone and keeper.let_go is not None:
            await keeper.let_go(tx, sorted(gone))
    if gone:
        await store.delete_guests(tx, customer_ids=sorted(gone))
    kept = set(due) - gone
    if kept:
        await store.write_purge_due(tx, customer_ids=sorted(kept), due_at=tx.at + ASKED_AGAIN_AFTER)
    return len(due)
