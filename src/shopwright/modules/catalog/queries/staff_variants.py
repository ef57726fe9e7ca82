"""Variants as staff look for them: by SKU, by words, by id, listed or not, retired or not."""

from collections.abc import Sequence

import msgspec

from shopwright.kernel.ids import ProductId, VariantId
from shopwright.modules.catalog.rules.words import search_question
from shopwright.platform.db import Reading, statement
from shopwright.platform.files import picture_url

VARIANT_COUNT_MAX = 5_000
FOUND_COUNT_MAX = 100
_VARIANT = """
    SELECT v.id, v.product_id, v.sku, v.barcode, platform.words(p.titles, :language) AS title,
           COALESCE((SELECT string_agg(platform.words(w.names, :language), ' / ' ORDER BY chosen.place)
                     FROM unnest(v.option_value_ids) WITH ORDINALITY AS chosen (id, place)
                     JOIN catalog.option_value AS w ON w.id = chosen.id), '') AS options_text,
           shown.file_key AS picture_key, shown.width AS picture_width,
           p.listed_at IS NOT NULL AS is_listed, v.retired_at IS NOT NULL AS is_retired
    FROM {source} AS v
    JOIN catalog.product AS p ON p.id = v.product_id
    LEFT JOIN LATERAL (
        SELECT i.file_key, i.width FROM catalog.picture AS i WHERE i.product_id = v.product_id
        ORDER BY (i.id = v.picture_id) IS TRUE DESC, i.position, i.id LIMIT 1
    ) AS shown ON true
"""


class StaffVariant(msgspec.Struct, frozen=True):
    """A variant in a list of the staff's; `options_text` is such as "White / L" and empty without options."""

    id: VariantId
    product_id: ProductId
    sku: str
    barcode: str
    title: str
    options_text: str
    picture_url: str | None
    is_listed: bool
    is_retired: bool


class StaffVariantRow(msgspec.Struct, frozen=True):
    """A variant as it is read, its picture by stem and width."""

    id: VariantId
    product_id: ProductId
    sku: str
    barcode: str
    title: str
    options_text: str
    picture_key: str | None
    picture_width: int | None
    is_listed: bool
    is_retired: bool


async def list_variants_for_staff(
    reading: Reading, *, variant_ids: Sequence[VariantId], language: str
) -> list[StaffVariant]:
    """Those of the variants that exist, ordered by id. More than VARIANT_COUNT_MAX at once are a mistake of ours."""
    if len(variant_ids) > VARIANT_COUNT_MAX:
        raise ValueError(f"more than {VARIANT_COUNT_MAX} variants at once")
    rows = await list_staff_variant_rows(reading, variant_ids=list(variant_ids), language=language)
    return [_variant(row) for row in rows]


async def find_variants_for_staff(reading: Reading, *, terms: str, language: str) -> list[StaffVariant]:
    """The variants that somebody looks for, at most FOUND_COUNT_MAX: first those whose SKU begins so, then by words."""
    sought = terms.strip()
    if not sought:
        return []
    rows = await list_sought_variant_rows(
        reading,
        question=search_question(sought) or "",
        terms=sought,
        terms_end=sought + chr(0x10FFFF),
        language=language,
        count_max=FOUND_COUNT_MAX,
    )
    return [_variant(row) for row in rows]


def _variant(row: StaffVariantRow) -> StaffVariant:
    return StaffVariant(
        id=row.id,
        product_id=row.product_id,
        sku=row.sku,
        barcode=row.barcode,
        title=row.title,
        options_text=row.options_text,
        picture_url=row.picture_key and picture_url(row.picture_key, row.picture_width or 0, wanted_width=320),
        is_listed=row.is_listed,
        is_retired=row.is_retired,
    )


@statement(_VARIANT.format(source="catalog.variant") + "WHERE v.id = ANY(:variant_ids) ORDER BY v.id")
async def list_staff_variant_rows(
    reading: Reading, *, variant_ids: list[VariantId], language: str
) -> list[StaffVariantRow]:
    """The rows of `list_variants_for_staff`."""


@statement(
    """
    WITH named AS (
        SELECT id FROM catalog.variant WHERE sku >= :terms AND sku < :terms_end ORDER BY sku LIMIT :count_max
    ), worded AS (
        SELECT v.id FROM catalog.variant AS v JOIN (
            SELECT id FROM catalog.product WHERE search_vector @@ :question::text::tsquery
            ORDER BY updated_at DESC LIMIT :count_max
        ) AS p ON p.id = v.product_id
        WHERE v.retired_at IS NULL LIMIT :count_max
    ), sought AS (
        SELECT v.*, v.id IN (SELECT id FROM named) AS is_named FROM catalog.variant AS v
        WHERE v.id IN (SELECT id FROM named UNION SELECT id FROM worded)
    )
    """
    + _VARIANT.format(source="sought")
    + "ORDER BY v.is_named DESC, v.product_id DESC, v.position, v.id LIMIT :count_max"
)
async def list_sought_variant_rows(
    reading: Reading, *, question: str, terms: str, terms_end: str, language: str, count_max: int
) -> list[StaffVariantRow]:
    """The rows of `find_variants_for_staff`."""
