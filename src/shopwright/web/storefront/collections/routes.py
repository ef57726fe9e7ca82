from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Collection, ProductSort
from shopwright.modules.catalog.errors import CollectionNotFound
from shopwright.platform.http import PUBLIC, Request, get
from shopwright.platform.i18n import translate
from shopwright.shop import language_of, shop_of
from shopwright.web.context import Context
from shopwright.web.storefront.cards import show_cards
from shopwright.web.storefront.collections.kept import (
    collection_url,
    find_collection,
    keep_collections,
    show_collection_picture,
)
from shopwright.web.storefront.listing import PAGE_SIZE, say_count
from shopwright.web.storefront.pages import (
    absolute_url,
    address,
    breadcrumb_facts,
    finder_facts,
    frame_context,
    public_page,
    wants_part,
)

PATH = "/collections"
_CURSOR_LENGTH_MAX = 80
_NOT_FOUND = 404
_FURTHER = (ProductSort.NEWEST, ProductSort.BEST_SELLING, ProductSort.PRICE_UP, ProductSort.PRICE_DOWN)


class Asked(msgspec.Struct, frozen=True):
    """The part of a collection that an address asks for; an order that is not offered counts as its own."""

    path: str
    sorts: tuple[ProductSort, ...]
    sort: ProductSort
    after: str | None

    def url(self, *, sort: ProductSort | None = None, after: str = "") -> str:
        """The address of the collection in another order or further on."""
        order = sort or self.sort
        return address(self.path, [("sort", "" if order is self.sorts[0] else order.value), ("after", after)])


@get(PATH, PUBLIC)
async def show_collections(request: Request) -> Response[Any]:
    """Every collection there is. No statement once they are kept, one with a cart."""
    language = language_of(request)
    async with shop_of(request).database.reading() as reading:
        context = await frame_context(request, reading)
        collections = await keep_collections(request, reading)
    title = translate("Collections", language)
    description = translate("{name} at {shop}", language, name=title, shop=context["shop"]["name"])
    context |= finder_facts(request, context["market"].languages, path=PATH, description=description) | {
        "title": title,
        "collections": [
            {
                "name": collection.name,
                "text": collection.description,
                "url": collection_url(collection),
                "image": show_collection_picture(collection),
            }
            for collection in collections
        ],
    }
    return await public_page(request, "storefront/collections/collections.html", context)


@get(PATH + "/{slug:str}", PUBLIC)
async def show_collection(request: Request, slug: FromPath[str]) -> Response[Any]:
    """The goods of a collection. Two statements, three with a cart; one for further cards."""
    language = language_of(request)
    async with shop_of(request).database.reading() as reading:
        collections = await keep_collections(request, reading)
        try:
            collection = find_collection(collections, slug)
        except CollectionNotFound:
            context = await frame_context(request, reading) | {"is_indexed": False}
            return await public_page(
                request, "storefront/collections/missing.html", context, status=_NOT_FOUND, reading=reading
            )
        asked = _read(request, collection)
        market = await shop_of(request).market(reading)
        found = await catalog.list_collection_products(
            reading,
            collection=collection,
            market=market.code,
            language=language,
            sort=asked.sort,
            after=asked.after,
            limit=PAGE_SIZE,
        )
        shown = {
            "cards": show_cards(found.items, language),
            "next_url": asked.url(after=found.next_key) if found.next_key else "",
            "first_url": asked.url() if asked.after else "",
        }
        if wants_part(request):
            return await public_page(request, "storefront/more.html", shown, reading=reading)
        context = await frame_context(request, reading)
        count = await catalog.count_collection_products(reading, collection=collection, market=market.code)
    context |= shown | _about(request, context, collection, asked) | {"counted": say_count(count, language)}
    return await public_page(request, "storefront/collections/collection.html", context)


def _read(request: Request, collection: Collection) -> Asked:
    sorts = tuple(dict.fromkeys((collection.sort, *_FURTHER)))
    text = request.query_params.get("sort", "")
    sort = next((offered for offered in sorts if offered.value == text), sorts[0])
    after = request.query_params.get("after", "")[:_CURSOR_LENGTH_MAX] or None
    return Asked(collection_url(collection), sorts, sort, after)


def _about(request: Request, context: Context, collection: Collection, asked: Asked) -> Context:
    language, picture = language_of(request), show_collection_picture(collection)
    crumbs = [
        {"name": translate("Home", language), "url": "/"},
        {"name": translate("Collections", language), "url": PATH},
        {"name": collection.name, "url": asked.path},
    ]
    description = collection.description or translate(
        "{name} at {shop}", language, name=collection.name, shop=context["shop"]["name"]
    )
    facts = finder_facts(request, context["market"].languages, path=asked.path, description=description)
    return facts | {
        "title": collection.name,
        "text": collection.description,
        "image": picture,
        "crumbs": crumbs,
        "sort_chips": [
            {"label": _sort_name(sort, language), "url": asked.url(sort=sort), "is_current": sort is asked.sort}
            for sort in asked.sorts
        ],
        "structured_data": [breadcrumb_facts(request, crumbs)],
        "share_image": absolute_url(request, picture["url"]) if picture else "",
        "is_indexed": asked.after is None,
    }


def _sort_name(sort: ProductSort, language: str) -> str:
    names = {
        ProductSort.POSITION: translate("Recommended", language),
        ProductSort.NEWEST: translate("Newest", language),
        ProductSort.BEST_SELLING: translate("Best selling", language),
        ProductSort.PRICE_UP: translate("Price from low", language),
        ProductSort.PRICE_DOWN: translate("Price from high", language),
    }
    return names[sort]
