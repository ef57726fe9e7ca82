"""The pages of collections."""

import json
import re

import pytest
from tests.kit.app import BASE_URL, Browser, statement_budget
from tests.modules.catalog.shelf import CLERK, create, put_on_shelf
from tests.modules.catalog.test_facets import cup
from tests.web.storefront.conftest import Goods, log_in, seen

from shopwright.kernel.ids import CollectionId, ProductId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import CollectionInput, CollectionRule, ProductSort
from shopwright.platform.db import Transaction
from shopwright.shop import Shop
from shopwright.web.storefront.listing import PAGE_SIZE


async def collect(shop: Shop, *product_ids: ProductId, is_listed: bool = True, rule: bool = False) -> CollectionId:
    async def act(tx: Transaction) -> CollectionId:
        wanted = CollectionInput(
            names={"zh_CN": "送礼", "en": "Gifts"},
            descriptions={"zh_CN": "拿得出手。"},
            sort=ProductSort.NEWEST if rule else ProductSort.POSITION,
            rule=CollectionRule(price_currency="CNY", price_to_minor=5_000) if rule else None,
        )
        collection_id = await catalog.create_collection(tx, actor=CLERK, collection=wanted)
        await catalog.choose_products(tx, actor=CLERK, collection_id=collection_id, product_ids=product_ids)
        if is_listed:
            await catalog.list_collection(tx, actor=CLERK, collection_id=collection_id)
        return collection_id

    collection_id = await shop.database.transact(act)
    await shop.cache.catch_up()
    return collection_id


def titles(page: str) -> list[str]:
    return re.findall(r'<h2 class="card-title"><a href="[^"]+">([^<]+)</a>', page)


async def test_a_collection_by_hand_shows_its_goods_in_its_order(client: Browser, shop: Shop) -> None:
    bowl, cup, pot = [await put_on_shelf(shop.database, name) for name in ("碗", "杯", "壶")]
    await collect(shop, cup, pot, bowl)
    page = seen(await client.get("/collections/gifts"))
    assert titles(page) == ["杯", "壶", "碗"]
    assert "拿得出手。" in page
    assert "3 件商品" in page
    assert f'<link rel="canonical" href="{BASE_URL}/collections/gifts">' in page
    assert titles(seen(await client.get("/collections/gifts?sort=newest"))) == ["壶", "杯", "碗"]
    assert titles(seen(await client.get("/collections/gifts?sort=relevance"))) == ["杯", "壶", "碗"]


@pytest.mark.usefixtures("goods")
async def test_a_collection_by_rule_has_no_order_of_its_own(client: Browser, shop: Shop) -> None:
    await collect(shop, rule=True)
    page = seen(await client.get("/collections/gifts?sort=position"))
    assert titles(page) == ["白瓷茶杯", "青瓷茶杯"]
    assert "推荐</a>" not in page


@pytest.mark.parametrize(("is_by_rule", "left"), [(False, "杯子二"), (True, "杯子二")])
async def test_a_collection_is_narrowed_as_a_category_is(
    client: Browser, shop: Shop, is_by_rule: bool, left: str
) -> None:
    first = await create(shop.database, cup("杯子一", "素器", {"青岚": 1000, "白": 4000}))
    second = await create(shop.database, cup("杯子二", "山房", {"白": 2000}))
    await create(shop.database, cup("不在其中", "山房", {"白": 90_000}))
    await collect(shop, first, second, rule=is_by_rule)
    page = seen(await client.get("/collections/gifts"))
    assert "2 件商品" in page
    assert re.findall(r'name="brand" value="([^"]+)"', page) == ["山房", "素器"]
    narrowed = seen(await client.get("/collections/gifts?option=颜色:白&brand=山房&price_to=30"))
    assert titles(narrowed) == [left]
    assert "1 件商品" in narrowed
    assert '<meta name="robots" content="noindex">' in narrowed
    assert titles(seen(await client.get("/collections/gifts?stock=1"))) == []
    part = await client.get(
        "/collections/gifts?option=颜色:青岚", headers={"HX-Request": "true", "HX-Target": "results"}
    )
    assert titles(seen(part)) == ["杯子一"]
    assert part.headers["HX-Push-Url"].startswith("/collections/gifts?option=")


async def test_search_engines_learn_what_a_collection_holds(client: Browser, shop: Shop) -> None:
    bowl, cup_id = [await put_on_shelf(shop.database, name) for name in ("碗", "杯")]
    await collect(shop, cup_id, bowl)
    page = (await client.get("/collections/gifts?language=en")).text
    assert f'<link rel="canonical" href="{BASE_URL}/collections/gifts?language=en">' in page
    assert f'<link rel="alternate" hreflang="zh-CN" href="{BASE_URL}/collections/gifts">' in page
    told = [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]
    assert [facts["@type"] for facts in told] == ["BreadcrumbList", "CollectionPage"]
    assert (told[1]["name"], told[1]["url"]) == ("Gifts", f"{BASE_URL}/collections/gifts")
    assert [item["position"] for item in told[1]["mainEntity"]["itemListElement"]] == [1, 2]


async def test_more_goes_on_behind_the_last(client: Browser, shop: Shop) -> None:
    ids = [await put_on_shelf(shop.database, f"碗 {number:02}") for number in range(PAGE_SIZE + 2)]
    await collect(shop, *ids)
    first = seen(await client.get("/collections/gifts"))
    assert titles(first) == [f"碗 {number:02}" for number in range(PAGE_SIZE)]
    (further,) = set(re.findall(r'href="(/collections/gifts\?after=[^"]+)"', first))
    assert titles(seen(await client.get(further))) == [f"碗 {PAGE_SIZE}", f"碗 {PAGE_SIZE + 1}"]
    part = await client.get(further, headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert titles(seen(part)) == [f"碗 {PAGE_SIZE}", f"碗 {PAGE_SIZE + 1}"]


async def test_a_delisted_collection_and_none_are_told_alike(client: Browser, shop: Shop) -> None:
    await collect(shop, is_listed=False)
    hidden, none = await client.get("/collections/gifts"), await client.get("/collections/none")
    assert (hidden.status_code, none.status_code) == (404, 404)
    assert "该专题不存在或已下线。" in seen(hidden)
    assert "送礼" not in seen(await client.get("/collections"))


async def test_all_collections_are_on_one_page(client: Browser, shop: Shop) -> None:
    assert "还没有专题" in seen(await client.get("/collections"))
    assert 'href="/collections"' not in (await client.get("/cart")).text
    await collect(shop)
    assert 'href="/collections"' in (await client.get("/cart")).text
    page = seen(await client.get("/collections"))
    assert 'href="/collections/gifts"' in page
    assert "现在这里还没有商品" not in page


@pytest.mark.usefixtures("customer")
async def test_the_page_keeps_its_budget(client: Browser, shop: Shop, goods: Goods) -> None:
    assert goods.ware_id
    await collect(shop, rule=True)
    await log_in(client)
    await client.get("/collections/gifts")
    with statement_budget(shop, at_most=3):
        assert (await client.get("/collections/gifts")).status_code == 200
