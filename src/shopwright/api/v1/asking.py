"""Who asks, and in which words: what the handlers of this face share."""

from shopwright.kernel.errors import NotFound
from shopwright.kernel.ids import CustomerId, OrderId
from shopwright.platform.http import LoginNeeded, Request
from shopwright.shop import shop_of, shopper

PAGE_SIZE_MAX = 100


async def customer_of(request: Request) -> CustomerId:
    """The customer of the session; a route that asks for one has `CUSTOMER` or `REGISTERED`."""
    known_id = (await shopper(request)).facts.customer_id
    if known_id is None:
        raise LoginNeeded
    return CustomerId(known_id)


async def find_customer(request: Request) -> CustomerId | None:
    """The customer of the session, or None for a visitor who is nobody yet."""
    known_id = (await shopper(request)).facts.customer_id
    return None if known_id is None else CustomerId(known_id)


def order_id_of(request: Request, number: str) -> OrderId:
    """The order behind an outside number. What is no number of ours is answered like any order that is not found."""
    found = shop_of(request).numbers.find(number)
    if found is None:
        raise NotFound
    return OrderId(found)


def page_size(asked: int | None, *, usual: int) -> int:
    """How many items a page gets: what was asked for, within bounds."""
    return max(1, min(usual if asked is None else asked, PAGE_SIZE_MAX))
