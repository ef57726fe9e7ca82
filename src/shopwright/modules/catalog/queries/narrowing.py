"""How a list is narrowed, as pieces of SQL that the list and its facets share. `p` is a product, `r` its prices."""

from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts.narrowing import ListingFilters
from shopwright.modules.catalog.rules.narrowing import PRICE_MINOR_MAX

# A variant's price lies within the bounds. Mostly the ends of the span tell; only where it reaches beyond both is
# every price looked at.
HAS_PRICE = """(r.lowest_minor <= :price_to AND r.highest_minor >= :price_from
        AND (r.lowest_minor >= :price_from OR r.highest_minor <= :price_to OR EXISTS (
            SELECT FROM unnest(r.prices_minor) AS paid (minor) WHERE paid.minor BETWEEN :price_from AND :price_to)))"""
HAS_BRAND = "p.brand = ANY(:brands)"
IS_LISTED = "p.listed_at IS NOT NULL"
IS_FOUND = "p.search_vector @@ :question::text::tsquery"
IS_WITHIN = "p.category_id = ANY(:category_ids)"


def has_options(further: str = "") -> str:
    """One variant on sale has all options asked for, and whatever `further` says of it.

    The product's own terms, those of all its variants together, have an index and leave few variants to look at.
    """
    return f"""p.facets @@ :options::text::tsquery AND EXISTS (
            SELECT FROM catalog.variant AS v
            WHERE v.product_id = p.id AND v.retired_at IS NULL AND v.facets @@ :options::text::tsquery {further})"""


def price_bounds(filters: ListingFilters) -> tuple[int, int]:
    """The least and the greatest price in minor units; without a bound, one that no price reaches."""

    def minor(bound: Money | None, otherwise: int) -> int:
        return otherwise if bound is None else max(0, min(bound.minor, PRICE_MINOR_MAX))

    return minor(filters.price_from, 0), minor(filters.price_to, PRICE_MINOR_MAX)


def asks_price(filters: ListingFilters) -> bool:
    """Whether a price is asked for."""
    return filters.price_from is not None or filters.price_to is not None
