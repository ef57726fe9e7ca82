"""Add an address to a customer's book."""

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import AddressId, CustomerId
from shopwright.modules.customers import store
from shopwright.modules.customers.contracts import AddressInput
from shopwright.modules.customers.errors import TooManyAddresses
from shopwright.modules.customers.operations.guard import audit_staff, guard_address, guard_address_book
from shopwright.modules.customers.rules import ADDRESS_COUNT_MAX
from shopwright.platform.db import Transaction


async def add_address(tx: Transaction, *, actor: Actor, customer_id: CustomerId, address: AddressInput) -> AddressId:
    """Keep one more address; the first is the default at once.

    Raises InvalidInput with every wrong field, TooManyAddresses, CustomerNotFound.
    """
    checked = guard_address(address)
    await guard_address_book(tx, actor=actor, customer_id=customer_id)
    book = await store.count_addresses(tx, customer_id=customer_id)
    if book.address_count >= ADDRESS_COUNT_MAX:
        raise TooManyAddresses(most=ADDRESS_COUNT_MAX)
    address_id = await store.insert_address(tx, customer_id=customer_id, address=checked, at=tx.at)
    if address.is_default or not book.has_default:
        await store.clear_default(tx, customer_id=customer_id)
        await store.set_default(tx, customer_id=customer_id, address_id=address_id)
    await audit_staff(tx, actor=actor, customer_id=customer_id, verb="add_address", address_id=address_id)
    return address_id
