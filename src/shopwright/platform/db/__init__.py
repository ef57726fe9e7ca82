"""The database machine: pool, transactions, typed statements, id blocks, the batcher."""

from shopwright.platform.db.batcher import AlreadyRunning, Batcher, TooBusy
from shopwright.platform.db.batches import list_all_keys, transact_batches
from shopwright.platform.db.database import Database, Reading, Transaction
from shopwright.platform.db.lines import DATABASE_GONE
from shopwright.platform.db.sequences import IdBlocks
from shopwright.platform.db.statements import RowCount, statement

__all__ = [
    "DATABASE_GONE",
    "AlreadyRunning",
    "Batcher",
    "Database",
    "IdBlocks",
    "Reading",
    "RowCount",
    "TooBusy",
    "Transaction",
    "list_all_keys",
    "statement",
    "transact_batches",
]
