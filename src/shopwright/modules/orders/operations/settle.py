"""Finish orders over nothing: they are paid from the start, their stock still has to be committed."""

from collections.abc import Sequence

import msgspec

from shopwright.kernel.ids import CustomerId, OrderId
from shopwright.platform.db import Transaction
from shopwright.platform.jobs import Job, enqueue

ENTRYPOINT = "orders.settle"


async def enqueue_settling(tx: Transaction, *, orders: Sequence[tuple[CustomerId, OrderId]]) -> None:
    """Have the stock of `orders` committed soon after this transaction."""
    await enqueue(tx, jobs=[Job(entrypoint=ENTRYPOINT, payload=msgspec.json.encode(order)) for order in orders])
