"""Old notices of providers are forgotten; those that did not fit stay for people to look at."""

from datetime import timedelta

from shopwright.modules.payments import rules, store
from shopwright.platform.db import Database, Transaction, transact_batches

NOTICES_KEPT = timedelta(days=90)
PURGE_BATCH = 2_000


async def purge_notices(database: Database) -> None:
    """Delete handled notices of more than 90 days ago. A sweep.

    Their keys let a repeated notice do nothing, but are not all that does: a signature is believed for five minutes
    only, and one that a provider sends anew finds the payment or refund decided and settles nothing.
    """
    await transact_batches(database, _purge_batch, size=PURGE_BATCH)


async def _purge_batch(tx: Transaction) -> int:
    alarming = sorted(str(outcome) for outcome in rules.ALARMING)
    return await store.delete_old_events(tx, before=tx.at - NOTICES_KEPT, alarming=alarming, count_max=PURGE_BATCH)
