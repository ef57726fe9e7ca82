import json
import re
from typing import Any

import pytest
from tests.kit.app import BASE_URL, Browser, statement_budget
from tests.kit.forms import find_form
from tests.modules.catalog.shelf import CLERK, put_on_shelf
from tests.web.storefront.conftest import Goods, log_in, seen

from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import PictureInput
from shopwright.modules.markets.contracts import Market
from shopwright.platform.db import Transaction
from shopwright.shop import Shop
from shopwright.web.storefront.product.routes import say_delivery

PATH = "/products/clay-teapot"


def pills(page: str) -> list[tuple[str, bool, bool, str]]:
    """Each value as (name, is chosen, is greyed, why)."""
    found = re.findall(r'<label class="option( is-gone)?"[^>]*>(<input [^>]*>)(.*?)</label>', page)
    words = [re.findall(r"<(?:span|small)>([^<]+)</", rest) for _, _, rest in found]
    return [
        (text[0], " checked" in tag, bool(gone) and " disabled" in tag, text[1] if len(text) > 1 else "")
        for (gone, tag, _), text in zip(found, words, strict=True)
    ]


def facts(page: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]


async def test_a_product_shows_the_first_variant_that_can_be_had(client: Browser, goods: Goods) -> None:
    page = seen(await client.get(PATH))
    answer = await client.get(PATH)
    page = seen(answer)
    assert "¥159.00" in page
    assert "满 ¥99 包邮" not in page
    assert "<b>包邮</b>" in page
    assert find_form(answer.text, action="/cart/lines").texts["variant_id"][-1] == str(goods.variant_ids[0])


async def test_what_is_gone_is_greyed_with_the_reason(client: Browser, goods: Goods) -> None:
    assert pills(seen(await client.get(PATH))) == [
        ("朱砂", True, False, ""),
        ("墨黑", False, True, "已售罄"),
        ("200毫升", True, False, ""),
        ("300毫升", False, False, ""),
    ]
    black = seen(await client.get(f"{PATH}?variant={goods.variant_ids[2]}"))
    assert pills(black) == [
        ("朱砂", False, False, ""),
        ("墨黑", True, True, "已售罄"),
        ("200毫升", True, True, "已售罄"),
        ("300毫升", False, True, "无此组合"),
    ]
    assert len(re.findall(r"<button[^>]* disabled[^>]* data-buy-act", black)) == 2


async def test_who_comes_for_a_variant_sees_its_picture_first(client: Browser, shop: Shop, goods: Goods) -> None:
    async def act(tx: Transaction) -> None:
        pot = await catalog.get_product(tx, slug=goods.teapot_slug, market="cn", language="en")
        for stem, variant in zip(("p/aa/red", "p/bb/near", "p/cc/black"), pot.variants, strict=True):
            picture_id = await catalog.add_picture(
                tx, actor=CLERK, product_id=pot.id, picture=PictureInput(stem, 1280, 1280)
            )
            await catalog.change_variant(
                tx, actor=CLERK, product_id=pot.id, variant_id=variant.id, sku=variant.sku, barcode="", weight_grams=1,
                picture_id=picture_id,
            )  # fmt: skip

    def slides(page: str) -> list[str]:
        return re.findall(r'<figure class="gallery-slide".*?src="/files/p/../(\w+)-', page, re.DOTALL)

    await shop.database.transact(act)
    assert slides(seen(await client.get(PATH))) == ["red", "near", "black"]
    black = seen(await client.get(f"{PATH}?variant={goods.variant_ids[2]}"))
    assert slides(black) == ["black", "red", "near"]
    assert '"slide":0' in black.replace("&quot;", '"').replace("&#34;", '"').rpartition('"sku"')[2]


@pytest.mark.usefixtures("goods")
async def test_without_script_every_variant_can_be_chosen_in_a_list(client: Browser) -> None:
    page = seen(await client.get(PATH))
    plain = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert plain is not None
    assert re.findall(r">([^<>]+)</option>", plain[1]) == [
        "朱砂 / 200毫升，¥129.00",
        "朱砂 / 300毫升，¥159.00",
        "墨黑 / 200毫升，¥139.00（售罄）",
    ]
    assert "<button" not in plain[1]


async def test_without_script_another_variant_is_bought_beside_one_that_is_sold_out(
    client: Browser, goods: Goods
) -> None:
    page = seen(await client.get(f"{PATH}?variant={goods.variant_ids[2]}"))
    plain = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert plain is not None
    assert re.findall(r"<button[^>]*>(?:<[^>]*>)*([^<]+)", plain[1]) == ["加入购物车", "立即购买"]


