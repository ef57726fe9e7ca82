"""Index anew the products of categories that were renamed or moved."""

from collections.abc import Sequence
from functools import partial

from shopwright.kernel.ids import ProductId
from shopwright.modules.catalog.operations.close_change import SHELF, vectors_of
from shopwright.modules.catalog.store import products, searching
from shopwright.modules.catalog.store.rows import IndexedRow
from shopwright.platform.db import Database, Transaction
from shopwright.platform.db.cache import invalidate

INDEX_COUNT_MAX = 1_000
BATCH_SIZE = 50


async def index_due(database: Database) -> None:
    """Make the search words of due products anew, a batch a transaction, a bounded number a round. A sweep.

    It does not count versions on: what staff edit is not what changed.
    """
    async with database.reading() as reading:
        due = await searching.list_due(reading, count_max=INDEX_COUNT_MAX)
    for start in range(0, len(due), BATCH_SIZE):
        await database.transact(partial(_index, product_ids=due[start : start + BATCH_SIZE]))


async def _index(tx: Transaction, *, product_ids: Sequence[ProductId]) -> None:
    locked = await products.lock_products(tx, product_ids=list(product_ids))
    vector_of = await vectors_of(tx, product_ids=locked)
    rows = [IndexedRow(product_id, vector) for product_id, vector in vector_of.items()]
    if await searching.write_vectors(tx, rows=rows):
        await invalidate(tx, SHELF)
    # Last, so that who marks them again meanwhile waits for nobody who waits for it.
    await searching.delete_due(tx, product_ids=list(product_ids))
