"""Lets a customer's open pages know, over one channel of the database, that they should look again."""

from shopwright.kernel.ids import CustomerId
from shopwright.platform.db.database import Transaction
from shopwright.platform.db.statements import statement

CHANNEL = "shopwright_live"


@statement("SELECT pg_notify('shopwright_live', :customer)")
async def _notify(tx: Transaction, *, customer: str) -> None: ...


async def look_again(tx: Transaction, *, customer_id: CustomerId) -> None:
    """Let the open pages of a customer look again, when and only when this transaction commits.

    Told several times in a transaction it travels once. Placing does not tell: its own answer is the news.
    """
    await _notify(tx, customer=str(customer_id))
