"""No page or part of one asks for a second connection while it holds one, also for who comes with a cookie."""

import pytest
from tests.kit.app import Browser
from tests.web.storefront.conftest import Goods

from shopwright.web.storefront.listing import RESULTS

PATHS = (
    "/",
    "/products/clay-teapot",
    "/categories",
    "/categories/ware",
    "/search?q=茶杯",
    "/collections",
    "/collections/x",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("target", [None, RESULTS, "more"])
async def test_a_page_is_made_with_one_connection(client: Browser, goods: Goods, path: str, target: str | None) -> None:
    assert goods.variant_ids
    client.cookies.set("sw_shop", "a" * 32)
    headers = {} if target is None else {"HX-Request": "true", "HX-Target": target}
    answer = await client.get(path, headers=headers)
    assert answer.status_code == (404 if path == "/collections/x" else 200)
