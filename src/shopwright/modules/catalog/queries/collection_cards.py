"""What collections hold, as cards. A rule is one of two enumerated texts, all its conditions or any of them."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from shopwright.kernel.page import Page
from shopwright.modules.catalog.contracts import (
    Collection,
    Matching,
    ProductCard,
    ProductSort,
    Shelf,
    ShelfInput,
)
from shopwright.modules.catalog.contracts.narrowing import NO_FILTERS, ListingFilters
from shopwright.modules.catalog.queries.cards import CARD, PLACED_CARD, CardRow, PlacedCardRow, card_of
from shopwright.modules.catalog.queries.listing import COUNT_MAX, PAGE_SIZE_MAX, Cursor, read_cursor
from shopwright.modules.catalog.queries.membership import (
    BY_HAND,
    CHOSEN,
    Membership,
    is_member,
    kind_of,
    membership_of,
)
from shopwright.modules.catalog.queries.narrowing import (
    HAS_BRAND,
    HAS_OPTIONS,
    HAS_PRICE,
    IS_IN_STOCK,
    IS_LISTED,
    IS_ONE_VARIANT,
    asks_price,
    is_of_one_variant,
    price_bounds,
)
from shopwright.modules.catalog.rules.narrowing import bounded, options_question
from shopwright.platform.db import Reading, statement

SHELF_COUNT_MAX = 30
SHELF_SIZE_MAX = 24

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOMENT = "(extract(epoch FROM p.listed_at) * 1000000)::bigint"
_COLUMNS = """p.id, p.slug, p.titles, p.subtitles, p.is_available, p.sold_count, p.listed_at,
               r.lowest_minor, r.highest_minor, r.currency, r.compare_at_minor"""
_MEMBERSHIPS = is_member(":rule.")
_CHOSEN = f"JOIN {CHOSEN}"
# One text for all filters at once: a collection is walked in its order anyway, whatever is asked for.
_IS_NARROWED = f"""(:options::text = '' OR {HAS_OPTIONS})
        AND (NOT :is_branded::boolean OR {HAS_BRAND}) AND (NOT :is_priced::boolean OR {HAS_PRICE})
        AND (NOT :is_in_stock_only::boolean OR {IS_IN_STOCK})
        AND {IS_ONE_VARIANT}"""
# For each order: what it sorts by, the id beside it, the direction, what a further page begins after, the key shown.
_ORDERS = {
    ProductSort.POSITION: ("m.position", "m.product_id", "ASC", ":after_number::bigint", "m.position::bigint"),
    ProductSort.NEWEST: ("p.listed_at", "p.id", "DESC", ":after_moment::timestamptz", _MOMENT),
    ProductSort.BEST_SELLING: ("p.sold_count", "p.id", "DESC", ":after_number::bigint", "p.sold_count"),
    ProductSort.PRICE_UP: ("r.lowest_minor", "r.product_id", "ASC", ":after_number::bigint", "r.lowest_minor"),
    ProductSort.PRICE_DOWN: ("r.lowest_minor", "r.product_id", "DESC", ":after_number::bigint", "r.lowest_minor"),
}


class CollectionChoice(msgspec.Struct, frozen=True):
    """Which text of a collection's listing is meant."""

    sort: ProductSort
    is_further: bool
    membership: str
    is_narrowed: bool


class ShelfSpec(Membership, frozen=True):
    """One shelf as the statement of all shelves reads it."""

    place: int
    membership: str
    sort: ProductSort


