from typing import Any

from litestar import Response

from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import ProductSort
from shopwright.platform.http import PUBLIC, Request, get, visit_of
from shopwright.shop import language_of, shop_of
from shopwright.web import limits
from shopwright.web.storefront.cards import category_url, show_tiles
from shopwright.web.storefront.listing import answer_part, load_facets, load_page, read_listing, show_listing
from shopwright.web.storefront.pages import finder_facts, frame_context, public_page
from shopwright.web.storefront.tree import list_tree

PATH = "/search"
_PLAIN_SORTS = (ProductSort.NEWEST, ProductSort.BEST_SELLING, ProductSort.PRICE_UP, ProductSort.PRICE_DOWN)
_SEARCH_SORTS = (ProductSort.RELEVANCE, *_PLAIN_SORTS)


@get(PATH, PUBLIC)
async def show_search(request: Request) -> Response[Any]:
    """What the words find; without words everything, newest first. Three statements, four with a cart.

    The addresses are not for search engines: they lead nowhere that the categories do not.
    """
    shop, language = shop_of(request), language_of(request)
    terms = catalog.clean_terms(request.query_params.get("q", ""))
    if terms:
        await limits.SEARCH.hit(shop.database, who=visit_of(request.scope).household)
    sorts = _SEARCH_SORTS if terms else _PLAIN_SORTS
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        listing = read_listing(request, path=PATH, sorts=sorts, market=market, terms=terms or None)
        part = await answer_part(request, reading, listing)
        if part is not None:
            return part
        found = await load_page(request, reading, listing)
        facets = await load_facets(request, reading, listing)
        context = await frame_context(request, reading)
        tree = await list_tree(request, reading)
    context |= show_listing(listing, found, facets, market, language)
    context |= finder_facts(request, market.languages, path=PATH, description="", query=[("q", terms)])
    context |= {
        "query": terms,
        "tiles": show_tiles(tree),
        "ways": [
            {"label": category.name, "url": category_url(category), "is_current": False}
            for category in tree
            if category.depth == 0
        ],
        "is_indexed": False,
    }
    return await public_page(request, "storefront/search/search.html", context)
