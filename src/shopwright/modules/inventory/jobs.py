"""Inventory's due work."""

from datetime import timedelta
from functools import partial

import structlog

from shopwright.kernel.actor import Actor
from shopwright.modules.inventory import store
from shopwright.modules.inventory.operations.turn import release_order
from shopwright.platform.db import Database, Transaction
from shopwright.platform.jobs import Sweep

ORPHAN_AGE = timedelta(hours=2)
ORPHAN_COUNT_MAX = 200
SWEEPER = Actor.system("inventory.release_orphans")
log = structlog.get_logger(__name__)


async def release_orphans(database: Database) -> None:
    """Release holds whose order should have ended them long ago.

    An order's own expiry releases its holds; this takes only what no order ended two hours past its time. A payment
    that still arrives finds nothing held and takes the stock again, or is refunded: an order's holds end together.
    """
    orphans = await database.transact(_list_orphans)
    for orphan in orphans:
        try:
            await database.transact(partial(_release, orphan=orphan))
        except Exception:
            # The next round tries it again; the others do not wait for it.
            log.exception("orphan_not_released", order_id=orphan.order_id)


async def _release(tx: Transaction, *, orphan: store.Orphan) -> None:
    await release_order(tx, actor=SWEEPER, order_id=orphan.order_id, variant_ids=orphan.variant_ids)


async def _list_orphans(tx: Transaction) -> list[store.Orphan]:
    return await store.list_orphans(tx, before=tx.at - ORPHAN_AGE, count_max=ORPHAN_COUNT_MAX)


SWEEPS = (Sweep("inventory.release_orphans", every_seconds=300, run=release_orphans),)
