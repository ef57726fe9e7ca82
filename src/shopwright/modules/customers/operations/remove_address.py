"""Remove an address from a customer's book."""

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import AddressId, CustomerId
from shopwright.modules.customers import store
from shopwright.modules.customers.errors import AddressNotFound
from shopwright.modules.customers.operations.guard import audit_staff, guard_address_book
from shopwright.platform.db import Transaction


async def remove_address(tx: Transaction, *, actor: Actor, customer_id: CustomerId, address_id: AddressId) -> None:
    """Take an address out of the book; its row stays for the history. The newest left becomes the default if needed.

    Raises AddressNotFound, also for one that was removed before, and CustomerNotFound.
    """
    await guard_address_book(tx, actor=actor, customer_id=customer_id)
    if await store.remove_address(tx, customer_id=customer_id, address_id=address_id, at=tx.at) == 0:
        raise AddressNotFound
    book = await store.count_addresses(tx, customer_id=customer_id)
    if not book.has_default:
        await store.set_newest_default(tx, customer_id=customer_id)
    await audit_staff(tx, actor=actor, customer_id=customer_id, verb="remove_address", address_id=address_id)
