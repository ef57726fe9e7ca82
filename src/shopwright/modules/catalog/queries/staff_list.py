"""The staff's list of products, listed or not, newest change first."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from shopwright.kernel.ids import CategoryId, ProductId
from shopwright.kernel.page import Page
from shopwright.modules.catalog.contracts import ProductState, StaffProduct
from shopwright.modules.catalog.rules.words import search_question
from shopwright.platform.db import Reading, statement
from shopwright.platform.files import picture_url

PAGE_SIZE_MAX = 100
_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LATEST = _START + timedelta(days=365_000)


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


async def list_products_for_staff(
    reading: Reading,
    *,
    market: str,
    language: str,
    terms: str = "",
    category_ids: Sequence[CategoryId] | None = None,
    state: ProductState = ProductState.ALL,
    after: str | None = None,
    limit: int = 50,
) -> Page[StaffProduct]:
    """A page of products, the latest changed first, with prices in the market. One statement.

    `terms` are searched in titles, SKUs, brand and the rest; text without a word filters nothing. `after` is the page
    before's `next_key` and is ignored where it is malformed.
    """
    size = max(1, min(limit, PAGE_SIZE_MAX))
    question = search_question(terms)
    changed_before, after_id = _read_key(after)
    rows = await list_staff_rows(
        reading,
        searched=question is not None,
        within=category_ids is not None,
        state=state,
        market=market,
        language=language,
        question=question or "",
        category_ids=list(category_ids or ()),
        changed_before=changed_before,
        after_id=after_id,
        count_max=size + 1,
    )
    shown = rows[:size]
    next_key = f"{(shown[-1].updated_at - _START) // _MICROSECOND}.{shown[-1].id}" if len(rows) > size else None
    return Page(tuple(_product(row) for row in shown), next_key)


def _read_key(after: str | None) -> tuple[datetime, int]:
    moment, _, product_id = (after or "").partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) <= 16 for part in (moment, product_id)):  # noqa: PLR2004 - fits 64 bits and the calendar.
        return _LATEST, 0
    return _START + int(moment) * _MICROSECOND, int(product_id)


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
           r.lowest_minor, r.highest_minor, r.currency, p.is_available, p.sold_count, p.listed_at, p.updated_at
    FROM (
        SELECT p.* FROM catalog.product AS p
        WHERE (p.updated_at, p.id) < (:changed_before, :after_id) {searched} {within} {state}
        ORDER BY p.updated_at DESC, p.id DESC LIMIT :count_max
    ) AS p
    LEFT JOIN catalog.price_range AS r ON r.product_id = p.id AND r.market_code = :market
    LEFT JOIN LATERAL (
        SELECT i.file_key, i.width FROM catalog.picture AS i WHERE i.product_id = p.id ORDER BY i.position, i.id LIMIT 1
    ) AS shown ON true
    ORDER BY p.updated_at DESC, p.id DESC
    """,
    fragments={
        "searched": {False: "", True: "AND p.search_vector @@ :question::text::tsquery"},
        "within": {False: "", True: "AND p.category_id = ANY(:category_ids)"},
        "state": {
            ProductState.ALL: "",
            ProductState.LISTED: "AND p.listed_at IS NOT NULL",
            ProductState.DELISTED: "AND p.listed_at IS NULL",
        },
    },
)
async def list_staff_rows(
    reading: Reading,
    *,
    searched: bool,
    within: bool,
    state: ProductState,
    market: str,
    language: str,
    question: str,
    category_ids: list[CategoryId],
    changed_before: datetime,
    after_id: int,
    count_max: int,
) -> list[StaffProductRow]:
    """The rows of `list_products_for_staff`."""
