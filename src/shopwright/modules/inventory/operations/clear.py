from shopwright.modules.inventory import store
from shopwright.platform.db import Transaction
from shopwright.platform.demo import require_demo


async def clear_stock(tx: Transaction) -> None:
    """Begin the stock of a demo anew, without levels, holds and movements; warehouses stay. Raises NotADemo."""
    await require_demo(tx)
    await store.begin_anew(tx)
