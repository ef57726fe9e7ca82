from collections.abc import Sequence

from shopwright.kernel.ids import CategoryId
from shopwright.modules.catalog.contracts import Category, CategoryForStaff
from shopwright.modules.catalog.errors import CategoryNotFound
from shopwright.modules.catalog.rules.tree import CATEGORY_COUNT_MAX, CategoryRow, Placed, place_categories
from shopwright.platform.db import Reading, statement
from shopwright.platform.files.pictures import FILES_PATH, picture_url

# Under this name processes keep the tree; whoever changes it drops it there.
CATEGORIES = "catalog.categories"


async def list_categories(reading: Reading, *, language: str) -> list[Category]:
    """The whole tree in the order it is printed, parents before children. One statement.

    A category without a picture of its own is shown by a product of it, or of what stands below it.
    """
    rows = await list_category_rows(reading, language=language, count_max=CATEGORY_COUNT_MAX)
    printed = place_categories(rows)
    pictures = _choose_pictures(printed)
    return [
        Category(
            id=placed.row.id,
            parent_id=placed.row.parent_id,
            slug=placed.row.slug,
            name=placed.row.name,
            depth=placed.depth,
            picture_url=pictures[placed.row.id],
            subtree_ids=placed.subtree_ids,
        )
        for placed in printed
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


def _choose_pictures(printed: Sequence[Placed]) -> dict[CategoryId, str | None]:
    """The address of each category's picture: its own, a product's in it, or that of the first one below it."""
    own = {placed.row.id: _own_picture(placed.row) for placed in printed}
    return {
        placed.row.id: next((own[below] for below in placed.subtree_ids if own[below] is not None), None)
        for placed in printed
    }


def _own_picture(row: CategoryRow) -> str | None:
    if row.picture_key is not None:
        return FILES_PATH + row.picture_key
    stem = row.product_picture_stem
    return None if stem is None else picture_url(stem, row.product_picture_width or 0)


@statement(
    """
    SELECT c.id, c.parent_id, c.slug, platform.words(c.names, :language) AS name, c.picture_key,
           shown.file_key AS product_picture_stem, shown.width AS product_picture_width
    FROM catalog.category AS c
    LEFT JOIN LATERAL (
        SELECT i.file_key, i.width
        FROM catalog.product AS p CROSS JOIN LATERAL (
            SELECT o.file_key, o.width FROM catalog.picture AS o WHERE o.product_id = p.id
            ORDER BY o.position, o.id LIMIT 1) AS i
        WHERE c.picture_key IS NULL AND p.category_id = c.id AND p.listed_at IS NOT NULL
        ORDER BY p.listed_at, p.id LIMIT 1
    ) AS shown ON true
    ORDER BY c.position, c.id LIMIT :count_max
    """
)
async def list_category_rows(reading: Reading, *, language: str, count_max: int) -> list[CategoryRow]:
    """All categories, siblings in their order, each with a picture of what is longest on its shelf."""


@statement("SELECT id, parent_id, slug, names, position, picture_key FROM catalog.category WHERE id = :category_id")
async def find_category_for_staff(reading: Reading, *, category_id: CategoryId) -> CategoryForStaff | None:
    """The category, or None where there is no such one."""
