"""Categories and products, for everybody."""

from litestar.params import FromPath, FromQuery

from shopwright.api.v1.asking import page_size
from shopwright.kernel.page import Page
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category, ProductCard, ProductPage, ProductSort
from shopwright.platform.http import PUBLIC, Request, get, visit_of
from shopwright.shop import language_of, shop_of
from shopwright.web import limits

USUAL_PAGE_SIZE = 24


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
    sort: FromQuery[ProductSort] = ProductSort.NEWEST,
    after: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> Page[ProductCard]:
    """Listed products, searched by `q`, within a category and those below it; `after` is a page's `next_key`."""
    shop, language = shop_of(request), language_of(request)
    terms = catalog.clean_terms(q or "")
    if terms:
        await limits.SEARCH.hit(shop.database, who=visit_of(request.scope).household)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        within = None
        if category is not None:
            within = (await catalog.get_category(reading, slug=category, language=language)).subtree_ids
        return await catalog.list_products(
            reading,
            market=market.code,
            language=language,
            category_ids=within,
            terms=terms or None,
            sort=sort,
            after=after,
            limit=page_size(limit, usual=USUAL_PAGE_SIZE),
        )


@get("/api/v1/products/{slug:str}", PUBLIC)
async def show_product(request: Request, slug: FromPath[str]) -> ProductPage:
    """One listed product with its options, variants, prices and pictures."""
    shop = shop_of(request)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        return await catalog.get_product(reading, slug=slug, market=market.code, language=language_of(request))


ROUTES = [list_categories, list_products, show_product]
