"""Who asks, and in which words: what the handlers of this face share."""

from shopwright.kernel.errors import NotFound
from shopwright.kernel.ids import CustomerId, OrderId
from shopwright.modules.checkout.errors import KeyReused
from shopwright.platform.db import Transaction
from shopwright.platform.http import LoginNeeded, Request, digest_request, find_idempotency_key
from shopwright.platform.http.once import note
from shopwright.shop import shop_of, shopper
from shopwright.web.authorise import member_of

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


async def is_first_call(tx: Transaction, request: Request, data: object) -> bool:
    """Whether an act of the staff with an `Idempotency-Key` comes for the first time within a day; always, without one.

    It is noted in the transaction of the act. Raises KeyReused where the key came with another body before.
    """
    key = find_idempotency_key(request)
    if key is None:
        return True
    name = f"{member_of(request).id}:{request.scope['path']}:{key}".encode()
    is_new = await note(tx, name)
    if await note(tx, name + digest_request(data)) and not is_new:
        raise KeyReused
    return is_new
