"""Do due orders one after the other; one that fails is left for the next round and blocks nobody."""

from collections.abc import Awaitable, Callable, Sequence

import structlog

from shopwright.modules.orders.store import OrderKey
from shopwright.platform.db import DATABASE_GONE, Database, Transaction

log = structlog.get_logger(__name__)


async def sweep_each(
    database: Database, keys: Sequence[OrderKey], act: Callable[[Transaction, OrderKey], Awaitable[None]]
) -> None:
    """Run `act` for every key in a transaction of its own.

    Raises OrdersNotSwept once all were tried, if some failed, and at once what says that the database is gone.
    """
    failed: list[OrderKey] = []
    for key in keys:

        async def work(tx: Transaction, key: OrderKey = key) -> None:
            await act(tx, key)

        try:
            await database.transact(work)
        except DATABASE_GONE:
            raise
        except Exception:
            log.exception("order_not_swept", act=getattr(act, "__name__", ""), order_id=key.order_id)
            failed.append(key)
    if failed:
        raise OrdersNotSwept(f"orders that were not swept: {len(failed)}, the first is {failed[0].order_id}")


class OrdersNotSwept(Exception):
    """Some due orders failed; the log says of each one why."""
