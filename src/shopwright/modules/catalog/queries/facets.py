"""By what a list can be narrowed, counted in one statement: each match is looked at once and judged by every filter."""

import itertools
from collections.abc import Sequence

import msgspec

from shopwright.kernel.ids import CategoryId
from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts import Collection
from shopwright.modules.catalog.contracts.narrowing import (
    NO_FACETS,
    NO_FILTERS,
    Facets,
    FacetValue,
    ListingFilters,
    PriceBand,
)
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
    HAS_PRICE,
    IS_FOUND,
    IS_LISTED,
    IS_ONE_VARIANT,
    IS_WITHIN,
    OF_WHAT_IS_ASKED,
    asks_price,
    has_variant,
    is_of_one_variant,
    price_bounds,
)
from shopwright.modules.catalog.rules import narrowing as rules
from shopwright.modules.catalog.rules.narrowing import OPTION_COUNT_MAX, Fallen, Term
from shopwright.modules.catalog.rules.words import search_question
from shopwright.platform.db import Reading, statement

COUNT_MAX = 1_000
# How many matches are judged, the best selling first: a word that half the shop has must not cost half the shop.
JUDGED_COUNT_MAX = 2_000
TERM_COUNT_MAX = 300
BRAND_SHOWN_COUNT_MAX = 14


class BrandCount(msgspec.Struct, frozen=True):
    """How many products are of a brand."""

    brand: str
    name: str
    product_count: int


class FacetsRow(msgspec.Struct, frozen=True):
    """The facets as they are counted."""

    product_count: int
    judged_count: int
    in_stock_count: int
    lowest_minor: int | None
    highest_minor: int | None
    currency: str | None
    prices: tuple[Fallen, ...]
    brands: tuple[BrandCount, ...]
    terms: tuple[Term, ...]


async def get_facets(
    reading: Reading,
    *,
    market: str,
    language: str,
    category_ids: Sequence[CategoryId] | None = None,
    terms: str | None = None,
    collection: Collection | None = None,
    filters: ListingFilters = NO_FILTERS,
) -> Facets:
    """By what the products that `list_products` lists with the same arguments can be narrowed, and how many they are.

    With a `collection`, which stands alone, what `list_collection_products` lists. One statement, or none where
    `terms` hold no word.
    """
    if collection is not None and (terms is not None or category_ids is not None):
        raise ValueError("a collection is neither searched nor cut down to a category")
    question = None if terms is None else search_question(terms)
    if terms is not None and question is None:
        return NO_FACETS
    filters = rules.bounded(filters)
    price_from, price_to = price_bounds(filters)
    prefixes = [f"{each.option}:" for each in filters.options] + [""] * OPTION_COUNT_MAX
    questions = [rules.option_question(each) for each in filters.options] + [""] * OPTION_COUNT_MAX
    row = await count_facets(
        reading,
        facets=FacetsChoice(
            is_searched=question is not None,
            is_within=category_ids is not None,
            membership="" if collection is None else kind_of(collection),
            options=len(filters.options),
            is_by_variant=bool(filters.options) or asks_price(filters) or filters.is_in_stock_only,
        ),
        rule=membership_of(reading, collection),
        options=rules.options_question(filters),
        market=market,
        language=language,
        question=question or "",
        category_ids=list(category_ids or ()),
        is_priced=asks_price(filters),
        price_from=price_from,
        price_to=price_to,
        is_of_one_variant=is_of_one_variant(filters),
        is_branded=bool(filters.brands),
        brands=list(filters.brands),
        is_in_stock_only=filters.is_in_stock_only,
        first_prefix=prefixes[0],
        second_prefix=prefixes[1],
        third_prefix=prefixes[2],
        first_question=questions[0],
        second_question=questions[1],
        third_question=questions[2],
        wanted_terms=[rules.term_of(each.option, value) for each in filters.options for value in each.values],
        edges=list(rules.EDGES),
        judged_count_max=JUDGED_COUNT_MAX,
        count_max=COUNT_MAX,
        term_count_max=TERM_COUNT_MAX,
        brand_count_max=BRAND_SHOWN_COUNT_MAX,
    )
    return _facets(row, filters)


