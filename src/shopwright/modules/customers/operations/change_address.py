"""Correct an address of a customer's book."""

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import AddressId, CustomerId
from shopwright.modules.customers import store
from shopwright.modules.customers.contracts import AddressInput
from shopwright.modules.customers.errors import AddressNotFound
from shopwright.modules.customers.operations.guard import audit_staff, guard_address, guard_address_book
from shopwright.platform.db import Transaction


async def change_address(
    tx: Transaction, *, actor: Actor, customer_id: CustomerId, address_id: AddressId, address: AddressInput
) -> None:
    """Replace the words of an address; orders keep the words they were placed with.

    `is_default` makes it the default, its absence changes nothing: there is always one. Raises InvalidInput with every
    wrong field, AddressNotFound, CustomerNotFound.
    """
    checked = guard_address(address)
    await guard_address_book(tx, actor=actor, customer_id=customer_id)
    if await store.update_address(tx, customer_id=customer_id, address_id=address_id, address=checked) == 0:
        raise AddressNotFound
    if address.is_default:
        await store.clear_default(tx, customer_id=customer_id)
        await store.set_default(tx, customer_id=customer_id, address_id=address_id)
    await audit_staff(tx, actor=actor, customer_id=customer_id, verb="change_address", address_id=address_id)