@pytest.mark.usefixtures("goods")
async def test_an_unknown_variant_counts_as_none(client: Browser) -> None:
    for wanted in ("999999", "x", "-1"):
        assert "<b>129</b>" in seen(await client.get(PATH, params={"variant": wanted}))


@pytest.mark.usefixtures("goods")
async def test_search_engines_learn_what_it_costs(client: Browser) -> None:
    product, crumbs = facts(seen(await client.get(PATH)))
    assert product["name"] == "手工紫砂茶壶"
    assert product["brand"] == {"@type": "Brand", "name": "素器"}
    offers = product["offers"]
    assert (offers["lowPrice"], offers["highPrice"], offers["priceCurrency"]) == ("129.00", "159.00", "CNY")
    assert [offer["availability"].rpartition("/")[2] for offer in offers["offers"]] == [
        "InStock",
        "InStock",
        "OutOfStock",
    ]
    assert [step["name"] for step in crumbs["itemListElement"]] == ["首页", "器物", "壶", "手工紫砂茶壶"]


async def test_both_languages_of_a_product_have_an_address(client: Browser, goods: Goods) -> None:
    page = seen(await client.get(f"{PATH}?language=en&variant={goods.variant_ids[1]}"))
    assert "<h1>Handmade clay teapot</h1>" in page
    assert f'<link rel="canonical" href="{BASE_URL}{PATH}?language=en">' in page
    assert f'hreflang="zh-CN" href="{BASE_URL}{PATH}">' in page
    assert '<meta property="og:title" content="Handmade clay teapot">' in page


@pytest.mark.usefixtures("goods")
async def test_an_unknown_product_is_missing_in_the_shops_look(client: Browser) -> None:
    answer = await client.get("/products/nothing-here")
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "private, no-store")
    assert "该商品不存在或已下架" in seen(answer)
    assert f'href="{PATH}"' in seen(answer)


@pytest.mark.usefixtures("goods")
async def test_a_delisted_product_is_gone_and_leads_to_its_neighbours(client: Browser, shop: Shop) -> None:
    async with shop.database.reading() as reading:
        product = await catalog.get_product(reading, slug="clay-teapot", market="cn", language="en")
    await shop.database.transact(lambda tx: catalog.delist_product(tx, actor=CLERK, product_id=product.id))
    answer = await client.get(PATH)
    page = seen(answer)
    assert answer.status_code == 410
    assert "该商品已下架" in page
    # Its category holds nothing else, so what sells best stands in.
    assert 'href="/categories/pots"' in page
    assert "青瓷茶杯" in page
    assert (await client.get("/api/v1/products/clay-teapot")).status_code == 404


async def test_script_in_a_title_stays_text(client: Browser, shop: Shop) -> None:
    product_id = await put_on_shelf(shop.database, "</script><script>alert(1)</script>")
    async with shop.database.reading() as reading:
        slug = (await catalog.get_product_for_staff(reading, product_id=product_id)).slug
    page = (await client.get(f"/products/{slug}")).text
    assert "<script>alert" not in page
    assert facts(page)[0]["name"] == "</script><script>alert(1)</script>"


@pytest.mark.usefixtures("goods", "customer")
async def test_a_product_page_keeps_its_budget(client: Browser, shop: Shop) -> None:
    await log_in(client)
    await client.get(PATH)
    with statement_budget(shop, at_most=3):
        await client.get(PATH)


@pytest.mark.usefixtures("goods")
async def test_a_product_page_is_public_and_small(client: Browser) -> None:
    answer = await client.get(PATH)
    assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert "set-cookie" not in answer.headers
    assert len(answer.content) < 40_000


def test_delivery_is_said_in_the_markets_words() -> None:
    def market(flat: int, free_over: int | None) -> Market:
        over = None if free_over is None else Money(free_over, "CNY")
        return Market("cn", {}, "CNY", "zh_CN", ("zh_CN",), "Asia/Shanghai", Money(flat, "CNY"), over, 30)

    assert say_delivery(market(800, 9900), (), "zh_CN") == "运费 ¥8，满 ¥99 包邮"
    assert say_delivery(market(800, None), (), "zh_CN") == "运费 ¥8"
    assert say_delivery(market(0, None), (), "zh_CN") == "包邮"
