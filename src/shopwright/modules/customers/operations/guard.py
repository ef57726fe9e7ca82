"""Stand before every act on a customer's address book, and record what staff did to a customer."""

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.errors import InvalidInput
from shopwright.kernel.ids import AddressId, CustomerId
from shopwright.modules.customers import store
from shopwright.modules.customers.contracts import AddressInput
from shopwright.modules.customers.errors import CustomerNotFound
from shopwright.modules.customers.rules import CheckedAddress, check_address, may_act_for
from shopwright.modules.staff.public import record_audit
from shopwright.platform.db import Transaction


async def guard_address_book(tx: Transaction, *, actor: Actor, customer_id: CustomerId) -> None:
    """Lock the customer, so that the book changes one act at a time. Raises CustomerNotFound, also for a stranger."""
    if not may_act_for(actor, customer_id):
        raise CustomerNotFound
    if await store.lock_customer(tx, customer_id=customer_id) is None:
        raise CustomerNotFound


def guard_address(address: AddressInput) -> CheckedAddress:
    """The address in the spelling to keep. Raises InvalidInput with every wrong field."""
    checked = check_address(address)
    if isinstance(checked, dict):
        raise InvalidInput(checked)
    return checked


async def audit_staff(
    tx: Transaction, *, actor: Actor, customer_id: CustomerId, verb: str, address_id: AddressId | None = None
) -> None:
    """Record an act of staff on a customer: which act on what, never the personal words themselves."""
    if actor.kind is ActorKind.STAFF:
        detail = {} if address_id is None else {"address_id": address_id}
        await record_audit(
            tx, actor=actor, action=f"customers.{verb}", subject=f"customer:{customer_id}", detail=detail
        )
