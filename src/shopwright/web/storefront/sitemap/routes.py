from collections.abc import Iterable, Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from litestar import Response

from shopwright.kernel.errors import NotFound
from shopwright.modules.catalog import public as catalog
from shopwright.platform.http import PUBLIC, Request, get
from shopwright.platform.i18n import DEFAULT_LANGUAGE
from shopwright.shop import LANGUAGE_PARAMETER, shop_of
from shopwright.web.context import keep_collections
from shopwright.web.storefront.cards import category_url
from shopwright.web.storefront.collections.kept import collection_url
from shopwright.web.storefront.pages import absolute_url, address
from shopwright.web.storefront.tree import list_tree

PAGES_PATH = "/sitemap-pages.xml"
PRODUCTS_PATH = "/sitemap-products.xml"
PRIVATE_PATHS = ("/account", "/cart", "/checkout", "/console", "/orders", "/payments", "/search", "/session", "/api/")
_KEPT_SECONDS = 3_600
_CHUNK_DIGITS_MAX = 8
_XML = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@get("/robots.txt", PUBLIC)
async def show_robots(request: Request) -> Response[str]:
    """Where search engines may go: not into carts and consoles, and not along every combination of filters."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE_PATHS)]
    lines += [f"Disallow: /*?*{name}=" for name in ("option", "brand", "price_from", "price_to", "stock", "after")]
    lines.append(f"Sitemap: {absolute_url(request, '/sitemap.xml')}")
    return _kept("\n".join(lines) + "\n", "text/plain")


@get("/sitemap.xml", PUBLIC)
async def show_sitemap(request: Request) -> Response[str]:
    """The parts of the sitemap. One statement."""
    async with shop_of(request).database.reading() as reading:
        chunks = await catalog.list_sitemap_chunks(reading)
    places = [PAGES_PATH, *(address(PRODUCTS_PATH, [("chunk", str(chunk))]) for chunk in chunks)]
    parts = "".join(f"<sitemap><loc>{escape(absolute_url(request, place))}</loc></sitemap>\n" for place in places)
    return _kept(f"{_HEAD}<sitemapindex {_SPACES}>\n{parts}</sitemapindex>\n", _XML)


@get(PAGES_PATH, PUBLIC)
async def show_other_pages(request: Request) -> Response[str]:
    """The home page, the categories and the collections. No statement once they are kept."""
    async with shop_of(request).database.reading() as reading:
        market = await shop_of(request).market(reading)
        tree = await list_tree(request, reading)
        collections = await keep_collections(request, reading)
    places = ["/", "/categories", *(category_url(category) for category in tree)]
    places += ["/collections", *(collection_url(collection) for collection in collections)] if collections else []
    return _kept(_url_set(request, ((place, None) for place in places), market.languages), _XML)


@get(PRODUCTS_PATH, PUBLIC)
async def show_product_chunk(request: Request) -> Response[str]:
    """At most a thousand products, each in every language. One statement.

    Only the one spelling of the address that the index tells is answered, so that what stands before us can keep it.
    """
    asked = request.query_params.get("chunk", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= _CHUNK_DIGITS_MAX):
        raise NotFound
    if request.scope["query_string"] != f"chunk={int(asked)}".encode():
        raise NotFound
    shop = shop_of(request)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        products = await catalog.list_sitemap_products(reading, chunk=int(asked))
    if not products:
        raise NotFound
    places = ((f"/products/{product.slug}", product.updated_at) for product in products)
    return _kept(_url_set(request, places, market.languages), _XML)


def _url_set(request: Request, places: Iterable[tuple[str, datetime | None]], languages: Sequence[str]) -> str:
    urls = "".join(_url(request, place, changed_at, languages) for place, changed_at in places)
    return f"{_HEAD}<urlset {_SPACES}>\n{urls}</urlset>\n"


def _url(request: Request, place: str, changed_at: datetime | None, languages: Sequence[str]) -> str:
    """One address with its other languages; the default language has the plain one."""
    address_of = {
        code: absolute_url(request, address(place, [(LANGUAGE_PARAMETER, "" if code == DEFAULT_LANGUAGE else code)]))
        for code in languages
    }
    tagged = [(code.replace("_", "-"), url) for code, url in address_of.items()]
    plain = absolute_url(request, address(place))
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(url)}/>'
        for tag, url in [*tagged, ("x-default", plain)]
    )
    changed = "" if changed_at is None else f"<lastmod>{changed_at:%Y-%m-%dT%H:%M:%SZ}</lastmod>"
    return f"<url><loc>{escape(plain)}</loc>{changed}{others}</url>\n"


def _kept(text: str, media_type: str) -> Response[str]:
    """An answer that everybody may keep for an hour."""
    return Response(text, media_type=media_type, headers={"Cache-Control": f"public, max-age={_KEPT_SECONDS}"})
