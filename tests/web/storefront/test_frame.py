"""What stands around every page: the menu at the top, the promises at the foot."""

import re

import pytest
from tests.kit.app import Browser
from tests.kit.shop_floor import OWNER
from tests.modules.catalog.shelf import CLERK
from tests.web.storefront.conftest import Goods, seen

from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.markets import public as markets
from shopwright.modules.staff.public import record_audit
from shopwright.platform.db import Transaction
from shopwright.shop import Shop
from shopwright.web.menu import fit_menu

STEPS = ("", "m", "l", "rest")


def menu_of(page: str) -> str:
    """The menu of a page."""
    found = re.search(r'<nav class="mega".*?</nav>', page, re.DOTALL)
    assert found is not None
    return found[0]


async def test_categories_that_do_not_fit_stand_behind_more(client: Browser, shop: Shop) -> None:
    async def act(tx: Transaction) -> None:
        for number in range(24):
            await catalog.create_category(
                tx,
                actor=CLERK,
                names={"zh_CN": f"第{number:02}类器物", "en": f"Things of kind {number}"},
                slug=f"c{number}",
            )

    await shop.database.transact(act)
    await shop.cache.catch_up()
    menu = menu_of(seen(await client.get("/")))
    assert menu.count('class="mega-from-rest"') == 24 - menu.count('<li><a class="mega-top"') - menu.count(
        'class="mega-from-m"'
    ) - menu.count('class="mega-from-l"')
    assert 'class="mega-from-rest"' in menu
    assert "更多" in menu
    # One that never fits beside the others is in the list behind "more", whatever the window.
    assert '<li class="mega-until-rest"><a href="/categories/c23"><b>第23类器物</b></a>' in menu


async def test_a_few_categories_need_no_more(client: Browser, goods: Goods) -> None:
    menu = menu_of(seen(await client.get("/")))
    assert f"/categories/{'ware'}" in menu
    assert "mega-until" not in menu
    assert goods.ware_id


@pytest.mark.parametrize(("count", "steps"), [(3, ["", "", ""]), (0, [])])
def test_few_categories_always_stand_in_the_bar(count: int, steps: list[str]) -> None:
    shown = fit_menu([{"name": "茶器", "children": []}] * count)
    assert [category["from"] for category in shown] == steps


def test_a_wider_window_shows_more_and_never_another_order() -> None:
    shown = fit_menu([{"name": "Kitchen things", "children": [1]}] * 20)
    places = [STEPS.index(category["from"]) for category in shown]
    assert places == sorted(places)
    assert {STEPS[place] for place in places} == set(STEPS)


@pytest.mark.parametrize(
    ("flat", "free_over", "title"),
    [(800, 9_900, "满 ¥99 免运费"), (800, None, "运费 ¥8"), (0, None, "包邮")],
)
async def test_the_foot_promises_the_freight_of_the_market_and_nothing_else(
    client: Browser, shop: Shop, flat: int, free_over: int | None, title: str
) -> None:
    async def act(tx: Transaction) -> None:
        await markets.change_freight(
            tx,
            actor=OWNER,
            code="cn",
            freight_flat=Money(flat, "CNY"),
            freight_free_over=None if free_over is None else Money(free_over, "CNY"),
            audit=record_audit,
        )

    await shop.database.transact(act)
    await shop.cache.catch_up()
    page = seen(await client.get("/"))
    found = re.search(r'<ul class="promises">.*?</ul>', page, re.DOTALL)
    assert found is not None
    assert re.findall(r"<b>([^<]*)</b>", found[0]) == [title, "包裹全程可查", "安心支付"]
    assert "七天" not in found[0]


async def test_the_foot_leads_through_the_goods_and_to_what_is_ones_own(client: Browser, shop: Shop) -> None:
    bare = footer_of(seen(await client.get("/")))
    assert re.findall(r"<h2>([^<]+)</h2>", bare) == ["逛一逛", "我的账号"]
    await shop.database.transact(
        lambda tx: catalog.create_category(tx, actor=CLERK, names={"zh_CN": "茶器", "en": "Tea ware"}, slug="tea")
    )
    await shop.cache.catch_up()
    foot = footer_of(seen(await client.get("/")))
    assert re.findall(r"<h2>([^<]+)</h2>", foot) == ["分类", "逛一逛", "我的账号"]
    assert '<a href="/categories/tea">茶器</a>' in foot
    for place in set(re.findall(r'<li><a href="([^"]+)"', foot)):
        assert (await client.get(place)).status_code in {200, 303}


def footer_of(page: str) -> str:
    """The foot of a page."""
    found = re.search(r"<footer.*?</footer>", page, re.DOTALL)
    assert found is not None
    return found[0]