def _facets(row: FacetsRow, filters: ListingFilters) -> Facets:
    currency = row.currency or ""

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, currency)

    return Facets(
        product_count=row.product_count,
        is_capped=row.judged_count == JUDGED_COUNT_MAX,
        in_stock_count=row.in_stock_count,
        options=rules.gather_facets(row.terms, filters),
        brands=tuple(
            FacetValue(each.brand, each.name, each.product_count, is_chosen=each.brand in filters.brands)
            for each in row.brands
        ),
        price_bands=tuple(
            PriceBand(
                money(span.low_minor),
                money(None if span.below_minor is None else span.below_minor - 1),
                span.product_count,
            )
            for span in rules.band_prices(row.prices)
        ),
        price_lowest=money(row.lowest_minor),
        price_highest=money(row.highest_minor),
    )


_MEMBERSHIPS = is_member(":rule.")
_PLACES = ("first", "second", "third")
_COUNTED = " + ".join(f"{{row}}{name}_missed::int" for name in ("price", "brand", "stock", *_PLACES))


class FacetsChoice(msgspec.Struct, frozen=True):
    """Which text of the facets is meant; `membership` is that of a collection, which is neither searched nor within.

    By variant where options, a price or stock are asked for, so that what is counted is what one variant alone is.
    """

    is_searched: bool
    is_within: bool
    membership: str
    options: int
    is_by_variant: bool


def _options_missed(owner: str, count: int) -> str:
    return ", ".join(
        f"NOT {owner}.facets @@ :{place}_question::text::tsquery AS {place}_missed"
        if number < count
        else f"false AS {place}_missed"
        for number, place in enumerate(_PLACES)
    )


def _seen(choice: FacetsChoice) -> str:
    """Every match with the filters that it fails."""
    conditions = [IS_LISTED]
    conditions += [IS_FOUND] if choice.is_searched else []
    conditions += [IS_WITHIN] if choice.is_within else []
    conditions += [_MEMBERSHIPS[choice.membership]] if choice.membership else []
    return f"""
            SELECT p.id, p.facets, p.brand, p.is_available,
                   r.lowest_minor, r.highest_minor, r.prices_minor, r.currency,
                   :is_priced::boolean AND NOT {HAS_PRICE} AS price_missed,
                   :is_branded::boolean AND NOT {HAS_BRAND} AS brand_missed,
                   :is_in_stock_only::boolean AND NOT p.is_available AS stock_missed,
                   {_options_missed("p", choice.options)}
            FROM catalog.product AS p
            JOIN catalog.price_range AS r ON r.product_id = p.id AND r.market_code = :market
            {f"JOIN {CHOSEN.format(spec=':rule.')}" if choice.membership == BY_HAND else ""}
            WHERE {" AND ".join(conditions)}"""


def _tried(choice: FacetsChoice) -> str:
    """The matches that fail one filter at most; by variant, each of theirs that fails one at most.

    Offset 0 keeps the planner from reading every variant of the shop for those of at most 2,000 products.
    """
    if not choice.is_by_variant:
        return "SELECT j.* FROM judged AS j WHERE j.missed_count <= 1"
    return f"""
        SELECT t.* FROM (
            SELECT s.*, {_COUNTED.format(row="s.")} AS missed_count FROM (
                SELECT j.id, v.facets, j.brand, v.is_available, v.price_minor,
                       :is_priced::boolean AND v.price_minor NOT BETWEEN :price_from AND :price_to AS price_missed,
                       j.brand_missed, :is_in_stock_only::boolean AND NOT v.is_available AS stock_missed,
                       {_options_missed("v", choice.options)}
                FROM judged AS j CROSS JOIN LATERAL (
                    SELECT of.facets, of.is_available, c.price_minor FROM catalog.variant AS of
                    LEFT JOIN catalog.price AS c ON c.variant_id = of.id AND c.market_code = :market
                    WHERE of.product_id = j.id AND of.retired_at IS NULL
                    AND (of.is_available OR NOT :is_in_stock_only::boolean)
                    AND (c.price_minor IS NOT NULL OR NOT :is_priced::boolean) OFFSET 0
                ) AS v
                WHERE j.missed_count <= 1
            ) AS s
        ) AS t WHERE t.missed_count <= 1"""


