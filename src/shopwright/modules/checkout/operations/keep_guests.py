from collections.abc import Sequence
from datetime import timedelta

from shopwright.kernel.ids import CustomerId
from shopwright.modules.checkout import store
from shopwright.platform.db import Transaction

QUIET_AFTER = timedelta(days=1)


async def keep_guests(tx: Transaction, customer_ids: Sequence[CustomerId]) -> Sequence[CustomerId]:
    """Those of the locked guests whose cart holds something, was touched lately or is in somebody's hands just now.

    The other carts are locked until the end, so nothing can be put into them before they go.
    """
    quiet = await store.lock_quiet_carts(tx, customer_ids=list(customer_ids), before=tx.at - QUIET_AFTER)
    return await store.list_other_carts(tx, customer_ids=list(customer_ids), quiet_ids=quiet)


async def let_go_guests(tx: Transaction, customer_ids: Sequence[CustomerId]) -> None:
    """Delete the carts of guests who go, which `keep_guests` found empty and locked."""
    await store.delete_carts(tx, customer_ids=list(customer_ids))
