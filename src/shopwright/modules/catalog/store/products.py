from datetime import datetime

from shopwright.kernel.ids import CategoryId, ProductId, VariantId
from shopwright.platform.db import RowCount, Transaction, statement

SEQUENCES = ("category", "product", "option", "option_value", "variant", "picture")


@statement(
    "SELECT nextval('catalog.{kind}_id_seq') FROM generate_series(1, :count::integer)",
    fragments={"kind": {name: name for name in SEQUENCES}},
)
async def take_ids(tx: Transaction, *, kind: str, count: int) -> list[int]:
    """Fresh ids of one kind, in ascending order."""


@statement(
    """
    INSERT INTO catalog.product (id, slug, titles, subtitles, bodies, brand, category_id, attributes, tags, listed_at,
                                 search_vector, created_at, updated_at)
    SELECT r.id, r.slug, r.titles, r.subtitles, r.bodies, r.brand, r.category_id, r.attributes, r.tags, r.listed_at,
           r.search_vector::tsvector, :at, :at
    FROM jsonb_to_recordset(:rows::jsonb) AS r (
        id bigint, slug text, titles jsonb, subtitles jsonb, bodies jsonb, brand text, category_id bigint,
        attributes jsonb, tags text[], listed_at timestamptz, search_vector text)
    ON CONFLICT (slug) DO NOTHING
    RETURNING id
    """
)
async def insert_products(tx: Transaction, *, rows: object, at: datetime) -> list[ProductId]:
    """Insert products; those whose address is taken are left out of the ids returned."""


@statement("SELECT version FROM catalog.product WHERE id = :product_id FOR UPDATE")
async def lock_product(tx: Transaction, *, product_id: ProductId) -> int | None:
    """Lock one product with everything in it; its version, or None where there is no such product."""


@statement("SELECT id FROM catalog.product WHERE id = ANY(:product_ids) ORDER BY id FOR UPDATE")
async def lock_products(tx: Transaction, *, product_ids: list[ProductId]) -> list[ProductId]:
    """Lock products in the order of their ids."""


@statement(
    """
    SELECT DISTINCT category_id AS "category_id!" FROM catalog.product
    WHERE id = ANY(:product_ids) AND category_id IS NOT NULL LIMIT 10000
    """
)
async def list_category_ids(tx: Transaction, *, product_ids: list[ProductId]) -> list[CategoryId]:
    """The categories that the products stand in."""


@statement(
    """
    SELECT id FROM catalog.product
    WHERE id IN (SELECT product_id FROM catalog.variant WHERE id = ANY(:variant_ids))
    ORDER BY id FOR UPDATE
    """
)
async def lock_products_of_variants(tx: Transaction, *, variant_ids: list[VariantId]) -> list[ProductId]:
    """Lock the products of the variants, in the order of their ids."""


@statement(
    """
    UPDATE catalog.product
    SET slug = :slug, titles = :titles::jsonb, subtitles = :subtitles::jsonb, bodies = :bodies::jsonb, brand = :brand,
        category_id = :category_id, attributes = :attributes::jsonb, tags = :tags
    WHERE id = :product_id
        AND NOT EXISTS (SELECT FROM catalog.product AS other WHERE other.slug = :slug AND other.id <> :product_id)
    """
)
async def write_texts(
    tx: Transaction,
    *,
    product_id: ProductId,
    slug: str,
    titles: object,
    subtitles: object,
    bodies: object,
    brand: str,
    category_id: CategoryId | None,
    attributes: object,
    tags: list[str],
) -> RowCount:
    """Write what is said about a product; no row where its address is taken."""


@statement(
    """
    UPDATE catalog.product SET listed_at = :at, updated_at = :at, version = version + 1
    WHERE id = :product_id AND listed_at IS NULL
    """
)
async def write_listed(tx: Transaction, *, product_id: ProductId, at: datetime) -> RowCount:
    """Show a product to shoppers; no row where it is shown already."""


@statement(
    """
    UPDATE catalog.product SET listed_at = NULL, updated_at = :at, version = version + 1
    WHERE id = :product_id AND listed_at IS NOT NULL
    """
)
async def write_delisted(tx: Transaction, *, product_id: ProductId, at: datetime) -> RowCount:
    """Hide a product from shoppers; no row where it is hidden already."""


@statement(
    """
    UPDATE catalog.product AS p SET is_available = NOT p.is_available
    WHERE p.id = ANY(:product_ids) AND p.is_available <> EXISTS (
        SELECT FROM catalog.variant AS v WHERE v.product_id = p.id AND v.is_available)
    """
)
async def refresh_availability(tx: Transaction, *, product_ids: list[ProductId]) -> RowCount:
    """Derive anew which products are in stock."""


@statement(
    """
    UPDATE catalog.product AS p SET sold_count = greatest(0, p.sold_count + sold.quantity)
    FROM (SELECT v.product_id, sum(told.quantity) AS quantity
          FROM unnest(:variant_ids::bigint[], :quantities::bigint[]) AS told (variant_id, quantity)
          JOIN catalog.variant AS v ON v.id = told.variant_id GROUP BY v.product_id) AS sold
    WHERE p.id = sold.product_id AND sold.quantity <> 0
    """
)
async def write_sales(tx: Transaction, *, variant_ids: list[VariantId], quantities: list[int]) -> RowCount:
    """Add sold pieces to the products of the variants; a count never falls below zero."""


@statement(
    """
    TRUNCATE catalog.collection_product, catalog.collection, catalog.facet_value, catalog.price_range,
        catalog.price_change, catalog.price, catalog.variant, catalog.picture, catalog.option_value, catalog.option,
        catalog.product, catalog.category
    """
)
async def remove_all(tx: Transaction) -> None:
    """Every product, category and collection."""
