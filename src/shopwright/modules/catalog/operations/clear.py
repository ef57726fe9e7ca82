from shopwright.modules.catalog.queries.categories import CATEGORIES
from shopwright.modules.catalog.queries.collections import COLLECTIONS
from shopwright.modules.catalog.store import products
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate
from shopwright.platform.demo import require_demo


async def clear_catalogue(tx: Transaction) -> None:
    """Remove every product, category and collection of a demo. Raises NotADemo.

    The pictures' files stay where they are: they are named by their content, and orders elsewhere may show them.
    """
    await require_demo(tx)
    await products.remove_all(tx)
    await invalidate(tx, CATEGORIES)
    await invalidate(tx, COLLECTIONS)
