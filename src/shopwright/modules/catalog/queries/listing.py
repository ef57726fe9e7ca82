"""What shoppers list and search. Every combination of order, page and filters is one enumerated text."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from shopwright.kernel.ids import CategoryId, ProductId
from shopwright.kernel.page import Page
from shopwright.modules.catalog.contracts import ProductCard, ProductSort
from shopwright.modules.catalog.contracts.narrowing import NO_FILTERS, ListingFilters
from shopwright.modules.catalog.queries.cards import CARD, CardRow, card_of
from shopwright.modules.catalog.queries.narrowing import (
    HAS_BRAND,
    HAS_OPTIONS,
    HAS_PRICE,
    IS_FOUND,
    IS_IN_STOCK,
    IS_LISTED,
    IS_WITHIN,
    OF_OPTIONS,
    OF_PRICE,
    OF_STOCK,
    asks_price,
    has_variant,
    price_bounds,
)
from shopwright.modules.catalog.rules.narrowing import bounded, options_question
from shopwright.modules.catalog.rules.words import search_question
from shopwright.platform.db import Reading, statement

PAGE_SIZE_MAX = 100
COUNT_MAX = 1_000

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# How many of the best selling matches are ranked: words that half the shop matches must not cost half the shop.
RANKED_COUNT_MAX = 2_000

_RANK = "(ts_rank(m.search_vector, :question::text::tsquery) * 1000000)::bigint"
# For each order: what it sorts by, the id beside it in the index, the direction, what a further page begins after.
_ORDERS = {
    ProductSort.NEWEST: ("p.listed_at", "p.id", "DESC", ":after_moment::timestamptz"),
    ProductSort.PRICE_UP: ("r.lowest_minor", "r.product_id", "ASC", ":after_number::bigint"),
    ProductSort.PRICE_DOWN: ("r.lowest_minor", "r.product_id", "DESC", ":after_number::bigint"),
    ProductSort.BEST_SELLING: ("p.sold_count", "p.id", "DESC", ":after_number::bigint"),
    ProductSort.RELEVANCE: (_RANK, "m.id", "DESC", ":after_number::bigint"),
}


class ListingChoice(msgspec.Struct, frozen=True):
    """Which text of the listing is meant."""

    sort: ProductSort
    is_further: bool
    is_searched: bool
    is_in_category: bool
    is_by_options: bool = False
    is_by_brand: bool = False
    is_by_price: bool = False
    is_in_stock: bool = False


class Cursor(msgspec.Struct, frozen=True):
    """Behind which product a page begins: its id, and what it sorts by as a number (microseconds for a moment)."""

    sort: ProductSort
    key: int
    product_id: ProductId

    def text(self) -> str:
        """The cursor as it stands in an address."""
        return f"{self.sort.value}.{self.key}.{self.product_id}"


async def list_products(
    reading: Reading,
    *,
    market: str,
    language: str,
    category_ids: Sequence[CategoryId] | None = None,
    terms: str | None = None,
    filters: ListingFilters = NO_FILTERS,
    sort: ProductSort = ProductSort.NEWEST,
    after: str | None = None,
    limit: int = 48,
) -> Page[ProductCard]:
    """A page of listed products that have a price in the market. One statement, or none where `terms` hold no word.

    `category_ids` are a category's `subtree_ids`; `terms` is what somebody typed, of any kind; `filters` as
    `get_facets` offers them; `after` the page before's `next_key`, which is ignored where it is malformed or of
    another order. At most PAGE_SIZE_MAX.
    """
    question = None if terms is None else search_question(terms)
    if terms is not None and question is None:
        return Page(())
    if sort is ProductSort.POSITION or (sort is ProductSort.RELEVANCE and question is None):
        sort = ProductSort.NEWEST
    size = max(1, min(limit, PAGE_SIZE_MAX))
    cursor = read_cursor(after, sort)
    filters = bounded(filters)
    choice = ListingChoice(
        sort,
        is_further=cursor is not None,
        is_searched=question is not None,
        is_in_category=category_ids is not None,
        is_by_options=bool(filters.options),
        is_by_brand=bool(filters.brands),
        is_by_price=asks_price(filters),
        is_in_stock=filters.is_in_stock_only,
    )
    price_from, price_to = price_bounds(filters)
    rows = await list_cards(
        reading,
        listing=choice,
        market=market,
        language=language,
        question=question or "",
        category_ids=list(category_ids or ()),
        options=options_question(filters),
        brands=list(filters.brands),
        price_from=price_from,
        price_to=price_to,
        after_moment=_START if cursor is None else _START + cursor.key * _MICROSECOND,
        after_number=0 if cursor is None else cursor.key,
        after_id=0 if cursor is None else cursor.product_id,
        count_max=size + 1,
    )
    shown = rows[:size]
    next_key = _cursor_behind(shown[-1], sort).text() if len(rows) > size else None
    return Page(tuple(card_of(row) for row in shown), next_key)


async def count_products(
    reading: Reading,
    *,
    market: str,
    category_ids: Sequence[CategoryId] | None = None,
    terms: str | None = None,
) -> int:
    """How many products `list_products` lists in all pages together, counted no further than COUNT_MAX."""
    question = None if terms is None else search_question(terms)
    if terms is not None and question is None:
        return 0
    return await count_cards(
        reading,
        searched=question is not None,
        within=category_ids is not None,
        market=market,
        question=question or "",
        category_ids=list(category_ids or ()),
        count_max=COUNT_MAX,
    )


def read_cursor(after: str | None, sort: ProductSort) -> Cursor | None:
    """The cursor that `after` says, or None where it says none for this order."""
    parts = (after or "").split(".")
    if len(parts) != 3 or parts[0] != sort.value:  # noqa: PLR2004 - the three parts that Cursor.text writes.
        return None
    if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts[1:]):  # noqa: PLR2004 - within 64 bits.
        return None
    key = int(parts[1])
    if sort is ProductSort.NEWEST and key > (datetime.max.replace(tzinfo=UTC) - _START) // _MICROSECOND:
        return None
    return Cursor(sort, key, ProductId(int(parts[2])))


def _cursor_behind(row: CardRow, sort: ProductSort) -> Cursor:
    key = {
        ProductSort.NEWEST: (row.listed_at - _START) // _MICROSECOND,
        ProductSort.PRICE_UP: row.price.minor,
        ProductSort.PRICE_DOWN: row.price.minor,
        ProductSort.BEST_SELLING: row.sold_count,
        ProductSort.RELEVANCE: row.rank,
    }[sort]
    return Cursor(sort, key, row.id)


def _listing_text(choice: ListingChoice) -> str:
    key, product_id, direction, after = _ORDERS[choice.sort]
    beyond = ">" if direction == "ASC" else "<"
    further = f"({key}, {product_id}) {beyond} ({after}, :after_id::bigint)" if choice.is_further else "true"
    order = f"ORDER BY {key} {direction}, {product_id} {direction} LIMIT :count_max"
    is_ranked = choice.sort is ProductSort.RELEVANCE
    matching = f"""
        SELECT p.id, p.slug, p.titles, p.subtitles, p.is_available, p.sold_count, p.listed_at, p.search_vector,
               r.lowest_minor, r.highest_minor, r.currency, r.compare_at_minor
               {"" if is_ranked else f", 0::bigint AS rank, {key} AS sort_key"}
        FROM catalog.product AS p
        JOIN catalog.price_range AS r ON r.product_id = p.id AND r.market_code = :market
        WHERE {" AND ".join(_conditions(choice))}"""
    ranked = f"""
        SELECT m.*, {_RANK} AS rank, {_RANK} AS sort_key
        FROM ({matching} ORDER BY p.sold_count DESC, p.id DESC LIMIT {RANKED_COUNT_MAX}) AS m
        WHERE {further} {order}"""
    return CARD.format(
        listing=ranked if is_ranked else f"{matching} AND {further} {order}",
        order=f"found.sort_key {direction}, found.id {direction}",
    )


def _conditions(choice: ListingChoice) -> list[str]:
    asked = {
        IS_FOUND: choice.is_searched,
        IS_WITHIN: choice.is_in_category,
        HAS_OPTIONS: choice.is_by_options,
        HAS_BRAND: choice.is_by_brand,
        HAS_PRICE: choice.is_by_price,
        IS_IN_STOCK: choice.is_in_stock,
    }
    return [IS_LISTED, *_picked(asked), *_of_one_variant(choice)]


def _of_one_variant(choice: ListingChoice) -> list[str]:
    """What a single variant must be, unless a single price or stock is asked for: then the product tells already."""
    asked = _picked({OF_OPTIONS: choice.is_by_options, OF_PRICE: choice.is_by_price, OF_STOCK: choice.is_in_stock})
    return [has_variant(*asked)] if choice.is_by_options or len(asked) > 1 else []


def _picked(asked: Mapping[str, bool]) -> list[str]:
    return [condition for condition, is_asked in asked.items() if is_asked]


_EITHER = (False, True)
_CHOICES = [
    ListingChoice(sort, *picks)
    for sort in _ORDERS
    for picks in itertools.product(_EITHER, _EITHER, _EITHER, _EITHER, _EITHER, _EITHER, _EITHER)
    if picks[1] or sort is not ProductSort.RELEVANCE  # Only what is searched has a rank.
]


@statement(
    "{listing}",
    fragments={"listing": {choice: _listing_text(choice) for choice in _CHOICES}},
)
async def list_cards(
    reading: Reading,
    *,
    listing: ListingChoice,
    market: str,
    language: str,
    question: str,
    category_ids: list[CategoryId],
    options: str,
    brands: list[str],
    price_from: int,
    price_to: int,
    after_moment: datetime,
    after_number: int,
    after_id: int,
    count_max: int,
) -> list[CardRow]:
    """The rows of `list_products`."""


@statement(
    """
    SELECT count(*) FROM (
        SELECT FROM catalog.product AS p
        JOIN catalog.price_range AS r ON r.product_id = p.id AND r.market_code = :market
        WHERE p.listed_at IS NOT NULL {searched} {within} LIMIT :count_max
    ) AS found
    """,
    fragments={
        "searched": {False: "", True: f"AND {IS_FOUND}"},
        "within": {False: "", True: f"AND {IS_WITHIN}"},
    },
)
async def count_cards(
    reading: Reading,
    *,
    searched: bool,
    within: bool,
    market: str,
    question: str,
    category_ids: list[CategoryId],
    count_max: int,
) -> int:
    """The figure of `count_products`."""
