from shopwright.kernel.ids import CategoryId
from shopwright.platform.db import Reading, RowCount, Transaction, statement


@statement(
    """
    INSERT INTO catalog.category (id, parent_id, slug, names, position, picture_key)
    SELECT :category_id, :parent_id, :slug, :names::jsonb,
           COALESCE((SELECT max(c.position) FROM catalog.category AS c
                     WHERE c.parent_id IS NOT DISTINCT FROM :parent_id), 0) + 1,
           :picture_key
    ON CONFLICT (slug) DO NOTHING
    """
)
async def insert_category(
    tx: Transaction,
    *,
    category_id: CategoryId,
    parent_id: CategoryId | None,
    slug: str,
    names: object,
    picture_key: str | None,
) -> RowCount:
    """Insert a category behind its siblings; no row where its address is taken."""


@statement(
    """
    UPDATE catalog.category
    SET parent_id = :parent_id, slug = :slug, names = :names::jsonb, position = :position, picture_key = :picture_key
    WHERE id = :category_id
        AND NOT EXISTS (SELECT FROM catalog.category AS other WHERE other.slug = :slug AND other.id <> :category_id)
    """
)
async def write_category(
    tx: Transaction,
    *,
    category_id: CategoryId,
    parent_id: CategoryId | None,
    slug: str,
    names: object,
    position: int,
    picture_key: str | None,
) -> RowCount:
    """Write a category; no row where its address is taken."""


@statement(
    """
    DELETE FROM catalog.category AS c
    WHERE c.id = :category_id
        AND NOT EXISTS (SELECT FROM catalog.category AS below WHERE below.parent_id = c.id)
        AND NOT EXISTS (SELECT FROM catalog.product AS p WHERE p.category_id = c.id)
    """
)
async def delete_category(tx: Transaction, *, category_id: CategoryId) -> RowCount:
    """Remove a category that holds nothing; no row where it holds something."""


@statement("SELECT count(*) FROM catalog.category")
async def count_categories(reading: Reading) -> int:
    """How many categories there are."""


@statement("SELECT id FROM catalog.category ORDER BY id FOR NO KEY UPDATE")
async def lock_tree(tx: Transaction) -> list[CategoryId]:
    """Lock every category, so that two moves cannot make a circle and no product is indexed under names that go."""
