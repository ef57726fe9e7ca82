"""Cancel an order before anything of it was shipped."""

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, OrderId
from shopwright.modules.orders.contracts import CancelReason
from shopwright.modules.orders.errors import OrderAlreadyShipped
from shopwright.modules.orders.operations.close import close_order
from shopwright.modules.orders.operations.locked_order import lock_order
from shopwright.platform.db import Transaction


async def cancel_order(
    tx: Transaction, *, actor: Actor, customer_id: CustomerId, order_id: OrderId, reason: CancelReason
) -> None:
    """Cancel an order: its stock is free again, what was paid is asked back, open payments are closed.

    An order that is cancelled already stays as it is. Raises `OrderNotFound`, `OrderAlreadyShipped`.
    """
    order = await lock_order(tx, actor=actor, customer_id=customer_id, order_id=order_id)
    if order.facts.cancelled_at is not None:
        return
    if order.facts.shipped_quantity:
        raise OrderAlreadyShipped
    await close_order(order, reason=reason)
    await order.save()
    await order.audit("cancel", reason=reason)
