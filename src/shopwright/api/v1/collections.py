"""Collections and what stands in them, for everybody."""

import msgspec
from litestar.params import FromPath, FromQuery

from shopwright.api.v1.asking import page_size
from shopwright.kernel.ids import CollectionId
from shopwright.kernel.page import Page
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Collection, CollectionPicture, ProductCard, ProductSort
from shopwright.platform.files import picture_srcset, picture_url
from shopwright.platform.http import PUBLIC, Request, get
from shopwright.shop import language_of, shop_of

USUAL_PAGE_SIZE = 24


class ShownCollection(msgspec.Struct, frozen=True):
    """A listed collection; `sort` is the order in which it is shown unless another is asked for."""

    id: CollectionId
    slug: str
    name: str
    description: str
    sort: ProductSort
    picture_url: str | None
    picture_srcset: str


@get("/api/v1/collections", PUBLIC)
async def list_collections(request: Request) -> list[ShownCollection]:
    """Every listed collection, in the shop's order."""
    async with shop_of(request).database.reading() as reading:
        found = await catalog.list_collections(reading, language=language_of(request))
    return [_show(collection) for collection in found]


@get("/api/v1/collections/{slug:str}", PUBLIC)
async def show_collection(request: Request, slug: FromPath[str]) -> ShownCollection:
    """One listed collection."""
    async with shop_of(request).database.reading() as reading:
        return _show(await catalog.get_collection(reading, slug=slug, language=language_of(request)))


@get("/api/v1/collections/{slug:str}/products", PUBLIC)
async def list_collection_products(
    request: Request,
    slug: FromPath[str],
    sort: FromQuery[ProductSort | None] = None,
    after: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> Page[ProductCard]:
    """The products of a collection; `after` is a page's `next_key`."""
    shop, language = shop_of(request), language_of(request)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        return await catalog.list_collection_products(
            reading,
            collection=await catalog.get_collection(reading, slug=slug, language=language),
            market=market.code,
            language=language,
            sort=sort,
            after=after,
            limit=page_size(limit, usual=USUAL_PAGE_SIZE),
        )


def _show(collection: Collection) -> ShownCollection:
    picture: CollectionPicture | None = collection.picture
    return ShownCollection(
        id=collection.id,
        slug=collection.slug,
        name=collection.name,
        description=collection.description,
        sort=collection.sort,
        picture_url=None if picture is None else picture_url(picture.file_key, picture.width),
        picture_srcset="" if picture is None else picture_srcset(picture.file_key, picture.width),
    )


ROUTES = [list_collections, show_collection, list_collection_products]
