import re

import pytest
from tests.kit.app import BASE_URL, Browser, statement_budget
from tests.modules.catalog.shelf import CLERK, put_on_shelf
from tests.web.storefront.conftest import Goods, log_in, seen

from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import PictureInput
from shopwright.platform.db import Transaction
from shopwright.shop import Shop
from shopwright.web.storefront.listing import PAGE_SIZE


def titles(page: str) -> list[str]:
    return re.findall(r'<h2 class="card-title"><a href="[^"]+">([^<]+)</a>', page)


@pytest.mark.usefixtures("goods")
async def test_a_category_holds_what_lies_below_it(client: Browser) -> None:
    page = seen(await client.get("/categories/ware?sort=price_up"))
    assert titles(page) == ["白瓷茶杯", "青瓷茶杯", "手工紫砂茶壶"]
    assert "3 件商品" in page
    assert 'href="/categories/pots"' in page


@pytest.mark.usefixtures("goods")
async def test_prices_sort_both_ways(client: Browser) -> None:
    page = seen(await client.get("/categories/ware?sort=price_down"))
    assert titles(page) == ["手工紫砂茶壶", "青瓷茶杯", "白瓷茶杯"]


@pytest.mark.usefixtures("goods")
async def test_an_order_that_is_not_offered_counts_as_none(client: Browser) -> None:
    plain, strange = await client.get("/categories/ware"), await client.get("/categories/ware?sort=relevance;DROP")
    assert titles(strange.text) == titles(plain.text)


async def test_more_goes_on_behind_the_last_for_everybody(client: Browser, shop: Shop, goods: Goods) -> None:
    for number in range(PAGE_SIZE):
        await put_on_shelf(shop.database, f"碗 {number:02}", category_id=goods.ware_id, minor=10_000 + number)
    first = seen(await client.get("/categories/ware?sort=price_up"))
    more = re.findall(r'hx-get="([^"]+after=[^"]+)"', first)
    assert len(titles(first)) == PAGE_SIZE
    assert len(more) == 1
    address = more[0].replace("&amp;", "&")
    part = await client.get(address, headers={"HX-Request": "true"})
    assert titles(seen(part)) == ["碗 22", "碗 23", "手工紫砂茶壶"]
    assert "<html" not in seen(part)
    assert "hx-get" not in seen(part)
    whole = await client.get(address)
    assert titles(seen(whole)) == ["碗 22", "碗 23", "手工紫砂茶壶"]
    assert '<meta name="robots" content="noindex">' in seen(whole)


@pytest.mark.usefixtures("goods")
async def test_a_wrong_cursor_begins_at_the_start(client: Browser) -> None:
    answer = await client.get("/categories/ware?after=newest.x.1")
    assert (answer.status_code, len(titles(seen(answer)))) == (200, 3)


@pytest.mark.usefixtures("goods")
async def test_an_unknown_category_shows_those_there_are(client: Browser) -> None:
    answer = await client.get("/categories/nothing-here")
    assert answer.status_code == 404
    assert "该分类不存在" in seen(answer)
    assert 'href="/categories/ware"' in seen(answer)


@pytest.mark.usefixtures("goods")
async def test_all_categories_stand_on_one_page(client: Browser) -> None:
    page = seen(await client.get("/categories?language=en"))
    assert page.index(">Ware<") < page.index(">Pots<")


@pytest.mark.usefixtures("goods")
async def test_the_breadcrumb_is_told_to_search_engines(client: Browser) -> None:
    page = seen(await client.get("/categories/pots"))
    assert f'"position":2,"name":"器物","item":"{BASE_URL}/categories/ware"' in page


@pytest.mark.usefixtures("goods", "customer")
async def test_a_listing_keeps_its_budget(client: Browser, shop: Shop) -> None:
    await log_in(client)
    await client.get("/categories/ware")
    with statement_budget(shop, at_most=3):
        await client.get("/categories/ware")
    with statement_budget(shop, at_most=1):
        await client.get("/categories/ware", headers={"HX-Request": "true"})


async def test_a_category_without_a_picture_is_shown_by_what_it_holds(
    client: Browser, shop: Shop, goods: Goods
) -> None:
    assert "/files/" not in seen(await client.get("/categories"))

    async def act(tx: Transaction) -> None:
        found = await catalog.get_product(tx, slug=goods.teapot_slug, market="cn", language="en")
        await catalog.add_picture(tx, actor=CLERK, product_id=found.id, picture=PictureInput("p/aa/pot", 1280, 960))

    await shop.database.transact(act)
    await shop.cache.catch_up()
    page = seen(await client.get("/categories"))
    # The teapot stands in a category below this one.
    assert page.count('src="/files/p/aa/pot-640.webp"') == 1
    hidden_id = await put_on_shelf(shop.database, "没有图的", category_id=goods.ware_id)
    assert hidden_id
    assert page.count("/files/") == seen(await client.get("/categories")).count("/files/")