async def list_collection_products(
    reading: Reading,
    *,
    collection: Collection,
    market: str,
    language: str,
    sort: ProductSort | None = None,
    filters: ListingFilters = NO_FILTERS,
    after: str | None = None,
    limit: int = 48,
) -> Page[ProductCard]:
    """A page of a collection's listed products that have a price in the market. One statement.

    Without a `sort` it is the collection's own; `filters` as `get_facets` offers them for the collection; `after` is
    the page before's `next_key`. At most PAGE_SIZE_MAX.
    """
    size = max(1, min(limit, PAGE_SIZE_MAX))
    order = collection.sort if sort is None or sort not in _ORDERS else sort
    if order is ProductSort.POSITION and collection.rule is not None:
        order = ProductSort.NEWEST
    cursor = read_cursor(after, order)
    filters = bounded(filters)
    price_from, price_to = price_bounds(filters)
    rows = await list_collection_cards(
        reading,
        listing=CollectionChoice(order, cursor is not None, kind_of(collection), not filters.is_empty()),
        market=market,
        language=language,
        rule=membership_of(reading, collection),
        options=options_question(filters),
        is_branded=bool(filters.brands),
        brands=list(filters.brands),
        is_priced=asks_price(filters),
        price_from=price_from,
        price_to=price_to,
        is_in_stock_only=filters.is_in_stock_only,
        is_of_one_variant=is_of_one_variant(filters),
        after_moment=_START if cursor is None else _START + cursor.key * _MICROSECOND,
        after_number=0 if cursor is None else cursor.key,
        after_id=0 if cursor is None else cursor.product_id,
        count_max=size + 1,
    )
    shown = rows[:size]
    next_key = Cursor(order, shown[-1].rank, shown[-1].id).text() if len(rows) > size else None
    return Page(tuple(card_of(row) for row in shown), next_key)


async def count_collection_products(reading: Reading, *, collection: Collection, market: str) -> int:
    """How many products `list_collection_products` lists in all pages together, counted no further than COUNT_MAX."""
    return await count_collection_cards(
        reading,
        membership=kind_of(collection),
        market=market,
        rule=membership_of(reading, collection),
        count_max=COUNT_MAX,
    )


async def list_shelves(
    reading: Reading, *, shelves: Sequence[ShelfInput], market: str, language: str, size: int = 12
) -> list[Shelf]:
    """The first products of each shelf, in the order of `shelves`, all by one statement; none for no shelves.

    A shelf is sorted by position, newest or best selling. At most SHELF_COUNT_MAX of at most SHELF_SIZE_MAX.
    """
    specs = [_spec(reading, place, shelf) for place, shelf in enumerate(shelves[:SHELF_COUNT_MAX])]
    if not specs:
        return []
    count_max = max(1, min(size, SHELF_SIZE_MAX))
    rows = await list_shelf_cards(reading, shelves=specs, market=market, language=language, count_max=count_max)
    cards: list[list[ProductCard]] = [[] for _ in specs]
    for row in rows:
        cards[row.place].append(card_of(row))
    return [Shelf(tuple(found)) for found in cards]


def _spec(reading: Reading, place: int, shelf: ShelfInput) -> ShelfSpec:
    membership = msgspec.structs.asdict(membership_of(reading, shelf.collection))
    kind = Matching.ALL.value if shelf.collection is None else kind_of(shelf.collection)
    return ShelfSpec(place=place, membership=kind, sort=shelf.sort, **membership)


def _listing_text(choice: CollectionChoice) -> str:
    key, product_id, direction, after, rank = _ORDERS[choice.sort]
    beyond = ">" if direction == "ASC" else "<"
    further = f"({key}, {product_id}) {beyond} ({after}, :after_id::bigint)" if choice.is_further else "true"
    narrowed = f" AND {_IS_NARROWED}" if choice.is_narrowed else ""
    return CARD.format(
        listing=f"""
        SELECT {_COLUMNS}, {rank} AS rank, {key} AS sort_key
        FROM catalog.product AS p
        JOIN catalog.price_range AS r ON r.product_id = p.id AND r.market_code = :market
        {_CHOSEN.format(spec=":rule.") if choice.membership == BY_HAND else ""}
        WHERE {IS_LISTED} AND {_MEMBERSHIPS[choice.membership]}{narrowed} AND {further}
        ORDER BY {key} {direction}, {product_id} {direction} LIMIT :count_max""",
        order=f"found.sort_key {direction}, found.id {direction}",
    )


