import re

import pytest
from tests.kit.app import BASE_URL, Browser, statement_budget
from tests.modules.catalog.shelf import put_on_shelf
from tests.web.storefront.conftest import Goods, log_in, seen

from shopwright.shop import Shop


async def test_an_empty_shop_says_so_kindly(client: Browser) -> None:
    answer = await client.get("/")
    assert answer.status_code == 200
    assert "货架正在布置中" in seen(answer)


async def test_the_home_page_shows_categories_and_goods(client: Browser, goods: Goods) -> None:
    page = seen(await client.get("/"))
    assert 'href="/categories/ware"' in page
    # Among what is new and among what sells best.
    assert page.count(f'href="/products/{goods.teapot_slug}"') == 2
    assert "青瓷茶杯" in page


@pytest.mark.usefixtures("goods")
async def test_a_guests_page_is_public_and_sets_no_cookie(client: Browser) -> None:
    first = await client.get("/")
    assert first.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert "set-cookie" not in first.headers
    again = await client.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    english = await client.get("/?language=en", headers={"If-None-Match": first.headers["etag"]})
    assert english.status_code == 200


@pytest.mark.usefixtures("goods", "customer")
async def test_a_personal_page_is_kept_by_nobody(client: Browser) -> None:
    await log_in(client)
    answer = await client.get("/")
    assert answer.headers["cache-control"] == "private, no-store"
    assert "etag" not in answer.headers
    assert "林晓" in seen(answer)


@pytest.mark.usefixtures("goods")
async def test_both_languages_have_an_address(client: Browser) -> None:
    page = seen(await client.get("/?language=en"))
    assert '<html lang="en"' in page
    assert "Celadon cup" in page
    assert f'<link rel="canonical" href="{BASE_URL}/?language=en">' in page
    assert f'<link rel="alternate" hreflang="zh-CN" href="{BASE_URL}/">' in page
    assert f'<link rel="alternate" hreflang="en" href="{BASE_URL}/?language=en">' in page
    assert f'<link rel="alternate" hreflang="x-default" href="{BASE_URL}/">' in page


async def test_an_unknown_language_changes_nothing(client: Browser) -> None:
    assert '<html lang="zh-CN"' in seen(await client.get("/?language=tlh"))


@pytest.mark.usefixtures("goods", "customer")
async def test_the_home_page_keeps_its_budget(client: Browser, shop: Shop) -> None:
    await log_in(client)
    await client.get("/")
    with statement_budget(shop, at_most=3):
        await client.get("/")


async def test_what_is_new_is_not_shown_again_among_the_best_selling(client: Browser, shop: Shop) -> None:
    for number in range(12):
        await put_on_shelf(shop.database, f"碗 {number:02}")
    page = seen(await client.get("/"))
    shown = re.findall(r'<h3 class="card-title"><a href="[^"]+">([^<]+)</a>', page)
    assert sorted(shown) == [f"碗 {number:02}" for number in range(12)]
