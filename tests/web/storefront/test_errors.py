"""Errors look like the shop, in the visitor's language; where its frame cannot be had, a plain page says the same."""

import re

import pytest
from tests.kit.app import Browser
from tests.web.storefront.conftest import Goods, seen

from shopwright.shop import Shop
from shopwright.web import limits


def has_frame(page: str) -> bool:
    """Whether a page has the shop's head, with its search, and the navigation of phones."""
    return 'role="search"' in page and 'class="bottom-nav"' in page and 'class="footer' in page


@pytest.mark.parametrize("path", ["/nowhere", "/categories/nothing", "/products/nothing", "/collections/nothing"])
async def test_what_is_not_there_is_missing_in_the_shops_frame(client: Browser, goods: Goods, path: str) -> None:
    answer = await client.get(path)
    page = seen(answer)
    assert answer.status_code == 404
    assert has_frame(page)
    assert 'href="/categories/ware"' in page
    assert 'content="noindex"' in page
    assert goods.ware_id


async def test_an_error_speaks_the_visitors_language(client: Browser) -> None:
    assert "没有找到您要的内容" in seen(await client.get("/nowhere"))
    client.cookies.set("sw_language", "en")
    english = seen(await client.get("/nowhere"))
    assert "We cannot find what you are looking for." in english
    assert "Categories" in english


async def test_who_asks_too_often_is_told_in_the_shops_frame(client: Browser) -> None:
    for _ in range(limits.SEARCH.count_max):
        await client.get("/search?q=cup")
    answer = await client.get("/search?q=cup")
    page = seen(answer)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert has_frame(page)
    assert "重试" in page


async def test_a_program_is_told_in_json_and_htmx_by_a_toast(client: Browser) -> None:
    program = await client.get("/api/v1/nowhere")
    assert (program.status_code, program.json()["error"]["code"]) == (404, "not_found")
    part = await client.get("/nowhere", headers={"HX-Request": "true"})
    assert (part.status_code, part.text) == (404, "")
    assert "toast" in part.headers["hx-trigger"]


async def test_without_a_database_the_plain_page_is_shown(client: Browser, shop: Shop) -> None:
    await shop.cache.close()
    await shop.database.close()
    answer = await client.get("/nowhere")
    page = seen(answer)
    assert answer.status_code == 404
    assert not has_frame(page)
    assert "没有找到您要的内容" in page
    assert re.search(r'href="/"', page)
    home = await client.get("/")
    assert home.status_code in {500, 503}
    assert not has_frame(seen(home))
