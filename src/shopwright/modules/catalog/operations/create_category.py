from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CategoryId
from shopwright.modules.catalog.contracts import Words
from shopwright.modules.catalog.errors import CategoryNotFound, SlugTaken, TooManyCategories
from shopwright.modules.catalog.queries.categories import CATEGORIES, find_category_for_staff
from shopwright.modules.catalog.rules import texts, tree
from shopwright.modules.catalog.store import categories, products
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate


async def create_category(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; the shape of the tree is not among what is audited.
    names: Words,
    parent_id: CategoryId | None = None,
    slug: str = "",
    picture_key: str | None = None,
) -> CategoryId:
    """Create a category as the last among its siblings. Without a `slug` one is made from a Latin name or the id.

    Raises InvalidInput, CategoryNotFound for the parent, SlugTaken, TooManyCategories.
    """
    texts.check_names(names)
    texts.check_slug(slug)
    if parent_id is not None and await find_category_for_staff(tx, category_id=parent_id) is None:
        raise CategoryNotFound
    if await categories.count_categories(tx) >= tree.CATEGORY_COUNT_MAX:
        raise TooManyCategories(limit=tree.CATEGORY_COUNT_MAX)
    (new_id,) = await products.take_ids(tx, kind="category", count=1)
    category_id = CategoryId(new_id)
    wished = slug or texts.slug_from(names) or f"c-{category_id}"
    for candidate in (wished,) if slug else (wished, f"{wished}-{category_id}"):
        inserted = await categories.insert_category(
            tx,
            category_id=category_id,
            parent_id=parent_id,
            slug=candidate,
            names=texts.filled(names),
            picture_key=picture_key,
        )
        if inserted:
            await invalidate(tx, CATEGORIES)
            return category_id
    raise SlugTaken(slug=wished)
