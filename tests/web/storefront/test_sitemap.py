"""What search engines read first."""

import re
from xml.etree import ElementTree as ET

import pytest
from tests.kit.app import Browser, statement_budget
from tests.modules.catalog.shelf import CLERK, put_on_shelf
from tests.web.storefront.conftest import Goods

from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import CollectionInput, ProductSort
from shopwright.modules.catalog.queries import sitemap
from shopwright.platform.db import Transaction
from shopwright.shop import Shop

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "http://localhost:8000"


async def places(client: Browser, path: str) -> list[str]:
    """The addresses that a part of the sitemap names."""
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml; charset=utf-8")
    assert answer.headers["cache-control"] == "public, max-age=3600"
    return [place.text or "" for place in ET.fromstring(answer.content).iter(f"{SPACE}loc")]  # noqa: S314 - our own.


@pytest.mark.usefixtures("goods")
async def test_the_sitemap_leads_to_everything_on_sale(client: Browser, shop: Shop) -> None:
    hidden = await put_on_shelf(shop.database, "还没上架", is_listed=False)
    parts = await places(client, "/sitemap.xml")
    assert parts == [f"{BASE}/sitemap-pages.xml", f"{BASE}/sitemap-products.xml?chunk=0"]
    pages = await places(client, "/sitemap-pages.xml")
    assert pages == [f"{BASE}{path}" for path in ("/", "/categories", "/categories/ware", "/categories/pots")]
    products = await places(client, "/sitemap-products.xml?chunk=0")
    assert len(products) == 3
    assert f"{BASE}/products/clay-teapot" in products
    assert hidden == 4


async def test_collections_that_are_listed_are_told(client: Browser, shop: Shop) -> None:
    gifts = CollectionInput(
        names={"zh_CN": "送礼", "en": "Gifts"}, descriptions={}, sort=ProductSort.POSITION, rule=None
    )

    async def act(tx: Transaction) -> None:
        collection_id = await catalog.create_collection(tx, actor=CLERK, collection=gifts)
        await catalog.list_collection(tx, actor=CLERK, collection_id=collection_id)

    assert await places(client, "/sitemap-pages.xml") == [f"{BASE}/", f"{BASE}/categories"]
    await shop.database.transact(act)
    await shop.cache.catch_up()
    assert (await places(client, "/sitemap-pages.xml"))[2:] == [f"{BASE}/collections", f"{BASE}/collections/gifts"]


@pytest.mark.usefixtures("goods")
async def test_each_address_names_its_languages_and_its_last_change(client: Browser) -> None:
    text = (await client.get("/sitemap-products.xml?chunk=0")).text
    entry = next(part for part in text.split("<url>") if "clay-teapot" in part)
    assert re.search(r"<lastmod>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ</lastmod>", entry)
    assert re.findall(r'hreflang="([^"]+)" href="([^"]+)"', entry) == [
        ("zh-CN", f"{BASE}/products/clay-teapot"),
        ("en", f"{BASE}/products/clay-teapot?language=en"),
        ("x-default", f"{BASE}/products/clay-teapot"),
    ]


async def test_chunks_leap_over_what_is_not_there(shop: Shop, goods: Goods, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        last = await put_on_shelf(shop.database)
    await shop.database.transact(lambda tx: catalog.delist_product(tx, actor=CLERK, product_id=last))
    monkeypatch.setattr(sitemap, "CHUNK_SIZE", 2)
    async with shop.database.reading() as reading:
        assert await catalog.list_sitemap_chunks(reading) == [0, 1, 2, 3]
        sizes = [len(await catalog.list_sitemap_products(reading, chunk=chunk)) for chunk in range(5)]
    assert sizes == [1, 2, 2, 1, 0]
    assert goods.teapot_slug


@pytest.mark.parametrize("chunk", ["", "9", "-1", "x", "٣", "999999999999"])
async def test_a_chunk_that_is_not_there_is_not_found(client: Browser, chunk: str) -> None:
    assert (await client.get("/sitemap-products.xml", params={"chunk": chunk})).status_code == 404


@pytest.mark.usefixtures("goods")
async def test_the_sitemap_keeps_its_budget(client: Browser, shop: Shop) -> None:
    await client.get("/")
    with statement_budget(shop, at_most=1):
        await client.get("/sitemap.xml")
    with statement_budget(shop, at_most=1):
        await client.get("/sitemap-products.xml?chunk=0")


async def test_robots_are_told_where_not_to_go(client: Browser) -> None:
    answer = await client.get("/robots.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /console", "Disallow: /cart", "Disallow: /*?*option="} <= set(lines)
    assert lines[-1] == f"Sitemap: {BASE}/sitemap.xml"
