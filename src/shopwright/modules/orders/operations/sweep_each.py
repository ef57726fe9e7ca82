"""Do due orders one after the other; one that fails is left for the next round and blocks nobody."""

from collections.abc import Awaitable, Callable, Sequence

import structlog

from shopwright.modules.orders.store import OrderKey
from shopwright.platform.db import Database, Transaction

log = structlog.get_logger(__name__)


async def sweep_each(
    database: Database, keys: Sequence[OrderKey], act: Callable[[Transaction, OrderKey], Awaitable[None]]
) -> None:
    """Run `act` for every key in a transaction of its own."""
    for key in keys:

        async def work(tx: Transaction, key: OrderKey = key) -> None:
            await act(tx, key)

        try:
            await database.transact(work)
        except Exception:
            log.exception("sweep_failed", act=getattr(act, "__name__", ""), order_id=key.order_id)
