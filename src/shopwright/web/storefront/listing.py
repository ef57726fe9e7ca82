"""A list of products by pages: sorted, continued by key, for a browser as a page and for htmx as further cards."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response

from shopwright.kernel.page import Page
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category, Collection, ProductCard, ProductSort
from shopwright.modules.catalog.contracts.narrowing import NO_FILTERS, Facets, ListingFilters
from shopwright.modules.markets.contracts import Market
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, visit_of
from shopwright.platform.i18n import format_number, translate, translate_plural
from shopwright.shop import language_of, shop_of
from shopwright.web import limits
from shopwright.web.storefront.cards import show_cards
from shopwright.web.storefront.narrowing import filter_query, read_filters, show_panel
from shopwright.web.storefront.pages import address, public_page, wants_part

PAGE_SIZE = 24
FACETS = "catalog.facets"
"""Under this name a process keeps counted facets, and nobody drops them: they are counted anew every half minute."""

RESULTS = "results"
"""The element that holds the list, in the templates too."""

_FACET_SECONDS = 30
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
    collection: Collection | None = None
    filters: ListingFilters = NO_FILTERS

    def url(
        self, *, sort: ProductSort | None = None, after: str | None = None, filters: ListingFilters | None = None
    ) -> str:
        """The address of this list in another order, further on, or narrowed otherwise."""
        narrowed = filter_query(self.filters if filters is None else filters)
        return address(self.path, [*self.query(sort), *narrowed, ("after", after or "")])

    def query(self, sort: ProductSort | None = None) -> list[tuple[str, str]]:
        """What its address holds besides filters: the words and the order."""
        order = sort or self.sort
        return [("q", self.terms or ""), ("sort", "" if order == self.sorts[0] else order.value)]


def read_listing(
    request: Request,
    *,
    path: str,
    sorts: tuple[ProductSort, ...],
    market: Market,
    category: Category | None = None,
    terms: str | None = None,
    collection: Collection | None = None,
) -> Listing:
    """The listing that an address asks for; an order that is not offered counts as none."""
    asked = request.query_params.get("sort", "")
    sort = next((offered for offered in sorts if offered.value == asked), sorts[0])
    after = request.query_params.get("after", "")[:_CURSOR_LENGTH_MAX] or None
    return Listing(path, sorts, sort, after, category, terms, collection, read_filters(request, market.currency))


async def load_page(request: Request, reading: Reading, listing: Listing) -> Page[ProductCard]:
    """One page of it. One statement."""
    market, language = await shop_of(request).market(reading), language_of(request)
    if listing.collection is not None:
        return await catalog.list_collection_products(
            reading,
            collection=listing.collection,
            market=market.code,
            language=language,
            filters=listing.filters,
            sort=listing.sort,
            after=listing.after,
            limit=PAGE_SIZE,
        )
    return await catalog.list_products(
        reading,
        market=market.code,
        language=language,
        category_ids=None if listing.category is None else listing.category.subtree_ids,
        terms=listing.terms,
        filters=listing.filters,
        sort=listing.sort,
        after=listing.after,
        limit=PAGE_SIZE,
    )


async def load_facets(request: Request, reading: Reading, listing: Listing) -> Facets:
    """By what it can be narrowed and how many products it has. One statement, none where it was counted just now."""
    market, language = await shop_of(request).market(reading), language_of(request)

    async def load(reading: Reading) -> Facets:
        # A search was counted already.
        if listing.terms is None and not listing.filters.is_empty():
            await limits.NARROWING.hit_with(reading, who=visit_of(request.scope).household)
        return await catalog.get_facets(
            reading,
            market=market.code,
            language=language,
            category_ids=None if listing.category is None else listing.category.subtree_ids,
            terms=listing.terms,
            collection=listing.collection,
            filters=listing.filters,
        )

    moment = int(reading.at.timestamp()) // _FACET_SECONDS
    key = (moment, market.code, language, listing.path, listing.terms, listing.filters)
    return await shop_of(request).cache.get(reading, FACETS, load, key=key)


async def answer_part(request: Request, reading: Reading, listing: Listing) -> Response[Any] | None:
    """What htmx asked for: the list narrowed or sorted anew, or further cards; None for a browser. Two statements."""
    if not wants_part(request):
        return None
    found, language = await load_page(request, reading, listing), language_of(request)
    if request.headers.get("hx-target") != RESULTS:
        return await public_page(request, "storefront/more.html", show_more(listing, found, language), reading=reading)
    market = await shop_of(request).market(reading)
    shown = show_listing(listing, found, await load_facets(request, reading, listing), market, language)
    answer = await public_page(request, "storefront/narrowed.html", shown, reading=reading)
    answer.headers["HX-Push-Url"] = listing.url()
    return answer


def show_more(listing: Listing, found: Page[ProductCard], language: str) -> dict[str, Any]:
    """What is added below a list. Names: cards, next_url."""
    return {
        "cards": show_cards(found.items, language),
        "next_url": "" if found.next_key is None else listing.url(after=found.next_key),
    }


def show_listing(
    listing: Listing, found: Page[ProductCard], facets: Facets, market: Market, language: str
) -> dict[str, Any]:
    """What `results.html` needs. Names: cards, next_url, first_url, sort_chips, counted, panel, action, hidden."""

    def url(filters: ListingFilters) -> str:
        return listing.url(filters=filters)

    return show_more(listing, found, language) | {
        "first_url": listing.url() if listing.after else "",
        "sort_chips": _chips(listing, language),
        "counted": say_count(facets.product_count, language),
        "panel": show_panel(facets, listing.filters, url, currency=market.currency, language=language),
        "action": address(listing.path),
        "hidden": [(name, text) for name, text in listing.query() if text],
    }


def say_count(count: int, language: str) -> str:
    """The number of products in words; `1,000+` where counting stopped."""
    if count >= COUNT_SHOWN_MAX:
        return translate("{count} products and more", language, count=format_number(COUNT_SHOWN_MAX, language))
    return translate_plural("{count} product", "{count} products", count, language)


COUNT_SHOWN_MAX = 1_000


def _chips(listing: Listing, language: str) -> Sequence[dict[str, Any]]:
    words = {
        ProductSort.POSITION: translate("Recommended", language),
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
