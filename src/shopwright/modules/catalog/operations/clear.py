from shopwright.modules.catalog.queries.categories import CATEGORIES
from shopwright.modules.catalog.queries.collections import COLLECTIONS
from shopwright.modules.catalog.store import pictures, products
from shopwright.platform.db import Reading, Transaction, list_all_keys
from shopwright.platform.db.cache import invalidate
from shopwright.platform.demo import require_demo


async def clear_catalogue(tx: Transaction) -> list[str]:
    """Remove every product, category and collection of a demo. Raises NotADemo.

    Returns the stems of the pictures' files, which stay where they are: they are named by their content, and others
    may show them too.
    """
    await require_demo(tx)
    stems = await list_picture_stems(tx)
    await products.remove_all(tx)
    await invalidate(tx, CATEGORIES)
    await invalidate(tx, COLLECTIONS)
    return stems


async def list_picture_stems(reading: Reading) -> list[str]:
    """The stems of all pictures' files that a product, collection or category shows."""
    return await list_all_keys(reading, pictures.list_file_keys)
