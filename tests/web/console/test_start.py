"""What waits to be done, on the start page: for whom it is, and where it leads."""

from datetime import timedelta

from litestar import Litestar
from tests.kit.app import Browser, open_browser, statement_budget
from tests.web.console.conftest import Office, links_of, words_of

from shopwright.kernel.clock import VirtualClock

START = "/console"
ORDERS = "/console/orders"


async def test_every_kind_of_work_leads_into_its_list(office: Office, owner: Browser, clock: VirtualClock) -> None:
    await office.place(1, key="unpaid")
    page = await owner.get(START)
    assert "待付款 1 退款中 0" in words_of(page)
    lists = [link for link in links_of(page) if "?" in link]
    assert lists[:7] == [
        f"{ORDERS}?tab=to_ship",
        f"{ORDERS}?tab=to_pay",
        f"{ORDERS}?tab=refund_running",
        f"{ORDERS}?tab=refund_failed",
        "/console/products?tab=sold_out",
        "/console/stock?tab=low",
        "/console/messages?status=failed",
    ]
    clock.advance(timedelta(minutes=16))
    page = await owner.get(START)
    assert "待付款 1 1 单将在 15 分钟内关闭" in words_of(page)
    assert f"{ORDERS}?tab=to_pay&sort=oldest" in links_of(page)


async def test_everybody_sees_the_work_that_is_theirs(app: Litestar, office: Office, clerk: Browser) -> None:
    page = await clerk.get(START)
    assert "待发货 0 待付款 0 退款中 0 退款失败 0" in words_of(page)
    assert "缺货" not in words_of(page)
    async with open_browser(app, peer="203.0.113.21") as browser:
        page = await (await office.enter(browser, "merchandiser")).get(START)
    assert {"/console/products?tab=sold_out", "/console/stock?tab=low"} <= set(links_of(page))
    assert not [link for link in links_of(page) if link.startswith((ORDERS, "/console/messages", "/console/dead"))]


async def test_who_looks_after_goods_sees_what_runs_low(app: Litestar, office: Office) -> None:
    await office.sell(6)
    async with open_browser(app) as browser:
        await office.enter(browser, "merchandiser")
        # What is sold out and what runs low, each counted, the list with its words, and who it is.
        with statement_budget(office.shop, at_most=5):
            page = await browser.get(START)
    assert "快要卖完" in words_of(page)
    assert f"/console/stock/{office.diary.floor.variant_ids[0]}" in links_of(page)


async def test_a_refund_under_way_is_found_from_the_start_page(office: Office, owner: Browser) -> None:
    number = await office.sell(1)
    assert "退款中" not in words_of(await owner.get(ORDERS))
    place = f"{ORDERS}/{number}/refund"
    await owner.submit(place, action=place, reason="破损")
    assert "退款中 1" in words_of(await owner.get(START))
    running = await owner.get(f"{ORDERS}?tab=refund_running")
    assert f"{ORDERS}/{number}" in links_of(running)
    failed = await owner.get(f"{ORDERS}?tab=refund_failed")
    assert "退款失败 0" in words_of(failed)
    assert f"{ORDERS}/{number}" not in links_of(failed)