def _all_found(choice: FacetsChoice) -> str:
    """How many products fail no filter, where too many match for all of them to be judged."""
    # Options have an index on the product, which leaves few variants: there the planner does best without a fence.
    asked = has_variant(*OF_WHAT_IS_ASKED) if choice.options else IS_ONE_VARIANT
    variant = f"AND {asked}" if choice.is_by_variant else ""
    return f"""
                SELECT count(*) FROM (
                    SELECT FROM ({_seen(choice)}) AS p
                    WHERE {_COUNTED.format(row="p.")} = 0 {variant} LIMIT :count_max) AS found"""


def _paid(choice: FacetsChoice) -> str:
    """Of every product that counts for prices the bins and the span: of its own prices, or of its variants found."""
    if choice.is_by_variant:
        return """
        SELECT min(t.price_minor) AS lowest_minor, max(t.price_minor) AS highest_minor,
               array_agg(DISTINCT width_bucket(t.price_minor, :edges::bigint[])) AS bins
        FROM tried AS t WHERE t.missed_count = t.price_missed::int AND t.price_minor IS NOT NULL GROUP BY t.id"""
    return """
        SELECT t.lowest_minor, t.highest_minor,
               CASE WHEN width_bucket(t.lowest_minor, :edges::bigint[])
                       = width_bucket(t.highest_minor, :edges::bigint[])
                    THEN ARRAY[width_bucket(t.lowest_minor, :edges::bigint[])]
                    ELSE ARRAY(SELECT DISTINCT width_bucket(each.minor, :edges::bigint[])
                               FROM unnest(t.prices_minor) AS each (minor) ORDER BY 1) END AS bins
        FROM tried AS t WHERE t.missed_count = t.price_missed::int"""


