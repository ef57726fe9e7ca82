"""Inventory's due work."""

from datetime import timedelta
from functools import partial

import structlog

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import OrderId
from shopwright.modules.inventory import store
from shopwright.modules.inventory.operations.turn import release_order
from shopwright.platform.db import DATABASE_GONE, Database, Transaction
from shopwright.platform.jobs import Sweep

ORPHAN_AGE = timedelta(hours=2)
PAGE_COUNT = 200
PAGE_COUNT_MAX = 50
"""Pages a round: those that fail stay the first of all, and must not keep a round from the others."""
SWEEPER = Actor.system("inventory.release_orphans")
log = structlog.get_logger(__name__)


async def release_orphans(database: Database) -> None:
    """Release holds whose order should have ended them long ago.

    An order's own expiry releases its holds; this takes only what no order ended two hours past its time. A payment
    that still arrives finds nothing held and takes the stock again, or is refunded: an order's holds end together.

    One that fails keeps no other waiting; the next round tries it again. Raises OrphansNotReleased at the end of a
    round in which some failed, and at once what says that the database is gone.
    """
    failed: list[OrderId] = []
    last_id = OrderId(0)
    for _page in range(PAGE_COUNT_MAX):
        orphans = await _list_orphans(database, after_id=last_id)
        failed += [orphan.order_id for orphan in orphans if not await _is_released(database, orphan)]
        if len(orphans) < PAGE_COUNT:
            break
        last_id = orphans[-1].order_id
    if failed:
        raise OrphansNotReleased(f"orders whose holds were not released: {len(failed)}, the first is {failed[0]}")


class OrphansNotReleased(Exception):
    """Some orders' holds could not be ended; the log says of each one why."""


async def _list_orphans(database: Database, *, after_id: OrderId) -> list[store.Orphan]:
    async with database.reading() as reading:
        before = reading.at - ORPHAN_AGE
        return await store.list_orphans(reading, before=before, after_id=after_id, count_max=PAGE_COUNT)


async def _is_released(database: Database, orphan: store.Orphan) -> bool:
    try:
        await database.transact(partial(_release, orphan=orphan))
    except DATABASE_GONE:
        raise
    except Exception:
        log.exception("orphan_not_released", order_id=orphan.order_id)
        return False
    return True


async def _release(tx: Transaction, *, orphan: store.Orphan) -> None:
    await release_order(tx, actor=SWEEPER, order_id=orphan.order_id, variant_ids=orphan.variant_ids)


SWEEPS = (Sweep("inventory.release_orphans", every_seconds=300, run=release_orphans),)
