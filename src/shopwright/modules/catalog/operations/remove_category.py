from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CategoryId
from shopwright.modules.catalog.errors import CategoryNotEmpty, CategoryNotFound
from shopwright.modules.catalog.queries.categories import CATEGORIES, find_category_for_staff
from shopwright.modules.catalog.store import categories
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate


async def remove_category(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; the shape of the tree is not among what is audited.
    category_id: CategoryId,
) -> None:
    """Remove a category that holds neither products nor categories; else CategoryNotEmpty."""
    if await find_category_for_staff(tx, category_id=category_id) is None:
        raise CategoryNotFound
    if not await categories.delete_category(tx, category_id=category_id):
        raise CategoryNotEmpty
    await invalidate(tx, CATEGORIES)
