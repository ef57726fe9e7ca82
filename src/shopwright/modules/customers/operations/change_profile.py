"""Change how a customer is addressed."""

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import InvalidInput
from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers import store
from shopwright.modules.customers.errors import CustomerNotFound
from shopwright.modules.customers.operations.guard import audit_staff
from shopwright.modules.customers.rules import check_profile, may_act_for
from shopwright.platform.credentials import clean_line
from shopwright.platform.db import Transaction


async def change_profile(tx: Transaction, *, actor: Actor, customer_id: CustomerId, name: str, language: str) -> None:
    """Set the name (it may be empty) and the language. Raises CustomerNotFound, InvalidInput with every wrong field."""
    if not may_act_for(actor, customer_id):
        raise CustomerNotFound
    cleaned = clean_line(name)
    wrong = check_profile(name=cleaned, language=language)
    if wrong:
        raise InvalidInput(wrong)
    if await store.update_profile(tx, customer_id=customer_id, name=cleaned, language=language) == 0:
        raise CustomerNotFound
    await audit_staff(tx, actor=actor, customer_id=customer_id, verb="change_profile")
