"""Choose the address that checkout proposes."""

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import AddressId, CustomerId
from shopwright.modules.customers import store
from shopwright.modules.customers.errors import AddressNotFound
from shopwright.modules.customers.operations.guard import audit_staff, guard_address_book
from shopwright.platform.db import Transaction


async def make_default(tx: Transaction, *, actor: Actor, customer_id: CustomerId, address_id: AddressId) -> None:
    """Make one address the default, in place of the one before. Raises AddressNotFound and CustomerNotFound."""
    await guard_address_book(tx, actor=actor, customer_id=customer_id)
    await store.clear_default(tx, customer_id=customer_id)
    if await store.set_default(tx, customer_id=customer_id, address_id=address_id) == 0:
        raise AddressNotFound
    await audit_staff(tx, actor=actor, customer_id=customer_id, verb="make_default", address_id=address_id)
