"""What lies beside a product: others of its category and, where those are too few, of its brand."""

from shopwright.kernel.ids import CategoryId, ProductId
from shopwright.modules.catalog.contracts import ProductCard
from shopwright.modules.catalog.queries.cards import CARD, CardRow, card_of
from shopwright.platform.db import Reading, statement

RELATED_COUNT_MAX = 24

_SHELF = """
            (SELECT p.id, p.slug, p.titles, p.subtitles, p.is_available, p.sold_count, p.listed_at,
                    r.lowest_minor, r.highest_minor, r.currency, r.compare_at_minor, {rank}::bigint AS rank
             FROM catalog.product AS p
             JOIN catalog.price_range AS r ON r.product_id = p.id AND r.market_code = :market
             WHERE p.listed_at IS NOT NULL AND p.is_available AND p.id <> :product_id AND {beside}
             ORDER BY p.sold_count DESC, p.id DESC LIMIT :count_max)"""
_OF_CATEGORY = _SHELF.format(rank=0, beside="p.category_id = :category_id")
_OF_BRAND = _SHELF.format(
    rank=1, beside="p.brand = :brand AND p.brand <> '' AND (p.category_id = :category_id) IS NOT TRUE"
)


async def list_related(
    reading: Reading,
    *,
    product_id: ProductId,
    category_id: CategoryId | None,
    brand: str,
    market: str,
    language: str,
    limit: int = 12,
) -> list[ProductCard]:
    """Other listed products in stock, the best selling first: of the same category, then of the same brand.

    None for a product without category and brand. One statement.
    """
    rows = await list_related_cards(
        reading,
        product_id=product_id,
        category_id=category_id,
        brand=brand,
        market=market,
        language=language,
        count_max=max(1, min(limit, RELATED_COUNT_MAX)),
    )
    return [card_of(row) for row in rows]


@statement(
    CARD.format(
        listing=f"""
        SELECT * FROM ({_OF_CATEGORY} UNION ALL {_OF_BRAND}) AS beside
        ORDER BY beside.rank, beside.sold_count DESC, beside.id DESC LIMIT :count_max""",
        order="found.rank, found.sold_count DESC, found.id DESC",
    )
)
async def list_related_cards(
    reading: Reading,
    *,
    product_id: ProductId,
    category_id: CategoryId | None,
    brand: str,
    market: str,
    language: str,
    count_max: int,
) -> list[CardRow]:
    """The rows of `list_related`."""
