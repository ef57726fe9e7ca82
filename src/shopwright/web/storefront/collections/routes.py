from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.modules.catalog.contracts import Collection, ProductSort
from shopwright.modules.catalog.errors import CollectionNotFound
from shopwright.platform.http import PUBLIC, Request, get
from shopwright.platform.i18n import translate
from shopwright.shop import language_of, shop_of
from shopwright.web.context import Context, keep_collections
from shopwright.web.storefront.collections.kept import (
    collection_url,
    find_collection,
    show_collection_picture,
)
from shopwright.web.storefront.listing import answer_part, load_facets, load_page, read_listing, show_listing
from shopwright.web.storefront.pages import (
    absolute_url,
    breadcrumb_facts,
    finder_facts,
    frame_context,
    list_facts,
    public_page,
)

PATH = "/collections"
_NOT_FOUND = 404
_FURTHER = (ProductSort.NEWEST, ProductSort.BEST_SELLING, ProductSort.PRICE_UP, ProductSort.PRICE_DOWN)


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
        market = await shop_of(request).market(reading)
        listing = read_listing(
            request,
            path=collection_url(collection),
            sorts=tuple(dict.fromkeys((collection.sort, *_FURTHER))),
            market=market,
            collection=collection,
        )
        part = await answer_part(request, reading, listing)
        if part is not None:
            return part
        found = await load_page(request, reading, listing)
        facets = await load_facets(request, reading, listing)
        context = await frame_context(request, reading)
    shown = show_listing(listing, found, facets, market, language)
    context |= shown | _about(request, context, collection, shown["cards"])
    context["is_indexed"] = listing.after is None and listing.filters.is_empty()
    return await public_page(request, "storefront/collections/collection.html", context)


def _about(request: Request, context: Context, collection: Collection, cards: Sequence[Mapping[str, Any]]) -> Context:
    language, picture, path = language_of(request), show_collection_picture(collection), collection_url(collection)
    crumbs = [
        {"name": translate("Home", language), "url": "/"},
        {"name": translate("Collections", language), "url": PATH},
        {"name": collection.name, "url": path},
    ]
    description = collection.description or translate(
        "{name} at {shop}", language, name=collection.name, shop=context["shop"]["name"]
    )
    facts = finder_facts(request, context["market"].languages, path=path, description=description)
    return facts | {
        "title": collection.name,
        "text": collection.description,
        "image": picture,
        "crumbs": crumbs,
        "structured_data": [
            breadcrumb_facts(request, crumbs),
            {
                "@context": "https://schema.org",
                "@type": "CollectionPage",
                "name": collection.name,
                "description": description,
                "url": absolute_url(request, path),
                "mainEntity": list_facts(request, cards),
            },
        ],
        "share_image": absolute_url(request, picture["url"]) if picture else "",
    }
