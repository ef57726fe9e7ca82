"""A list of products by pages: sorted, continued by key, for a browser as a page and for htmx as further cards."""

from collections.abc import Sequence
from typing import Any

import msgspec

from shopwright.kernel.page import Page
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category, ProductCard, ProductSort
from shopwright.platform.db import Reading
from shopwright.platform.http import Request
from shopwright.platform.i18n import format_number, translate, translate_plural
from shopwright.shop import language_of, shop_of
from shopwright.web.storefront.cards import show_cards
from shopwright.web.storefront.pages import address

PAGE_SIZE = 24
_CURSOR_LENGTH_MAX = 80


class Listing(msgspec.Struct, frozen=True):
    """What a visitor wants listed: where, which words, in which order, and behind which product it goes on.

    `path` and `terms` make its address; `sorts` are the orders offered, the first of them unless another is asked for.
    """

    path: str
    sorts: tuple[ProductSort, ...]
    sort: ProductSort
    after: str | None
    category: Category | None = None
    terms: str | None = None

    def url(self, *, sort: ProductSort | None = None, after: str | None = None) -> str:
        """The address of this list in another order or further on."""
        order = sort or self.sort
        return address(
            self.path,
            [("q", self.terms or ""), ("sort", "" if order == self.sorts[0] else order.value), ("after", after or "")],
        )


def read_listing(
    request: Request,
    *,
    path: str,
    sorts: tuple[ProductSort, ...],
    category: Category | None = None,
    terms: str | None = None,
) -> Listing:
    """The listing that an address asks for; an order that is not offered counts as none."""
    asked = request.query_params.get("sort", "")
    sort = next((offered for offered in sorts if offered.value == asked), sorts[0])
    after = request.query_params.get("after", "")[:_CURSOR_LENGTH_MAX] or None
    return Listing(path, sorts, sort, after, category, terms)


async def load_page(request: Request, reading: Reading, listing: Listing) -> Page[ProductCard]:
    """One page of it. One statement."""
    market = await shop_of(request).market(reading)
    return await catalog.list_products(
        reading,
        market=market.code,
        language=language_of(request),
        category_ids=None if listing.category is None else listing.category.subtree_ids,
        terms=listing.terms,
        sort=listing.sort,
        after=listing.after,
        limit=PAGE_SIZE,
    )


async def count_all(request: Request, reading: Reading, listing: Listing) -> int:
    """How many products there are in all pages, capped. One statement."""
    market = await shop_of(request).market(reading)
    return await catalog.count_products(
        reading,
        market=market.code,
        category_ids=None if listing.category is None else listing.category.subtree_ids,
        terms=listing.terms,
    )


def show_listing(listing: Listing, found: Page[ProductCard], language: str) -> dict[str, Any]:
    """What the templates need. Names: cards, next_url, first_url, sort_chips."""
    return {
        "cards": show_cards(found.items, language),
        "next_url": "" if found.next_key is None else listing.url(after=found.next_key),
        "first_url": listing.url() if listing.after else "",
        "sort_chips": _chips(listing, language),
    }


def say_count(count: int, language: str) -> str:
    """The number of products in words; `1,000+` where counting stopped."""
    if count >= COUNT_SHOWN_MAX:
        return translate("{count} products and more", language, count=format_number(COUNT_SHOWN_MAX, language))
    return translate_plural("{count} product", "{count} products", count, language)


COUNT_SHOWN_MAX = 1_000


def _chips(listing: Listing, language: str) -> Sequence[dict[str, Any]]:
    words = {
        ProductSort.RELEVANCE: translate("Best match", language),
        ProductSort.NEWEST: translate("Newest", language),
        ProductSort.BEST_SELLING: translate("Best selling", language),
        ProductSort.PRICE_UP: translate("Price from low", language),
        ProductSort.PRICE_DOWN: translate("Price from high", language),
    }
    return [
        {"label": words[sort], "url": listing.url(sort=sort), "is_current": sort is listing.sort}
        for sort in listing.sorts
    ]
