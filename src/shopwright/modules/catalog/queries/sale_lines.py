from collections.abc import Sequence

import msgspec

from shopwright.kernel.ids import ProductId, VariantId
from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts import SaleLine
from shopwright.platform.db import Reading, statement
from shopwright.platform.files import picture_url

VARIANT_COUNT_MAX = 5_000


class SaleLineRow(msgspec.Struct, frozen=True):
    """A sale line as it is read, its picture by stem and width."""

    variant_id: VariantId
    product_id: ProductId
    slug: str
    sku: str
    title: str
    options_text: str
    picture_key: str | None
    picture_width: int | None
    price: Money
    compare_at_minor: int | None
    is_listed: bool
    weight_grams: int


async def list_sale_lines(
    reading: Reading, *, variant_ids: Sequence[VariantId], market: str, language: str
) -> list[SaleLine]:
    """The variants as carts and orders need them, ordered by id. One statement whatever their number.

    A variant that is unknown or has no price in the market is missing from the answer; one that is retired or whose
    product is delisted is there with `is_listed` false. More than VARIANT_COUNT_MAX at once are a mistake of ours.
    """
    if len(variant_ids) > VARIANT_COUNT_MAX:
        raise ValueError(f"more than {VARIANT_COUNT_MAX} variants at once")
    rows = await list_sale_line_rows(reading, variant_ids=list(variant_ids), market=market, language=language)
    return [
        SaleLine(
            variant_id=row.variant_id,
            product_id=row.product_id,
            slug=row.slug,
            sku=row.sku,
            title=row.title,
            options_text=row.options_text,
            picture_url=row.picture_key and picture_url(row.picture_key, row.picture_width or 0, wanted_width=320),
            price=row.price,
            compare_at_minor=row.compare_at_minor,
            is_listed=row.is_listed,
            weight_grams=row.weight_grams,
        )
        for row in rows
    ]


@statement(
    """
    SELECT v.id AS variant_id, p.id AS product_id, p.slug, v.sku, platform.words(p.titles, :language) AS title,
           COALESCE((SELECT string_agg(platform.words(w.names, :language), ' / ' ORDER BY chosen.place)
                     FROM unnest(v.option_value_ids) WITH ORDINALITY AS chosen (id, place)
                     JOIN catalog.option_value AS w ON w.id = chosen.id), '') AS options_text,
           shown.file_key AS picture_key, shown.width AS picture_width,
           s.price_minor, s.price_currency, s.compare_at_minor,
           p.listed_at IS NOT NULL AND v.retired_at IS NULL AS is_listed, v.weight_grams
    FROM catalog.variant AS v
    JOIN catalog.product AS p ON p.id = v.product_id
    JOIN catalog.price AS s ON s.variant_id = v.id AND s.market_code = :market
    LEFT JOIN LATERAL (
        SELECT i.file_key, i.width FROM catalog.picture AS i WHERE i.product_id = v.product_id
        ORDER BY (i.id = v.picture_id) IS TRUE DESC, i.position, i.id LIMIT 1
    ) AS shown ON true
    WHERE v.id = ANY(:variant_ids) ORDER BY v.id
    """
)
async def list_sale_line_rows(
    reading: Reading, *, variant_ids: list[VariantId], market: str, language: str
) -> list[SaleLineRow]:
    """The rows of `list_sale_lines`."""
