from shopwright.kernel.ids import CategoryId
from shopwright.modules.catalog.contracts import Category, CategoryForStaff
from shopwright.modules.catalog.errors import CategoryNotFound
from shopwright.modules.catalog.rules.tree import CATEGORY_COUNT_MAX, CategoryRow, place_categories
from shopwright.platform.db import Reading, statement
from shopwright.platform.files.pictures import FILES_PATH

# Under this name processes keep the tree; whoever changes it drops it there.
CATEGORIES = "catalog.categories"


async def list_categories(reading: Reading, *, language: str) -> list[Category]:
    """The whole tree in the order it is printed, parents before children. One statement."""
    rows = await list_category_rows(reading, language=language, count_max=CATEGORY_COUNT_MAX)
    return [
        Category(
            id=placed.row.id,
            parent_id=placed.row.parent_id,
            slug=placed.row.slug,
            name=placed.row.name,
            depth=placed.depth,
            picture_url=None if placed.row.picture_key is None else FILES_PATH + placed.row.picture_key,
            subtree_ids=placed.subtree_ids,
        )
        for placed in place_categories(rows)
    ]


async def get_category(reading: Reading, *, slug: str, language: str) -> Category:
    """The category at an address. A page that has `list_categories` already finds it there without a statement."""
    for category in await list_categories(reading, language=language):
        if category.slug == slug:
            return category
    raise CategoryNotFound


async def get_category_for_staff(reading: Reading, *, category_id: CategoryId) -> CategoryForStaff:
    """A category as it is edited."""
    found = await find_category_for_staff(reading, category_id=category_id)
    if found is None:
        raise CategoryNotFound
    return found


@statement(
    """
    SELECT id, parent_id, slug, platform.words(names, :language) AS name, picture_key
    FROM catalog.category ORDER BY position, id LIMIT :count_max
    """
)
async def list_category_rows(reading: Reading, *, language: str, count_max: int) -> list[CategoryRow]:
    """All categories, siblings in their order."""


@statement("SELECT id, parent_id, slug, names, position, picture_key FROM catalog.category WHERE id = :category_id")
async def find_category_for_staff(reading: Reading, *, category_id: CategoryId) -> CategoryForStaff | None:
    """The category, or None where there is no such one."""
