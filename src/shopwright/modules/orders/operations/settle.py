"""Finish orders over nothing: no money will come, their stock still has to be committed."""

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, OrderId
from shopwright.modules.orders.operations.capture import finish_payment
from shopwright.modules.orders.operations.insert_orders import SETTLE_ENTRYPOINT
from shopwright.modules.orders.operations.locked_order import lock_order
from shopwright.platform.db import Database, Transaction

_JOB = Actor.system(SETTLE_ENTRYPOINT)


async def settle_job(database: Database, payload: bytes) -> None:
    """The job that placing asked for."""
    customer_id, order_id = msgspec.json.decode(payload, type=tuple[CustomerId, OrderId])
    await database.transact(lambda tx: settle_order(tx, actor=_JOB, customer_id=customer_id, order_id=order_id))


async def settle_order(tx: Transaction, *, actor: Actor, customer_id: CustomerId, order_id: OrderId) -> None:
    """Commit the stock of an order over nothing; a second call, or one after its cancellation, changes nothing."""
    order = await lock_order(tx, actor=actor, customer_id=customer_id, order_id=order_id)
    if order.facts.total_minor or order.facts.paid_at is not None or order.facts.cancelled_at is not None:
        return
    await finish_payment(order)
    await order.save()
