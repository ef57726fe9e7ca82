from shopwright.modules.content import store
from shopwright.modules.content.queries import PUBLISHED
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate
from shopwright.platform.demo import require_demo


async def clear_pages(tx: Transaction) -> list[str]:
    """Remove the pages of a demo with all their editions; shoppers see the house's own. Raises NotADemo.

    Returns the stems of the pictures' files, which stay: others may show them too.
    """
    await require_demo(tx)
    stems = await store.list_file_keys(tx)
    await store.remove_all(tx)
    await invalidate(tx, PUBLISHED)
    return stems
