import msgspec

from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts.products import ProductCard


class OptionFilter(msgspec.Struct, frozen=True):
    """Products with any of the values of one option. Option and values are keys as `Facet` and `FacetValue` tell them.

    A key is the name in the shop's first language, folded, so that one filter means the same in every language.
    """

    option: str
    values: tuple[str, ...]


class ListingFilters(msgspec.Struct, frozen=True):
    """What narrows a list of products: every part that is not empty must hold, and of the entries of a part any.

    Options, price and stock are asked of one variant on sale: who asks for red below 100 sees what has a red one below
    100. Both bounds of the price are included, in the market's currency. A product has at most three options, so
    further ones in `options` are passed over.
    """

    options: tuple[OptionFilter, ...] = ()
    brands: tuple[str, ...] = ()
    price_from: Money | None = None
    price_to: Money | None = None
    is_in_stock_only: bool = False

    def is_empty(self) -> bool:
        """Whether it narrows nothing."""
        return self == NO_FILTERS


NO_FILTERS = ListingFilters()


class FacetValue(msgspec.Struct, frozen=True):
    """A value to narrow a list by, how many products choosing it alone beside the other facets would leave."""

    key: str
    label: str
    product_count: int
    is_chosen: bool


class Facet(msgspec.Struct, frozen=True):
    """An option of the listed products with its values, the most frequent first."""

    key: str
    label: str
    values: tuple[FacetValue, ...]


class PriceBand(msgspec.Struct, frozen=True):
    """A span of prices, both bounds included, and how many products have a variant within; the outer ones are open.

    The variants are those that the other facets leave.
    """

    price_from: Money | None
    price_to: Money | None
    product_count: int


class Facets(msgspec.Struct, frozen=True):
    """By what a list can be narrowed. A facet's own choice does not narrow its own counts; every other facet's does.

    Beside chosen options, a price or stock every count tells of products with one variant that is all of it.
    `product_count` are the products in all pages, counted no further than a thousand. Where `is_capped`, only the
    best selling matches were looked at, and the other counts are the least that there are.
    """

    product_count: int
    is_capped: bool
    in_stock_count: int
    options: tuple[Facet, ...]
    brands: tuple[FacetValue, ...]
    price_bands: tuple[PriceBand, ...]
    price_lowest: Money | None
    price_highest: Money | None


NO_FACETS = Facets(0, False, 0, (), (), (), None, None)


class Suggestions(msgspec.Struct, frozen=True):
    """What somebody may be looking for who is still typing: products, and whole texts to search for."""

    products: tuple[ProductCard, ...]
    words: tuple[str, ...]
