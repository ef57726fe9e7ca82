"""Close orders that were not paid in time."""

from shopwright.kernel.actor import Actor
from shopwright.modules.orders import store
from shopwright.modules.orders.contracts import CancelReason, TimelineKind
from shopwright.modules.orders.operations.close import close_order
from shopwright.modules.orders.operations.locked_order import LockedOrder
from shopwright.modules.orders.operations.sweep_each import sweep_each
from shopwright.modules.orders.store import OrderKey
from shopwright.platform.db import Database, Transaction

EXPIRE_COUNT_MAX = 500
_SWEEP = Actor.system("orders.expire")


async def expire_due(database: Database) -> None:
    """Expire the unpaid orders whose time is up, each in a transaction of its own, a bounded number a round.

    One that is being paid or cancelled this very moment is left to that act.
    """
    async with database.reading() as reading:
        due = await store.list_due_unpaid(reading, at=reading.at, count_max=EXPIRE_COUNT_MAX)
    await sweep_each(database, due, _expire)


async def _expire(tx: Transaction, key: OrderKey) -> None:
    facts = await store.lock_due_unpaid(tx, customer_id=key.customer_id, order_id=key.order_id, at=tx.at)
    if facts is None:
        return
    order = LockedOrder(tx, actor=_SWEEP, customer_id=key.customer_id, order_id=key.order_id, facts=facts)
    await close_order(order, reason=CancelReason.UNPAID_IN_TIME, kind=TimelineKind.EXPIRED)
    await order.save()
