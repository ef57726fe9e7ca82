from typing import Any

from litestar import Response

from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import ProductSort
from shopwright.platform.http import PUBLIC, Request, get, visit_of
from shopwright.shop import language_of, shop_of
from shopwright.web import limits
from shopwright.web.storefront.cards import category_url, show_tiles
from shopwright.web.storefront.listing import count_all, load_page, read_listing, say_count, show_listing
from shopwright.web.storefront.pages import frame_context, public_page, wants_part
from shopwright.web.storefront.tree import list_tree

PATH = "/search"
_PLAIN_SORTS = (ProductSort.NEWEST, ProductSort.BEST_SELLING, ProductSort.PRICE_UP, ProductSort.PRICE_DOWN)
_SEARCH_SORTS = (ProductSort.RELEVANCE, *_PLAIN_SORTS)


@get(PATH, PUBLIC)
async def show_search(request: Request) -> Response[Any]:
    """What the words find; without words everything, newest first. Three statements, four with a cart."""
    shop, language = shop_of(request), language_of(request)
    terms = catalog.clean_terms(request.query_params.get("q", ""))
    if terms:
        await limits.SEARCH.hit(shop.database, who=visit_of(request.scope).household)
    sorts = _SEARCH_SORTS if terms else _PLAIN_SORTS
    listing = read_listing(request, path=PATH, sorts=sorts, terms=terms or None)
    async with shop.database.reading() as reading:
        found = await load_page(request, reading, listing)
        shown = show_listing(listing, found, language)
        if wants_part(request):
            return await public_page(request, "storefront/more.html", shown)
        context = await frame_context(request, reading)
        tree = await list_tree(request, reading)
        count = await count_all(request, reading, listing) if found.items else 0
    context |= shown | {
        "query": terms,
        "counted": say_count(count, language),
        "tiles": show_tiles(tree),
        "ways": [
            {"label": category.name, "url": category_url(category), "is_current": False}
            for category in tree
            if category.depth == 0
        ],
        "is_indexed": False,
    }
    return await public_page(request, "storefront/search/search.html", context)
