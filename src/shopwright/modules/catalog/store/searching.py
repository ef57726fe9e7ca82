"""The SQL of what products are found by."""

from datetime import datetime

from shopwright.kernel.ids import CategoryId, ProductId
from shopwright.modules.catalog.store.rows import IndexedRow, ShelfNames, TextsRow
from shopwright.platform.db import Reading, RowCount, Transaction, statement


@statement(
    """
    SELECT p.id AS product_id, p.category_id, p.titles, p.subtitles, p.brand,
           COALESCE((SELECT b.names FROM catalog.brand AS b WHERE b.name = p.brand), '{}') AS brand_names,
           p.attributes, p.tags,
           COALESCE((SELECT jsonb_agg(jsonb_build_object('names', w.names) ORDER BY o.position, w.position)
                     FROM catalog.option AS o JOIN catalog.option_value AS w ON w.option_id = o.id
                     WHERE o.product_id = p.id), '[]') AS values,
           ARRAY(SELECT v.sku FROM catalog.variant AS v WHERE v.product_id = p.id AND v.retired_at IS NULL
                 ORDER BY v.position, v.id) AS skus
    FROM catalog.product AS p WHERE p.id = ANY(:product_ids) ORDER BY p.id
    """
)
async def list_searchable_texts(reading: Reading, *, product_ids: list[ProductId]) -> list[TextsRow]:
    """Everything that products are found by, but for the names of their categories."""


@statement(
    """
    WITH RECURSIVE path AS (
        SELECT c.id, c.parent_id FROM catalog.category AS c WHERE c.id = ANY(:category_ids)
        UNION
        SELECT above.id, above.parent_id FROM catalog.category AS above JOIN path ON above.id = path.parent_id
    )
    SELECT c.id, c.parent_id, c.names FROM catalog.category AS c
    WHERE c.id IN (SELECT id FROM path) ORDER BY c.id FOR SHARE
    """
)
async def lock_paths(tx: Transaction, *, category_ids: list[CategoryId]) -> list[ShelfNames]:
    """Categories and all above them as they are now, so that nobody renames or moves one until the end."""


@statement(
    """
    UPDATE catalog.product
    SET search_vector = :search_vector::text::tsvector, version = version + 1, updated_at = :at
    WHERE id = :product_id RETURNING version
    """
)
async def write_version(tx: Transaction, *, product_id: ProductId, search_vector: str, at: datetime) -> int:
    """Close a change: new search words, next version."""


@statement(
    """
    UPDATE catalog.product AS p SET search_vector = r.search_vector::tsvector
    FROM jsonb_to_recordset(:rows::jsonb) AS r (product_id bigint, search_vector text)
    WHERE p.id = r.product_id AND p.search_vector <> r.search_vector::tsvector
    """
)
async def write_vectors(tx: Transaction, *, rows: list[IndexedRow]) -> RowCount:
    """Write search words of locked products; nobody who edits one notices."""


@statement(
    """
    WITH RECURSIVE below AS (
        SELECT :category_id::bigint AS id
        UNION
        SELECT c.id FROM catalog.category AS c JOIN below ON c.parent_id = below.id
    )
    INSERT INTO catalog.search_due (product_id)
    SELECT p.id FROM catalog.product AS p WHERE p.category_id IN (SELECT id FROM below) ORDER BY p.id
    ON CONFLICT (product_id) DO NOTHING
    """
)
async def mark_below(tx: Transaction, *, category_id: CategoryId) -> RowCount:
    """Have everything in a category and below it indexed anew soon."""


@statement("SELECT product_id FROM catalog.search_due ORDER BY product_id LIMIT :count_max")
async def list_due(reading: Reading, *, count_max: int) -> list[ProductId]:
    """Products that are to be indexed anew."""


@statement("DELETE FROM catalog.search_due WHERE product_id = ANY(:product_ids)")
async def delete_due(tx: Transaction, *, product_ids: list[ProductId]) -> RowCount:
    """Remember that the products are indexed."""
