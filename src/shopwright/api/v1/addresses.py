"""The address book of a customer."""

from litestar.params import FromPath, JSONBody

from shopwright.api.v1.asking import customer_of
from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import AddressId
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Address, AddressInput
from shopwright.platform.db import Transaction
from shopwright.platform.http import CUSTOMER, Request, delete, get, post, put
from shopwright.shop import shop_of


@get("/api/v1/addresses", CUSTOMER)
async def list_addresses(request: Request) -> list[Address]:
    """The customer's addresses, the default first."""
    customer_id = await customer_of(request)
    async with shop_of(request).database.reading() as reading:
        return await customers.list_addresses(reading, customer_id=customer_id)


@post("/api/v1/addresses", CUSTOMER, status_code=201)
async def add_address(request: Request, data: JSONBody[AddressInput]) -> Address:
    """Keep an address; every wrong field is told at once."""
    customer_id = await customer_of(request)

    async def act(tx: Transaction) -> Address:
        actor = Actor.customer(customer_id)
        address_id = await customers.add_address(tx, actor=actor, customer_id=customer_id, address=data)
        return await customers.get_address(tx, customer_id=customer_id, address_id=address_id)

    return await shop_of(request).database.transact(act)


@put("/api/v1/addresses/{address_id:int}", CUSTOMER)
async def change_address(request: Request, address_id: FromPath[int], data: JSONBody[AddressInput]) -> Address:
    """Write an address anew."""
    customer_id, key = await customer_of(request), AddressId(address_id)

    async def act(tx: Transaction) -> Address:
        actor = Actor.customer(customer_id)
        await customers.change_address(tx, actor=actor, customer_id=customer_id, address_id=key, address=data)
        return await customers.get_address(tx, customer_id=customer_id, address_id=key)

    return await shop_of(request).database.transact(act)


@delete("/api/v1/addresses/{address_id:int}", CUSTOMER, status_code=204)
async def remove_address(request: Request, address_id: FromPath[int]) -> None:
    """Take an address out of the book; orders that went there keep their copy."""
    customer_id = await customer_of(request)
    await shop_of(request).database.transact(
        lambda tx: customers.remove_address(
            tx, actor=Actor.customer(customer_id), customer_id=customer_id, address_id=AddressId(address_id)
        )
    )


ROUTES = [list_addresses, add_address, change_address, remove_address]
