"""Finds an order by its number for the one whose it is. Anybody else's does not exist."""

from shopwright.kernel.ids import CustomerId, OrderId
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import Order
from shopwright.modules.orders.errors import OrderNotFound
from shopwright.platform.db import Reading
from shopwright.platform.http import LoginNeeded, Request
from shopwright.shop import shop_of, shopper


async def owner_of(request: Request) -> CustomerId:
    """The customer, guest or registered, in whose session this is."""
    known_id = (await shopper(request)).facts.customer_id
    if known_id is None:
        raise LoginNeeded
    return CustomerId(known_id)


def order_id_of(request: Request, number: str) -> OrderId:
    """The id behind an order number. Raises OrderNotFound for what is no number of ours."""
    order_id = shop_of(request).numbers.find(number)
    if order_id is None:
        raise OrderNotFound
    return OrderId(order_id)


async def find_own(request: Request, reading: Reading, *, customer_id: CustomerId, number: str) -> Order:
    """The customer's order of that number. An unknown number and a stranger's order raise the same OrderNotFound."""
    return await orders.get_order(reading, customer_id=customer_id, order_id=order_id_of(request, number))
