"""The one pattern of the console's lists: tabs, filters, order, columns, files."""

import csv
import io
import re
from datetime import timedelta

import httpx
import pytest
from tests.kit.app import Browser, drain, open_browser, statement_budget
from tests.web.console.conftest import Office, links_of, words_of

from shopwright.kernel.ids import ProductId
from shopwright.modules.catalog import public as catalog

ORDERS, PRODUCTS, STOCK = "/console/orders", "/console/products", "/console/stock"


def records_of(links: list[str], place: str) -> list[str]:
    return [link for link in links if link.startswith(f"{place}/")]


def table_of(answer: httpx.Response) -> list[list[str]]:
    """The rows of a file as a spreadsheet reads them, its heads first."""
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def export(office: Office, browser: Browser, place: str, **filters: str) -> httpx.Response:
    headers = {"X-CSRF-Token": office.token(browser)}
    return await browser.post(f"{place}/export", data=filters, headers=headers)


async def test_orders_run_from_the_oldest_where_that_is_asked(office: Office, owner: Browser) -> None:
    placed = []
    for key in "abc":
        placed.append(office.number(await office.place(1, key=key)))
        office.diary.clock.advance(timedelta(seconds=1))
    newest = await owner.get(ORDERS)
    assert records_of(links_of(newest), ORDERS) == [f"{ORDERS}/{number}" for number in reversed(placed)]
    assert f"{ORDERS}?sort=oldest" in links_of(newest)
    oldest = await owner.get(ORDERS, params={"sort": "oldest", "tab": "to_pay"})
    assert records_of(links_of(oldest), ORDERS) == [f"{ORDERS}/{number}" for number in placed]
    assert f"{ORDERS}?tab=to_pay" in links_of(oldest)
    assert f"{ORDERS}?tab=to_ship&sort=oldest" in links_of(oldest)


async def test_one_customers_orders_are_a_filter_for_who_may_see_customers(
    office: Office, owner: Browser, clerk: Browser
) -> None:
    mine = await office.place(1)
    other = await office.place(1, key="b")
    asked = {"customer": str(mine.customer_id)}
    shown = await owner.get(ORDERS, params=asked)
    assert records_of(links_of(shown), ORDERS) == [f"{ORDERS}/{office.number(mine)}"]
    assert "顾客：" in words_of(shown)
    everybody = records_of(links_of(await clerk.get(ORDERS, params=asked)), ORDERS)
    assert sorted(everybody) == sorted(f"{ORDERS}/{office.number(one)}" for one in (mine, other))


async def test_products_lie_in_tabs_by_what_can_be_sold(office: Office, owner: Browser) -> None:
    await drain(office.shop)
    assert "全部 3 在售 3 已下架 0 缺货 0 库存紧张 0" in words_of(await owner.get(PRODUCTS))
    stock = f"{STOCK}/{office.diary.floor.variant_ids[0]}"
    await owner.submit(stock, action=f"{stock}/counts", quantity="5")
    low = await owner.get(PRODUCTS, params={"tab": "low"})
    assert "缺货 0 库存紧张 1" in words_of(low)
    assert [link for link in links_of(low) if re.fullmatch(rf"{PRODUCTS}/\d+", link)] == [f"{PRODUCTS}/1"]
    sold_out = await owner.get(PRODUCTS, params={"tab": "sold_out"})
    assert "这里没有商品" in words_of(sold_out)


@pytest.mark.usefixtures("office")
async def test_only_listed_products_are_sorted_by_sales(owner: Browser) -> None:
    listed = await owner.get(PRODUCTS, params={"tab": "listed"})
    assert f"{PRODUCTS}?tab=listed&sort=sold_down" in links_of(listed)
    sorted_by_sales = await owner.get(PRODUCTS, params={"tab": "listed", "sort": "sold_down"})
    assert 'aria-sort="descending"' in sorted_by_sales.text
    assert f"{PRODUCTS}?tab=listed&sort=sold_up" in links_of(sorted_by_sales)
    everything = await owner.get(PRODUCTS, params={"sort": "sold_down"})
    assert not [link for link in links_of(everything) if "sort=sold_" in link]


