"""Categories and products, for everybody."""

import msgspec
from litestar.params import FromPath, FromQuery

from shopwright.api.v1.asking import page_size
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category, ProductCard, ProductPage, ProductSort
from shopwright.modules.catalog.contracts.narrowing import Facets, ListingFilters
from shopwright.platform.http import PUBLIC, Request, get, visit_of
from shopwright.shop import language_of, shop_of
from shopwright.web import limits

USUAL_PAGE_SIZE = 24


class ProductList(msgspec.Struct, frozen=True):
    """A page of products; `next_key` opens the following one. `facets` tell by what to narrow, where asked for."""

    items: tuple[ProductCard, ...]
    next_key: str | None
    facets: Facets | None


@get("/api/v1/categories", PUBLIC)
async def list_categories(request: Request) -> list[Category]:
    """The tree of categories as a list, parents before children."""
    async with shop_of(request).database.reading() as reading:
        return await catalog.list_categories(reading, language=language_of(request))


@get("/api/v1/products", PUBLIC)
async def list_products(  # noqa: PLR0917 - query parameters, given by name.
    request: Request,
    q: FromQuery[str | None] = None,
    category: FromQuery[str | None] = None,
    option: FromQuery[list[str] | None] = None,
    brand: FromQuery[list[str] | None] = None,
    price_from_minor: FromQuery[int | None] = None,
    price_to_minor: FromQuery[int | None] = None,
    in_stock: FromQuery[bool] = False,  # noqa: FBT002 - likewise.
    facets: FromQuery[bool] = False,  # noqa: FBT002 - likewise.
    sort: FromQuery[ProductSort] = ProductSort.NEWEST,
    after: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> ProductList:
    """Listed products, searched by `q`, within a category and those below it; `after` is a page's `next_key`.

    `option` is a facet's key and a value's, such as `颜色:青岚`, as often as wanted: values of one option widen the
    list, different options narrow it. `brand` may be repeated too. Prices are in the market's minor units, both bounds
    included. With `facets` the answer tells by what the list can be narrowed further, at the cost of counting.
    """
    shop, language = shop_of(request), language_of(request)
    terms = catalog.clean_terms(q or "")
    if terms:
        await limits.SEARCH.hit(shop.database, who=visit_of(request.scope).household)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        within = None
        if category is not None:
            within = (await catalog.get_category(reading, slug=category, language=language)).subtree_ids
        filters = ListingFilters(
            options=catalog.read_options(option or ()),
            brands=tuple(brand or ()),
            price_from=_price(price_from_minor, market.currency),
            price_to=_price(price_to_minor, market.currency),
            is_in_stock_only=in_stock,
        )
        found = await catalog.list_products(
            reading,
            market=market.code,
            language=language,
            category_ids=within,
            terms=terms or None,
            filters=filters,
            sort=sort,
            after=after,
            limit=page_size(limit, usual=USUAL_PAGE_SIZE),
        )
        counted = None
        if facets:
            if not terms:
                await limits.NARROWING.hit_with(reading, who=visit_of(request.scope).household)
            counted = await catalog.get_facets(
                reading,
                market=market.code,
                language=language,
                category_ids=within,
                terms=terms or None,
                filters=filters,
            )
    return ProductList(found.items, found.next_key, counted)


def _price(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


@get("/api/v1/products/{slug:str}", PUBLIC)
async def show_product(request: Request, slug: FromPath[str]) -> ProductPage:
    """One listed product with its options, variants, prices and pictures."""
    shop = shop_of(request)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        return await catalog.get_product(reading, slug=slug, market=market.code, language=language_of(request))


ROUTES = [list_categories, list_products, show_product]
