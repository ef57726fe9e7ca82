"""Whether a session may still be opened for somebody who logged in a moment ago."""

from datetime import datetime

from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers import store
from shopwright.platform.db import Transaction


async def may_open_session(tx: Transaction, *, customer_id: CustomerId, sessions_valid_after: datetime) -> bool:
    """Whether the password that let the customer in is still the password; it stays so until `tx` ends.

    `sessions_valid_after` is what log-in, registration or the change of a password returned. A face asks in the
    transaction that stores the session: a new password comes wholly before, and the answer is no, or wholly after, and
    finds the session to end it.
    """
    locked = await store.lock_password(tx, customer_id=customer_id, sessions_valid_after=sessions_valid_after)
    return locked is not None