async def test_columns_and_dense_rows_are_remembered(office: Office, owner: Browser) -> None:
    await office.place(1)
    page = await owner.get(ORDERS, params={"tab": "to_pay"})
    assert "林晓<span" in page.text
    answer = await owner.send_form(
        page, action="/console/lists/orders/view", shown=["items", "status", "total"], density="dense"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ORDERS}?tab=to_pay")
    assert owner.cookies.get("sw_lists", path="/console") == "dense.orders:recipient"
    kept = await owner.get(ORDERS)
    assert '<html class="console is-dense"' in kept.text
    assert "林晓<span" not in kept.text
    assert '<th scope="col" class="cell-optional">收货人' not in kept.text
    roomy = await owner.submit(STOCK, action="/console/lists/density")
    assert roomy.headers["location"] == STOCK
    assert owner.cookies.get("sw_lists", path="/console") == "orders:recipient"


@pytest.mark.parametrize("back", ["https://evil.test/", "//evil.test", "/account", "/consolex"])
async def test_nobody_is_led_away_by_a_list(office: Office, owner: Browser, back: str) -> None:
    headers = {"X-CSRF-Token": office.token(owner)}
    answer = await owner.post("/console/lists/density", data={"back": back}, headers=headers)
    assert answer.headers["location"] == "/console"


@pytest.mark.parametrize("cookie", ["dense.x", "orders:", "orders:ITEMS", "orders:order-acts.dense.dense", "%00.;"])
async def test_a_cookie_of_nobodys_hides_nothing_that_is_needed(office: Office, owner: Browser, cookie: str) -> None:
    number = office.number(await office.place(1))
    page = await owner.get(ORDERS, headers={"Cookie": f"sw_console={_token_of(owner)}; sw_lists={cookie}"})
    assert page.status_code == 200
    assert f"{ORDERS}/{number}" in links_of(page)


def _token_of(browser: Browser) -> str:
    return browser.cookies.get("sw_console", path="/console") or ""


async def test_orders_leave_as_a_file_that_runs_nothing(office: Office, owner: Browser) -> None:
    paid, unpaid = await office.sell(2), office.number(await office.place(1, key="b"))
    await office.shop.database.transact(
        lambda tx: tx.connection.execute(
            "UPDATE orders.order"
            " SET note = '=HYPERLINK(\"http://evil.test\")', recipient = '＠林晓', phone = '+85261234567'"
        )
    )
    heads, *rows = table_of(await export(office, owner, ORDERS))
    assert heads == [
        "订单", "下单时间", "状态", "支付", "收货人", "电话", "商品明细（前几件）", "件数", "合计", "币种", "备注"
    ]  # fmt: skip
    assert [row[0] for row in rows] == [unpaid, paid]
    assert {(row[4], row[5], row[10]) for row in rows} == {
        ("'＠林晓", "'+85261234567", '\'=HYPERLINK("http://evil.test")')
    }
    assert [row[7] for row in rows] == ["1", "2"]
    to_ship = table_of(await export(office, owner, ORDERS, tab="to_ship"))
    assert [row[0] for row in to_ship[1:]] == [paid]
    assert await office.subjects() == [("orders.export", "Owner"), ("orders.export", "Owner")]
    log = words_of(await owner.get("/console/audit"))
    assert "导出了订单" in log
    assert "文件 orders" in log


async def test_who_may_only_ship_takes_no_orders_along(office: Office, clerk: Browser) -> None:
    await office.place(1)
    assert "/console/orders/export" not in (await clerk.get(ORDERS)).text
    assert (await export(office, clerk, ORDERS)).status_code == 403
    assert await office.subjects() == []