def _shelf_branch(*, membership: str, order: str, rank: str, chosen: str = "") -> str:
    return f"""(
            SELECT s.place, {_COLUMNS}, {rank} AS rank
            FROM catalog.product AS p
            JOIN catalog.price_range AS r ON r.product_id = p.id AND r.market_code = :market
            {chosen}
            WHERE p.listed_at IS NOT NULL AND {membership}
            ORDER BY {order} LIMIT :count_max
        )"""


def _shelves_text() -> str:
    """All shelves at once: for each one the branch that suits it walks its index, the others do not run."""
    is_one = is_member("s.")
    by_rule = f"(s.membership = 'all' AND {is_one['all']} OR s.membership = 'any' AND {is_one['any']})"
    own_order = f"""CASE s.sort WHEN 'newest' THEN - {_MOMENT} WHEN 'best_selling' THEN - p.sold_count
                 ELSE m.position END"""
    branches = [
        _shelf_branch(
            membership="s.membership = 'hand'",
            order=f"{own_order}, p.id",
            rank=f"({own_order})::bigint",
            chosen=_CHOSEN.format(spec="s."),
        ),
        _shelf_branch(
            membership=f"s.sort = 'newest' AND {by_rule}", order="p.listed_at DESC, p.id DESC", rank=f"- {_MOMENT}"
        ),
        _shelf_branch(
            membership=f"s.sort = 'best_selling' AND {by_rule}",
            order="p.sold_count DESC, p.id DESC",
            rank="- p.sold_count",
        ),
    ]
    listing = f"""
        SELECT row.* FROM jsonb_to_recordset(:shelves::jsonb) AS s (
            place integer, membership text, sort text, collection_id bigint, category_ids bigint[], brands text[],
            tags text[], price_currency text, price_from bigint, price_to bigint, is_on_sale boolean,
            new_since timestamptz)
        CROSS JOIN LATERAL ({" UNION ALL ".join(branches)}) AS row"""
    return PLACED_CARD.format(listing=listing, order="found.place, found.rank, found.id DESC")


_CHOICES = [
    CollectionChoice(sort, is_further, membership, is_narrowed)
    for sort, is_further, membership, is_narrowed in itertools.product(
        _ORDERS, (False, True), _MEMBERSHIPS, (False, True)
    )
    if sort is not ProductSort.POSITION or membership == BY_HAND
]


@statement("{listing}", fragments={"listing": {choice: _listing_text(choice) for choice in _CHOICES}})
async def list_collection_cards(
    reading: Reading,
    *,
    listing: CollectionChoice,
    market: str,
    language: str,
    rule: Membership,
    options: str,
    is_branded: bool,
    brands: list[str],
    is_priced: bool,
    price_from: int,
    price_to: int,
    is_in_stock_only: bool,
    is_of_one_variant: bool,
    after_moment: datetime,
    after_number: int,
    after_id: int,
    count_max: int,
) -> list[CardRow]:
    """The rows of `list_collection_products`."""


@statement(
    """
    SELECT count(*) FROM (
        SELECT FROM catalog.product AS p
        JOIN catalog.price_range AS r ON r.product_id = p.id AND r.market_code = :market
        WHERE p.listed_at IS NOT NULL AND {membership} LIMIT :count_max
    ) AS found
    """,
    fragments={
        "membership": _MEMBERSHIPS
        | {
            BY_HAND: """EXISTS (SELECT FROM catalog.collection_product AS m
                WHERE m.product_id = p.id AND m.collection_id = :rule.collection_id)"""
        }
    },
)
async def count_collection_cards(
    reading: Reading,
    *,
    membership: str,
    market: str,
    rule: Membership,
    count_max: int,
) -> int:
    """The figure of `count_collection_products`."""


@statement(_shelves_text())
async def list_shelf_cards(
    reading: Reading, *, shelves: list[ShelfSpec], market: str, language: str, count_max: int
) -> list[PlacedCardRow]:
    """The rows of `list_shelves`."""
