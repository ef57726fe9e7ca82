from shopwright.modules.customers import store
from shopwright.platform.db import Transaction
from shopwright.platform.demo import require_demo


async def clear_customers(tx: Transaction) -> None:
    """Remove every customer of a demo, guests too. Orders, payments and carts go before. Raises NotADemo."""
    await require_demo(tx)
    for table in ("address", "login", "customer"):
        await store.delete_all(tx, table=table)
