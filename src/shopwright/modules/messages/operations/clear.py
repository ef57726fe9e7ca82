from shopwright.modules.messages import store
from shopwright.platform.db import Transaction
from shopwright.platform.demo import require_demo


async def clear_messages(tx: Transaction) -> None:
    """Remove every message of a demo. Raises NotADemo."""
    await require_demo(tx)
    await store.delete_all(tx)
