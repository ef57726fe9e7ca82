from collections.abc import Sequence

from shopwright.kernel.ids import ProductId, VariantId
from shopwright.modules.catalog.contracts import EditableProduct, PriceRecord
from shopwright.modules.catalog.errors import ProductNotFound
from shopwright.platform.db import Reading, statement

PRICE_RECORD_COUNT_MAX = 200


async def get_product_for_staff(reading: Reading, *, product_id: ProductId) -> EditableProduct:
    """A product with everything in it and in all languages, listed or not."""
    found = await list_editable(reading, column="id", product_ids=[product_id], slugs=[])
    if not found:
        raise ProductNotFound
    return found[0]


async def list_products_by_slug(reading: Reading, *, slugs: Sequence[str]) -> list[EditableProduct]:
    """Those of the products at the addresses that exist, with everything in them."""
    return await list_editable(reading, column="slug", product_ids=[], slugs=list(slugs))


async def list_price_records(reading: Reading, *, variant_id: VariantId, market: str) -> list[PriceRecord]:
    """The newest prices that the variant ever had in the market, newest first."""
    return await list_price_record_rows(reading, variant_id=variant_id, market=market, count_max=PRICE_RECORD_COUNT_MAX)


@statement(
    """
    SELECT p.id, p.slug, p.titles, p.subtitles, p.bodies, p.brand, p.category_id, p.attributes, p.tags, p.listed_at,
           p.version,
           COALESCE((
               SELECT jsonb_agg(jsonb_build_object(
                          'id', o.id, 'position', o.position, 'names', o.names, 'values', value.in_order)
                      ORDER BY o.position)
               FROM catalog.option AS o CROSS JOIN LATERAL (
                   SELECT COALESCE(jsonb_agg(jsonb_build_object('id', w.id, 'position', w.position, 'names', w.names)
                                             ORDER BY w.position), '[]') AS in_order
                   FROM catalog.option_value AS w WHERE w.option_id = o.id) AS value
               WHERE o.product_id = p.id), '[]') AS options,
           COALESCE((
               SELECT jsonb_agg(jsonb_build_object(
                          'id', v.id, 'position', v.position, 'sku', v.sku, 'option_value_ids', v.option_value_ids,
                          'barcode', v.barcode, 'weight_grams', v.weight_grams, 'picture_id', v.picture_id,
                          'is_available', v.is_available, 'is_retired', v.retired_at IS NOT NULL,
                          'prices', set_price.by_market) ORDER BY v.position, v.id)
               FROM catalog.variant AS v CROSS JOIN LATERAL (
                   SELECT COALESCE(jsonb_agg(jsonb_build_object(
                              'market_code', s.market_code, 'price_minor', s.price_minor,
                              'price_currency', s.price_currency, 'compare_at_minor', s.compare_at_minor)
                          ORDER BY s.market_code), '[]') AS by_market
                   FROM catalog.price AS s WHERE s.variant_id = v.id) AS set_price
               WHERE v.product_id = p.id), '[]') AS variants,
           COALESCE((
               SELECT jsonb_agg(jsonb_build_object(
                          'id', i.id, 'position', i.position, 'alts', i.alts, 'file_key', i.file_key,
                          'width', i.width, 'height', i.height) ORDER BY i.position, i.id)
               FROM catalog.picture AS i WHERE i.product_id = p.id), '[]') AS pictures
    FROM catalog.product AS p WHERE {column} ORDER BY p.id
    """,
    fragments={"column": {"id": "p.id = ANY(:product_ids)", "slug": "p.slug = ANY(:slugs)"}},
)
async def list_editable(
    reading: Reading, *, column: str, product_ids: list[ProductId], slugs: list[str]
) -> list[EditableProduct]:
    """The rows of `get_product_for_staff` and `list_products_by_slug`."""


@statement(
    """
    SELECT id, price_minor, price_currency, compare_at_minor, changed_at, actor
    FROM catalog.price_change WHERE variant_id = :variant_id AND market_code = :market
    ORDER BY id DESC LIMIT :count_max
    """
)
async def list_price_record_rows(
    reading: Reading, *, variant_id: VariantId, market: str, count_max: int
) -> list[PriceRecord]:
    """The rows of `list_price_records`."""