# A match that fails no filter counts everywhere; one that fails a single filter counts for that one's facet only.
def _facets_text(choice: FacetsChoice) -> str:
    # Of the variants of one product the first counts: rows are told apart by hashing, which is cheaper than sorting.
    once = "DISTINCT" if choice.is_by_variant else ""
    return f"""
    WITH judged AS MATERIALIZED (
        SELECT s.*, {_COUNTED.format(row="s.")} AS missed_count
        FROM ({_seen(choice)} ORDER BY p.sold_count DESC, p.id DESC LIMIT :judged_count_max) AS s
    ), tried AS MATERIALIZED ({_tried(choice)}
    ), paid AS MATERIALIZED ({_paid(choice)}
    ), fallen AS (
        SELECT f.bins, count(*) AS product_count FROM paid AS f GROUP BY f.bins
    ), branded AS (
        SELECT j.brand, count(*) AS product_count
        FROM (SELECT {once} t.id, t.brand FROM tried AS t WHERE t.missed_count = t.brand_missed::int) AS j
        WHERE j.brand <> '' GROUP BY j.brand
        ORDER BY j.brand = ANY(:brands) DESC, product_count DESC, j.brand LIMIT :brand_count_max
    ), termed AS (
        SELECT j.term, count(*) AS product_count FROM (
            SELECT {once} t.id, had.term
            FROM tried AS t CROSS JOIN LATERAL unnest(tsvector_to_array(t.facets)) AS had (term)
            WHERE (t.missed_count = 0 OR t.first_missed OR t.second_missed OR t.third_missed)
                AND (t.missed_count = 0
                OR (t.first_missed AND starts_with(had.term, :first_prefix))
                OR (t.second_missed AND starts_with(had.term, :second_prefix))
                OR (t.third_missed AND starts_with(had.term, :third_prefix)))
        ) AS j
        GROUP BY j.term
        ORDER BY j.term = ANY(:wanted_terms::text[]) DESC, product_count DESC, j.term LIMIT :term_count_max
    ), shown AS (
        SELECT t.term, t.product_count FROM termed AS t
        UNION ALL
        SELECT wanted.term, 0 FROM unnest(:wanted_terms::text[]) AS wanted (term)
        WHERE NOT EXISTS (SELECT FROM termed AS t WHERE t.term = wanted.term)
    )
    SELECT CASE WHEN (SELECT count(*) FROM judged) < :judged_count_max
                THEN (SELECT count(*) FROM (SELECT {once} t.id FROM tried AS t WHERE t.missed_count = 0) AS j)
                ELSE ({_all_found(choice)}) END AS product_count,
           (SELECT count(*) FROM judged) AS judged_count,
           (SELECT count(*) FROM (
                SELECT {once} t.id FROM tried AS t
                WHERE t.is_available AND t.missed_count = t.stock_missed::int) AS j) AS in_stock_count,
           (SELECT min(lowest_minor) FROM paid) AS lowest_minor,
           (SELECT max(highest_minor) FROM paid) AS highest_minor,
           (SELECT min(currency) FROM judged) AS currency,
           COALESCE((SELECT jsonb_agg(jsonb_build_object('bins', f.bins, 'product_count', f.product_count))
                     FROM fallen AS f), '[]') AS prices,
           COALESCE((SELECT jsonb_agg(jsonb_build_object(
                                'brand', b.brand, 'product_count', b.product_count,
                                'name', CASE WHEN called.name IS NULL THEN b.brand
                                             ELSE platform.words(called.names, :language) END)
                            ORDER BY b.product_count DESC, b.brand)
                     FROM branded AS b LEFT JOIN catalog.brand AS called ON called.name = b.brand), '[]') AS brands,
           COALESCE((SELECT jsonb_agg(jsonb_build_object(
                                'term', t.term, 'product_count', t.product_count,
                                'option_label', platform.words(k.option_names, :language),
                                'value_label', platform.words(k.value_names, :language))
                            ORDER BY t.product_count DESC, t.term)
                     FROM shown AS t JOIN catalog.facet_value AS k ON k.term = t.term), '[]') AS terms
    """


_SCOPES = [
    *((is_searched, is_within, "") for is_searched, is_within in itertools.product((False, True), repeat=2)),
    *((False, False, kind) for kind in _MEMBERSHIPS),
]
_CHOICES = [
    FacetsChoice(*scope, options, is_by_variant)
    for scope in _SCOPES
    for options, is_by_variant in ((0, False), *((count, True) for count in range(OPTION_COUNT_MAX + 1)))
]


@statement("{facets}", fragments={"facets": {choice: _facets_text(choice) for choice in _CHOICES}})
async def count_facets(
    reading: Reading,
    *,
    facets: FacetsChoice,
    rule: Membership,
    options: str,
    market: str,
    language: str,
    question: str,
    category_ids: list[CategoryId],
    is_priced: bool,
    is_of_one_variant: bool,
    price_from: int,
    price_to: int,
    is_branded: bool,
    brands: list[str],
    is_in_stock_only: bool,
    first_prefix: str,
    second_prefix: str,
    third_prefix: str,
    first_question: str,
    second_question: str,
    third_question: str,
    wanted_terms: list[str],
    edges: list[int],
    judged_count_max: int,
    count_max: int,
    term_count_max: int,
    brand_count_max: int,
) -> FacetsRow:
    """The row of `get_facets`."""
