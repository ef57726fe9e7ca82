from shopwright.modules.orders import store
from shopwright.platform.db import Transaction
from shopwright.platform.demo import require_demo


async def clear_orders(tx: Transaction) -> None:
    """Remove every order of a demo with all that hangs on it. Messages go before. Raises NotADemo."""
    await require_demo(tx)
    for table in store.TABLES:
        await store.delete_all(tx, table=table)
