import pytest
from litestar import Litestar
from tests.kit.app import Browser, open_browser, statement_budget
from tests.web.storefront.conftest import log_in, seen

from shopwright.modules.catalog.public import TERMS_LENGTH_MAX, clean_terms
from shopwright.shop import Shop
from shopwright.web import limits


@pytest.mark.usefixtures("goods")
async def test_words_find_goods_in_both_languages(client: Browser) -> None:
    assert "青瓷茶杯" in seen(await client.get("/search", params={"q": "青瓷"}))
    page = seen(await client.get("/search", params={"q": "celadon", "language": "en"}))
    assert "Celadon cup" in page
    assert "1 product<" in page


@pytest.mark.usefixtures("goods")
async def test_no_words_list_everything(client: Browser) -> None:
    page = seen(await client.get("/search"))
    assert "3 件商品" in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.usefixtures("goods")
async def test_nothing_found_offers_the_categories(client: Browser) -> None:
    answer = await client.get("/search", params={"q": "不存在的东西"})
    assert answer.status_code == 200
    assert "没有找到“不存在的东西”" in seen(answer)
    assert 'href="/categories/ware"' in seen(answer)


@pytest.mark.parametrize(
    "typed", ["' OR 1=1 --", "%_\\", "<script>alert(1)</script>", "茶" * 5_000, "!&|():*", "\u202e"]
)
@pytest.mark.usefixtures("goods")
async def test_strange_words_harm_nothing(client: Browser, typed: str) -> None:
    answer = await client.get("/search", params={"q": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_words_are_tidied() -> None:
    assert clean_terms("  ｔｅａ\u3000\n壶\x00 ") == "tea 壶"
    assert len(clean_terms("a" * 1_000)) == TERMS_LENGTH_MAX


async def test_searching_is_limited_per_visitor(client: Browser) -> None:
    for _ in range(limits.SEARCH.count_max):
        assert (await client.get("/search", params={"q": "x"})).status_code == 200
    answer = await client.get("/search", params={"q": "x"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    assert (await client.get("/search")).status_code == 200
    assert (await client.get("/api/v1/products", params={"q": "x"})).status_code == 429
    assert (await client.get("/api/v1/products", params={"q": " \u3000 "})).status_code == 200


async def test_one_household_of_version_6_is_one_visitor(app: Litestar) -> None:
    for number in range(limits.SEARCH.count_max):
        async with open_browser(app, peer=f"2001:db8:1:2::{number:x}") as visitor:
            assert (await visitor.get("/api/v1/products", params={"q": "x"})).status_code == 200
    async with open_browser(app, peer="2001:db8:1:2:ffff::1") as visitor:
        assert (await visitor.get("/api/v1/products", params={"q": "x"})).status_code == 429
    async with open_browser(app, peer="2001:db8:1:3::1") as neighbour:
        assert (await neighbour.get("/api/v1/products", params={"q": "x"})).status_code == 200


async def test_switching_the_language_keeps_the_words(client: Browser) -> None:
    page = seen(await client.get("/search", params={"q": "茶"}))
    assert "/language?code=en&next=/search%3Fq%3D%25E8%258C%25B6" in page


@pytest.mark.usefixtures("goods", "customer")
async def test_a_search_keeps_its_budget(client: Browser, shop: Shop) -> None:
    await log_in(client)
    await client.get("/search", params={"q": "茶杯"})
    with statement_budget(shop, at_most=4):
        await client.get("/search", params={"q": "茶杯"})
