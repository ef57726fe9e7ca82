from collections.abc import Sequence
from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.modules.catalog.contracts import Category, ProductSort
from shopwright.modules.catalog.errors import CategoryNotFound
from shopwright.platform.http import PUBLIC, Request, get
from shopwright.platform.i18n import translate
from shopwright.shop import language_of, shop_of
from shopwright.web.context import Context
from shopwright.web.storefront.cards import category_url, show_tiles
from shopwright.web.storefront.listing import answer_part, load_facets, load_page, read_listing, show_listing
from shopwright.web.storefront.pages import (
    absolute_url,
    breadcrumb_facts,
    finder_facts,
    frame_context,
    list_facts,
    public_page,
)
from shopwright.web.storefront.tree import find_category, list_crumbs, list_tree

SORTS = (ProductSort.NEWEST, ProductSort.BEST_SELLING, ProductSort.PRICE_UP, ProductSort.PRICE_DOWN)
_NOT_FOUND = 404


@get("/categories", PUBLIC)
async def show_categories(request: Request) -> Response[Any]:
    """All categories on one page: where the phone's navigation leads."""
    async with shop_of(request).database.reading() as reading:
        context = await frame_context(request, reading)
        tree = await list_tree(request, reading)
    facts = finder_facts(request, context["market"].languages, path="/categories", description="")
    return await public_page(request, "storefront/category/categories.html", context | facts | {"tops": _tops(tree)})


@get("/categories/{slug:str}", PUBLIC)
async def show_category(request: Request, slug: FromPath[str]) -> Response[Any]:
    """The goods of a category and all below it. Two statements, three with a cart; one for further cards."""
    shop, language = shop_of(request), language_of(request)
    async with shop.database.reading() as reading:
        tree = await list_tree(request, reading)
        try:
            category = find_category(tree, slug)
        except CategoryNotFound:
            return await _missing(request, await frame_context(request, reading), tree)
        market = await shop.market(reading)
        listing = read_listing(request, path=category_url(category), sorts=SORTS, market=market, category=category)
        part = await answer_part(request, reading, listing)
        if part is not None:
            return part
        found = await load_page(request, reading, listing)
        facets = await load_facets(request, reading, listing)
        context = await frame_context(request, reading)
    context |= show_listing(listing, found, facets, market, language) | _about(request, context, tree, category)
    context["structured_data"].append({"@context": "https://schema.org", **list_facts(request, context["cards"])})
    context["is_indexed"] = listing.after is None and listing.filters.is_empty()
    return await public_page(request, "storefront/category/category.html", context)


def _about(request: Request, context: Context, tree: Sequence[Category], category: Category) -> Context:
    language = language_of(request)
    crumbs = list_crumbs(tree, category.id, language)
    facts = finder_facts(
        request,
        context["market"].languages,
        path=category_url(category),
        description=translate("{name} at {shop}", language, name=category.name, shop=context["shop"]["name"]),
    )
    return facts | {
        "title": category.name,
        "crumbs": crumbs,
        "structured_data": [breadcrumb_facts(request, crumbs)],
        "share_image": absolute_url(request, category.picture_url) if category.picture_url else "",
        "children": [
            {"label": child.name, "url": category_url(child), "is_current": False}
            for child in tree
            if child.parent_id == category.id
        ],
    }


def _tops(tree: Sequence[Category]) -> list[dict[str, Any]]:
    """Each category at the top with those right below it."""
    tops = [category for category in tree if category.depth == 0]
    return [
        {
            **tile,
            "children": [
                {"name": child.name, "url": category_url(child)} for child in tree if child.parent_id == category.id
            ],
        }
        for category, tile in zip(tops, show_tiles(tops), strict=True)
    ]


async def _missing(request: Request, context: Context, tree: Sequence[Category]) -> Response[Any]:
    """A category that is not there, with those that are."""
    context |= {"tiles": show_tiles(tree), "is_indexed": False}
    return await public_page(request, "storefront/category/missing.html", context, status=_NOT_FOUND)
