"""The staff's list of products, listed or not: newest change first, or as asked."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from shopwright.kernel.ids import CategoryId, ProductId, VariantId
from shopwright.kernel.page import Page
from shopwright.modules.catalog.contracts import ProductState, StaffProduct, StaffSort
from shopwright.modules.catalog.rules.words import search_question
from shopwright.platform.db import Reading, statement
from shopwright.platform.files import picture_url

PAGE_SIZE_MAX = 100
_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_HIGHEST = timedelta(days=365_000) // _MICROSECOND
_KEY_DIGITS_MAX = 16
"""So many digits fit 64 bits and, as microseconds, the calendar."""
_DOWN = frozenset({StaffSort.CHANGED_DOWN, StaffSort.SOLD_DOWN})
_BY_SALES = frozenset({StaffSort.SOLD_DOWN, StaffSort.SOLD_UP})


class StaffProductRow(msgspec.Struct, frozen=True):
    """A product of the staff's list as it is read, its picture by stem and width."""

    id: ProductId
    slug: str
    title: str
    picture_key: str | None
    picture_width: int | None
    category_name: str
    variant_count: int
    lowest_minor: int | None
    highest_minor: int | None
    currency: str | None
    is_available: bool
    sold_count: int
    listed_at: datetime | None
    updated_at: datetime
    variant_ids: list[VariantId]


async def list_products_for_staff(
    reading: Reading,
    *,
    market: str,
    language: str,
    terms: str = "",
    category_ids: Sequence[CategoryId] | None = None,
    state: ProductState = ProductState.ALL,
    variant_ids: Sequence[VariantId] | None = None,
    sort: StaffSort = StaffSort.CHANGED_DOWN,
    after: str | None = None,
    limit: int = 50,
) -> Page[StaffProduct]:
    """A page of products with prices in the market, the latest changed first or as asked. One statement.

    `terms` are searched in titles, SKUs, brand and the rest; text without a word filters nothing. `variant_ids`
    leaves the products that have one of these variants. `after` is the `next_key` of the page before in the same
    order, and is ignored where it is malformed.
    """
    size = max(1, min(limit, PAGE_SIZE_MAX))
    question = search_question(terms)
    after_key, after_id = _read_key(after, sort)
    rows = await list_staff_rows(
        reading,
        searched=question is not None,
        within=category_ids is not None,
        among=variant_ids is not None,
        state=state,
        page=sort,
        market=market,
        language=language,
        question=question or "",
        category_ids=list(category_ids or ()),
        variant_ids=list(variant_ids or ()),
        after_key=after_key,
        after_moment=_START + after_key * _MICROSECOND,
        after_id=after_id,
        count_max=size + 1,
    )
    # The pictures and prices were joined afterwards, which may shuffle the few rows of a page.
    rows.sort(key=lambda row: (_key_of(row, sort), row.id), reverse=sort in _DOWN)
    shown = rows[:size]
    next_key = f"{_key_of(shown[-1], sort)}.{shown[-1].id}" if len(rows) > size else None
    return Page(tuple(_product(row) for row in shown), next_key)


def _key_of(row: StaffProductRow, sort: StaffSort) -> int:
    return row.sold_count if sort in _BY_SALES else (row.updated_at - _START) // _MICROSECOND


def _read_key(after: str | None, sort: StaffSort) -> tuple[int, int]:
    key, _, product_id = (after or "").partition(".")
    is_key = all(part.isascii() and part.isdigit() and len(part) <= _KEY_DIGITS_MAX for part in (key, product_id))
    if not is_key or int(key) > _HIGHEST:
        return (_HIGHEST, 0) if sort in _DOWN else (0, 0)
    return int(key), int(product_id)


def _product(row: StaffProductRow) -> StaffProduct:
    return StaffProduct(
        id=row.id,
        slug=row.slug,
        title=row.title,
        picture_url=row.picture_key and picture_url(row.picture_key, row.picture_width or 0, wanted_width=320),
        category_name=row.category_name,
        variant_count=row.variant_count,
        lowest_minor=row.lowest_minor,
        highest_minor=row.highest_minor,
        currency=row.currency,
        is_available=row.is_available,
        sold_count=row.sold_count,
        listed_at=row.listed_at,
        updated_at=row.updated_at,
        variant_ids=tuple(row.variant_ids),
    )


@statement(
    """
    SELECT p.id, p.slug, platform.words(p.titles, :language) AS title, shown.file_key AS picture_key,
           shown.width AS picture_width,
           COALESCE((SELECT platform.words(c.names, :language) FROM catalog.category AS c
                     WHERE c.id = p.category_id), '')
               AS category_name,
           (SELECT count(*) FROM catalog.variant AS v WHERE v.product_id = p.id AND v.retired_at IS NULL)
               AS variant_count,
           r.lowest_minor, r.highest_minor, r.currency, p.is_available, p.sold_count, p.listed_at, p.updated_at,
           ARRAY(SELECT v.id FROM catalog.variant AS v WHERE v.product_id = p.id AND v.retired_at IS NULL)
               AS variant_ids
    FROM (
        SELECT p.* FROM catalog.product AS p
        WHERE true {searched} {within} {among} {state} {page} LIMIT :count_max
    ) AS p
    LEFT JOIN catalog.price_range AS r ON r.product_id = p.id AND r.market_code = :market
    LEFT JOIN LATERAL (
        SELECT i.file_key, i.width FROM catalog.picture AS i WHERE i.product_id = p.id ORDER BY i.position, i.id LIMIT 1
    ) AS shown ON true
    """,
    fragments={
        "searched": {False: "", True: "AND p.search_vector @@ :question::text::tsquery"},
        "within": {False: "", True: "AND p.category_id = ANY(:category_ids)"},
        "state": {
            ProductState.ALL: "",
            ProductState.LISTED: "AND p.listed_at IS NOT NULL",
            ProductState.DELISTED: "AND p.listed_at IS NULL",
            ProductState.SOLD_OUT: "AND p.listed_at IS NOT NULL AND NOT p.is_available",
            ProductState.AVAILABLE: "AND p.listed_at IS NOT NULL AND p.is_available",
        },
        "among": {
            False: "",
            True: "AND p.id IN (SELECT v.product_id FROM catalog.variant AS v"
            " WHERE v.retired_at IS NULL AND v.id = ANY(:variant_ids))",
        },
        "page": {
            StaffSort.CHANGED_DOWN: "AND (p.updated_at, p.id) < (:after_moment, :after_id)"
            " ORDER BY p.updated_at DESC, p.id DESC",
            StaffSort.CHANGED_UP: "AND (p.updated_at, p.id) > (:after_moment, :after_id) ORDER BY p.updated_at, p.id",
            StaffSort.SOLD_DOWN: "AND (p.sold_count, p.id) < (:after_key, :after_id)"
            " ORDER BY p.sold_count DESC, p.id DESC",
            StaffSort.SOLD_UP: "AND (p.sold_count, p.id) > (:after_key, :after_id) ORDER BY p.sold_count, p.id",
        },
    },
)
async def list_staff_rows(
    reading: Reading,
    *,
    searched: bool,
    within: bool,
    among: bool,
    state: ProductState,
    page: StaffSort,
    market: str,
    language: str,
    question: str,
    category_ids: list[CategoryId],
    variant_ids: list[VariantId],
    after_key: int,
    after_moment: datetime,
    after_id: int,
    count_max: int,
) -> list[StaffProductRow]:
    """The rows of `list_products_for_staff`."""