async def test_products_and_stock_leave_as_files_of_their_view(office: Office, owner: Browser) -> None:
    products = table_of(await export(office, owner, PRODUCTS, tab="listed"))[1:]
    assert [tuple(row[3:9]) for row in products] == [("是", "1", "10", "129.00", "129.00", "CNY")] * 3
    assert table_of(await export(office, owner, PRODUCTS, tab="delisted"))[1:] == []
    stock = table_of(await export(office, owner, STOCK))[1:]
    assert sorted(row[0] for row in stock) == ["CUP-0", "CUP-1", "CUP-2"]
    assert {tuple(row[3:]) for row in stock} == {("10", "10", "0", "0", "0")}
    (sought,) = table_of(await export(office, owner, STOCK, q="CUP-1"))[1:]
    assert sought[0] == "CUP-1"
    assert await office.subjects() == []


async def test_a_long_list_is_written_page_by_page(office: Office, owner: Browser) -> None:
    stock = f"{STOCK}/{office.diary.floor.variant_ids[0]}"
    await owner.submit(stock, action=f"{stock}/receipts", quantity="101")
    placed = [office.number(await office.place(1, key=f"k{place}")) for place in range(101)]
    with statement_budget(office.shop, at_most=5) as counted:
        rows = table_of(await export(office, owner, ORDERS, sort="oldest"))[1:]
    assert [row[0] for row in rows] == placed
    assert counted["modules.orders.queries.orders.list_cards_of_all"] == 2


async def test_listing_many_can_be_undone(office: Office, owner: Browser) -> None:
    headers = {"X-CSRF-Token": office.token(owner)}
    chosen = {"act": "delist", "id": ["1", "999", "x"], "back": PRODUCTS}
    answer = await owner.post(f"{PRODUCTS}/listings", data=chosen, headers=headers)
    told = await owner.get(answer.headers["location"])
    assert "1 件商品已下架" in words_of(told)
    assert "撤销" in words_of(told)
    assert await _is_listed(office) is False
    undone = await owner.send_form(_only_toasts(told), action=f"{PRODUCTS}/listings")
    assert undone.headers["location"] == PRODUCTS
    assert await _is_listed(office) is True


async def test_what_was_so_already_is_not_undone(office: Office, owner: Browser) -> None:
    headers = {"X-CSRF-Token": office.token(owner)}
    answer = await owner.post(f"{PRODUCTS}/listings", data={"act": "list", "id": "1"}, headers=headers)
    assert "撤销" not in words_of(await owner.get(answer.headers["location"]))


async def test_delisting_one_can_be_undone_and_asks_for_the_right(office: Office, owner: Browser) -> None:
    place = f"{PRODUCTS}/1"
    await owner.submit(place, action=f"{place}/listing", press=("act", "delist"))
    told = await owner.get(place)
    assert "上架或下架商品 下架 Owner" in words_of(told)
    assert (await owner.send_form(_only_toasts(told), action=f"{place}/listing")).status_code == 303
    assert await _is_listed(office) is True
    async with open_browser(office.app, peer="203.0.113.21") as other:
        await office.enter(other, "clerk")
        headers = {"X-CSRF-Token": office.token(other)}
        assert (await other.post(f"{place}/listing", data={"act": "delist"}, headers=headers)).status_code == 403
    assert await _is_listed(office) is True


async def test_lists_keep_their_budgets_under_every_filter(office: Office, owner: Browser) -> None:
    await owner.get(PRODUCTS)
    member = 1
    for place, params in (
        (PRODUCTS, {"tab": "low", "q": "cup"}),
        (PRODUCTS, {"tab": "listed", "sort": "sold_down"}),
        (ORDERS, {"sort": "oldest", "q": "cup"}),
        (ORDERS, {"customer": "1"}),
        (STOCK, {"tab": "low"}),
    ):
        with statement_budget(office.shop, at_most=4 + member):
            assert (await owner.get(place, params=params)).status_code == 200


async def _is_listed(office: Office) -> bool:
    async with office.shop.database.reading() as reading:
        product = await catalog.get_product_for_staff(reading, product_id=ProductId(1))
    return product.listed_at is not None


def _only_toasts(page: httpx.Response) -> httpx.Response:
    """The same page, cut down to what was said."""
    return httpx.Response(200, text=page.text.partition('id="toasts"')[2], request=page.request)
