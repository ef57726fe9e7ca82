from shopwright.modules.content import store
from shopwright.modules.content.queries import PUBLISHED
from shopwright.platform.db import Reading, Transaction, list_all_keys
from shopwright.platform.db.cache import invalidate
from shopwright.platform.demo import require_demo


async def clear_pages(tx: Transaction) -> list[str]:
    """Remove the pages of a demo with all their editions; shoppers see the house's own. Raises NotADemo.

    Returns the stems of the pictures' files, which stay: others may show them too.
    """
    await require_demo(tx)
    stems = await list_picture_stems(tx)
    await store.remove_all(tx)
    await invalidate(tx, PUBLISHED)
    return stems


async def list_picture_stems(reading: Reading) -> list[str]:
    """The stems of all pictures' files that any draft or edition shows."""
    return await list_all_keys(reading, store.list_file_keys)
