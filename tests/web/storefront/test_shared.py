"""Pages of visitors without a session come from memory, and never show one person's things to another."""

import msgspec
import pytest
from tests.kit.app import Browser, statement_budget
from tests.modules.catalog.shelf import CLERK
from tests.web.storefront.conftest import Goods, seen

from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.platform.settings import Settings
from shopwright.shop import Shop

POT = "/products/clay-teapot"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return msgspec.structs.replace(settings, page_seconds=60)


@pytest.mark.parametrize("path", ["/", POT, "/categories/ware", "/search?q=茶杯"])
async def test_a_page_costs_nothing_the_second_time(client: Browser, goods: Goods, shop: Shop, path: str) -> None:
    first = await client.get(path)
    with statement_budget(shop, at_most=0):
        second = await client.get(path)
    assert (first.status_code, second.text) == (200, first.text)
    assert second.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert second.headers["x-request-id"] != first.headers["x-request-id"]
    assert goods.teapot_slug in POT


async def test_a_new_price_shows_at_once(client: Browser, goods: Goods, shop: Shop) -> None:
    assert "¥161.00" not in seen(await client.get(POT))
    await shop.database.transact(
        lambda tx: catalog.set_price(
            tx, actor=CLERK, variant_id=goods.variant_ids[0], market_code="cn", price=Money(16_100, "CNY")
        )
    )
    await shop.cache.catch_up()
    assert "¥161.00" in seen(await client.get(POT))


async def test_every_language_and_scheme_has_a_page_of_its_own(client: Browser, goods: Goods) -> None:
    assert goods.teapot_slug in POT
    chinese = await client.get(POT)
    client.cookies.set("sw_language", "en")
    english = await client.get(POT)
    client.cookies.set("sw_scheme", "dark")
    dark = await client.get(POT)
    assert ('lang="zh-CN"' in chinese.text, 'lang="en"' in english.text) == (True, True)
    assert ("dark" in english.headers["etag"], english.text == dark.text) == (False, False)


async def test_who_has_a_session_gets_a_page_of_their_own(client: Browser, goods: Goods) -> None:
    before = await client.get(POT)
    await client.submit(POT, action="/cart/lines", variant_id=str(goods.variant_ids[0]))
    mine = await client.get(POT)
    client.cookies.clear()
    after = await client.get(POT)
    assert mine.headers["cache-control"] == "private, no-store"
    assert mine.text != before.text
    assert after.text == before.text
