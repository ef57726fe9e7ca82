"""Index anew the products of categories that were renamed or moved, and of brands that are called otherwise."""

from collections.abc import Sequence
from functools import partial

import structlog

from shopwright.kernel.ids import ProductId
from shopwright.modules.catalog.operations.close_change import SHELF, vectors_of
from shopwright.modules.catalog.store import products, searching
from shopwright.modules.catalog.store.rows import IndexedRow
from shopwright.platform.db import Database, Transaction
from shopwright.platform.db.cache import invalidate
from shopwright.platform.jobs import Job, enqueue

INDEX_JOB = "catalog.index"
INDEX_COUNT_MAX = 1_000
BATCH_SIZE = 50
log = structlog.get_logger(__name__)


async def index_due(database: Database) -> None:
    """Make the search words of due products anew, a batch a transaction, a bounded number a round. A sweep.

    It does not count versions on: what staff edit is not what changed. A product whose words cannot be made becomes a
    job of its own, so that the others do not wait for it; once that has failed too often, staff see it as given up.
    """
    async with database.reading() as reading:
        due = await searching.list_due(reading, count_max=INDEX_COUNT_MAX)
    for start in range(0, len(due), BATCH_SIZE):
        batch = due[start : start + BATCH_SIZE]
        try:
            await database.transact(partial(_index, product_ids=batch))
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not keep the others waiting.
            log.warning("index_failed", product_count=len(batch), error=repr(error))
            await _index_each(database, batch)


async def index_again(database: Database, payload: bytes) -> None:
    """Make the search words of one product anew. A job; `payload` is the product's id."""
    await database.transact(lambda tx: _index(tx, product_ids=[ProductId(int(payload))]))


async def _index_each(database: Database, product_ids: Sequence[ProductId]) -> None:
    for product_id in product_ids:
        try:
            await database.transact(partial(_index, product_ids=[product_id]))
        except Exception as error:  # noqa: BLE001 - it is set aside, and its job says what it is.
            log.warning("index_set_aside", product_id=product_id, error=repr(error))
            await database.transact(partial(_set_aside, product_id=product_id))


async def _set_aside(tx: Transaction, *, product_id: ProductId) -> None:
    await enqueue(tx, jobs=[Job(INDEX_JOB, str(product_id).encode(), dedupe_key=f"{INDEX_JOB}:{product_id}")])
    await searching.delete_due(tx, product_ids=[product_id])


async def _index(tx: Transaction, *, product_ids: Sequence[ProductId]) -> None:
    locked = await products.lock_products(tx, product_ids=list(product_ids))
    vector_of = await vectors_of(tx, product_ids=locked)
    rows = [IndexedRow(product_id, vector) for product_id, vector in vector_of.items()]
    if await searching.write_vectors(tx, rows=rows):
        await invalidate(tx, SHELF)
    # Last, so that who marks them again meanwhile waits for nobody who waits for it.
    await searching.delete_due(tx, product_ids=list(product_ids))
