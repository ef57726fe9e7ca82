"""Lets a customer's open pages know, over one channel of the database, that they should look again."""

from shopwright.kernel.ids import CustomerId
from shopwright.platform.db.database import Transaction

CHANNEL = "shopwright_live"


def look_again(tx: Transaction, *, customer_id: CustomerId) -> None:
    """Let the open pages of a customer look again, soon after this transaction has committed and only then.

    Told several times it travels once. Placing does not tell: its own answer is the news.
    """
    tx.announce(CHANNEL, str(customer_id))
