"""The words that every other shape of the catalogue uses."""

from enum import StrEnum

Words = dict[str, str]
"""Human words by language, such as `{"zh_CN": "茶壶", "en": "Teapot"}`."""


class ProductSort(StrEnum):
    """The orders in which shoppers may list products.

    Relevance without search words means newest, and so does position, a collection's own order, outside of one.
    """

    NEWEST = "newest"
    PRICE_UP = "price_up"
    PRICE_DOWN = "price_down"
    BEST_SELLING = "best_selling"
    RELEVANCE = "relevance"
    POSITION = "position"


class ProductState(StrEnum):
    """Which products the staff's list shows."""

    ALL = "all"
    LISTED = "listed"
    DELISTED = "delisted"
    SOLD_OUT = "sold_out"
    AVAILABLE = "available"


class StaffSort(StrEnum):
    """The orders in which staff may list products, each served by an index; by sales only what is listed."""

    CHANGED_DOWN = "changed_down"
    CHANGED_UP = "changed_up"
    SOLD_DOWN = "sold_down"
    SOLD_UP = "sold_up"
