"""Forget what old messages said and to whom, and keep that they were sent."""

from datetime import timedelta

from shopwright.modules.messages import store
from shopwright.platform.db import Database, Transaction, transact_batches

FORGET_BATCH = 1_000


async def forget_words(database: Database, *, kept: timedelta) -> None:
    """Blank the words, and the name before the @, of messages that ended longer ago than they are kept. A sweep.

    The order still tells whom it belongs to, for as long as it is kept itself, and a resend writes the words anew.
    """

    async def forget_batch(tx: Transaction) -> int:
        return await store.forget_words(tx, before=tx.at - kept, count_max=FORGET_BATCH)

    await transact_batches(database, forget_batch, size=FORGET_BATCH)
