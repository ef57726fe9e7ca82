"""How a list is narrowed, as pieces of SQL that the list and its facets share. `p` is a product, `r` its prices."""

from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts.narrowing import ListingFilters
from shopwright.modules.catalog.rules.narrowing import PRICE_MINOR_MAX

# The price of any variant lies within the bounds. Mostly the ends of the span tell; only where it reaches beyond both
# is every price looked at.
HAS_PRICE = """(r.lowest_minor <= :price_to AND r.highest_minor >= :price_from
        AND (r.lowest_minor >= :price_from OR r.highest_minor <= :price_to OR EXISTS (
            SELECT FROM unnest(r.prices_minor) AS paid (minor) WHERE paid.minor BETWEEN :price_from AND :price_to)))"""
HAS_BRAND = "p.brand = ANY(:brands)"
IS_LISTED = "p.listed_at IS NOT NULL"
IS_FOUND = "p.search_vector @@ :question::text::tsquery"
IS_WITHIN = "p.category_id = ANY(:category_ids)"
HAS_OPTIONS = "p.facets @@ :options::text::tsquery"
IS_IN_STOCK = "p.is_available"
# The same of one variant `v` and its price `c`, for `has_variant`.
OF_OPTIONS = "v.facets @@ :options::text::tsquery"
OF_PRICE = "c.price_minor BETWEEN :price_from AND :price_to"
OF_STOCK = "v.is_available"
# Where one text serves whatever is asked for.
OF_WHAT_IS_ASKED = (
    f"(:options::text = '' OR {OF_OPTIONS})",
    f"(NOT :is_priced::boolean OR {OF_PRICE})",
    f"(NOT :is_in_stock_only::boolean OR {OF_STOCK})",
)


def has_variant(*asked: str, fence: str = "") -> str:
    """One variant on sale of `p` is all that is asked of it.

    What the product says of all its variants together stands beside it (HAS_OPTIONS, HAS_PRICE, IS_IN_STOCK): that has
    indexes and leaves few variants to look at. The server drops the join with prices where none is asked for.
    `OFFSET 0` as the fence keeps it from reading every variant of the shop instead.
    """
    return f"""EXISTS (
            SELECT FROM catalog.variant AS v
            LEFT JOIN catalog.price AS c ON c.variant_id = v.id AND c.market_code = :market
            WHERE v.product_id = p.id AND v.retired_at IS NULL AND {" AND ".join(asked)} {fence})"""


# Where one text serves whatever is asked for.
IS_ONE_VARIANT = f"(NOT :is_of_one_variant::boolean OR {has_variant(*OF_WHAT_IS_ASKED, fence='OFFSET 0')})"


def is_of_one_variant(filters: ListingFilters) -> bool:
    """Whether a single variant must be all that is asked; of a price or stock alone the product tells already."""
    return bool(filters.options) or (asks_price(filters) and filters.is_in_stock_only)


def price_bounds(filters: ListingFilters) -> tuple[int, int]:
    """The least and the greatest price in minor units; without a bound, one that no price reaches."""

    def minor(bound: Money | None, otherwise: int) -> int:
        return otherwise if bound is None else max(0, min(bound.minor, PRICE_MINOR_MAX))

    return minor(filters.price_from, 0), minor(filters.price_to, PRICE_MINOR_MAX)


def asks_price(filters: ListingFilters) -> bool:
    """Whether a price is asked for."""
    return filters.price_from is not None or filters.price_to is not None
