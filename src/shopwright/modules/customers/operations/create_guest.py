"""Give a newcomer a customer row, so that the cart has an owner."""

from shopwright.kernel.errors import InvalidInput
from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers import store
from shopwright.modules.customers.operations.purge_guests import GUEST_AGE
from shopwright.modules.customers.rules import check_language
from shopwright.platform.db import Transaction


async def create_guest(tx: Transaction, *, language: str) -> CustomerId:
    """A new guest, to be called when something must be kept for one (a first cart line), not at the first page."""
    wrong = check_language(language)
    if wrong is not None:
        raise InvalidInput({"language": wrong})
    return await store.insert_guest(tx, language=language, at=tx.at, purge_due_at=tx.at + GUEST_AGE)
