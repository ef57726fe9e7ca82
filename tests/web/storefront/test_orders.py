import html
import re
from datetime import timedelta

import pytest
from litestar import Litestar
from tests.kit.app import Browser, drain, open_browser, statement_budget, sweep
from tests.kit.diary import Diary
from tests.kit.forms import find_form
from tests.kit.invariants import check_invariants
from tests.web.storefront.till import Till, amounts_in, links_of, text_of

from shopwright.kernel.clock import VirtualClock
from shopwright.shop import Shop

PART = {"hx-request": "true"}


def steps(page: str) -> list[tuple[str, str]]:
    """Each step of the progress as (state, word)."""
    return re.findall(r'<li class="step step-(\w+)".*?<span class="step-text"><span>([^<]+)<', page, re.DOTALL)


def poll_place(page: str) -> str:
    found = re.search(r'id="order" hx-get="([^"]+)"', page)
    return "" if found is None else html.unescape(found[1])


@pytest.fixture
async def till(client: Browser, shop: Shop) -> Till:
    return await Till.open(shop, client)


@pytest.fixture
def diary(till: Till, provider: Litestar, clock: VirtualClock) -> Diary:
    return Diary(till.shop, till.floor, provider, clock)


async def test_an_order_is_followed_from_placing_to_receiving(client: Browser, till: Till, diary: Diary) -> None:
    number = await till.place(quantity=2)
    placed = await till.placed(number)
    page = await client.get(f"/orders/{number}")
    assert "等待付款" in text_of(page)
    assert steps(page.text) == [("done", "已下单"), ("now", "待付款"), ("next", "已发货"), ("next", "已收货")]
    assert amounts_in(page) == ["¥258.00", "免费", "¥258.00"]
    assert "林晓 13800138000 浙江省 杭州市 西湖区 文三路 90 号" in text_of(page)

    await diary.pay(placed)
    page = await client.get(f"/orders/{number}")
    assert steps(page.text) == [("done", "已下单"), ("done", "已付款"), ("now", "待发货"), ("next", "已收货")]
    assert "已付款 ¥258.00 支付平台" in text_of(page)

    await diary.ship(placed, pieces=1, tracking_number="SF100")
    page = await client.get(f"/orders/{number}")
    assert "部分商品已发出" in text_of(page)
    assert "包裹 1 · 共 1 件 顺丰速运 SF100 运送中" in text_of(page)
    await diary.ship(placed, pieces=1, tracking_number="SF101")
    page = await client.get(f"/orders/{number}")
    assert steps(page.text)[2:] == [("done", "已发货"), ("now", "待收货")]
    assert "SF101" in text_of(page)

    answer = await client.submit(f"/orders/{number}", action=f"/orders/{number}/receipt")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/orders/{number}")
    page = await client.get(f"/orders/{number}")
    assert "感谢您，订单已完成。" in text_of(page)
    assert [state for state, _ in steps(page.text)] == ["done"] * 4
    assert await diary.statuses(placed) == ("completed", "paid", "delivered")
    await diary.close_the_day()


async def test_an_unpaid_order_is_cancelled_with_a_reason_and_once(client: Browser, till: Till, diary: Diary) -> None:
    number = await till.place()
    form = await client.get(f"/orders/{number}/cancellation")
    for _ in range(2):
        answer = await client.send_form(form, reason="wrong_address")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/orders/{number}")
    page = await client.get(f"/orders/{number}")
    words = text_of(page)
    assert "订单已关闭 原因：地址或电话填写有误" in words
    assert "订单已取消：地址或电话填写有误" in words
    assert 'hx-trigger="look-again"' in page.text
    assert await till.available() == 10
    await diary.close_the_day()


async def test_a_paid_order_is_cancelled_and_the_money_goes_back(client: Browser, till: Till, diary: Diary) -> None:
    number = await till.place()
    await diary.pay(await till.placed(number))
    await client.submit(f"/orders/{number}", action=f"/orders/{number}/cancellation", reason="other")
    assert "其他原因 · ¥129.00 将原路退回" in text_of(await client.get(f"/orders/{number}"))
    await drain(till.shop, with_delayed=True)
    await diary.hear()
    assert "其他原因 · ¥129.00 已原路退回" in text_of(await client.get(f"/orders/{number}"))
    await diary.close_the_day()


@pytest.mark.parametrize("reason", ["", "out_of_stock", "stock_gone", "<b>"])
async def test_a_reason_that_was_not_offered_cancels_nothing(
    client: Browser, till: Till, diary: Diary, reason: str
) -> None:
    number = await till.place()
    answer = await client.submit(f"/orders/{number}/cancellation", reason=reason)
    assert answer.status_code == 422
    assert "field-reason-error" in answer.text
    assert (await diary.statuses(await till.placed(number)))[0] == "pending_payment"


async def test_what_was_shipped_is_not_cancelled_and_the_order_says_so(
    client: Browser, till: Till, diary: Diary
) -> None:
    number = await till.place()
    placed = await till.placed(number)
    await diary.pay(placed)
    form = await client.get(f"/orders/{number}/cancellation")
    await diary.ship(placed, pieces=1, tracking_number="SF1")
    answer = await client.send_form(form, reason="other")
    assert answer.status_code == 409
    assert "订单已发货，无法取消。" in text_of(answer)
    assert await diary.statuses(placed) == ("placed", "paid", "fulfilled")
    assert (await client.get(f"/orders/{number}/cancellation")).headers["location"] == f"/orders/{number}"


async def test_receipt_is_not_confirmed_before_everything_was_sent(client: Browser, till: Till, diary: Diary) -> None:
    number = await till.place(quantity=2)
    placed = await till.placed(number)
    unpaid = await till.send(f"/orders/{number}/receipt", {})
    assert (unpaid.status_code, "订单尚未付款。" in text_of(unpaid)) == (409, True)
    await diary.pay(placed)
    await diary.ship(placed, pieces=1, tracking_number="SF1")
    partly = await till.send(f"/orders/{number}/receipt", {})
    assert partly.status_code == 409
    assert (await diary.statuses(placed))[0] == "placed"
    assert (await client.get(f"/orders/{number}/receipt")).headers["location"] == f"/orders/{number}"


async def test_an_order_of_another_and_one_that_is_not_are_the_same(till: Till, app: Litestar, diary: Diary) -> None:
    number = await till.place()
    async with open_browser(app) as stranger:
        for path in ("", "/payment", "/cancellation", "/receipt", "/progress"):
            nobody = await stranger.get(f"/orders/{number}{path}")
            assert (nobody.status_code, nobody.headers["location"][:12]) == (303, "/login?next=")
        other = Till(till.shop, till.floor, stranger)
        await other.add(1)
        for path in ("", "/cancellation", "/receipt", "/progress"):
            theirs = await stranger.get(f"/orders/{number}{path}")
            nothing = await stranger.get(f"/orders/1000000000000{path}")
            nonsense = await stranger.get(f"/orders/x{path}")
            assert [answer.status_code for answer in (theirs, nothing, nonsense)] == [404, 404, 404]
            assert text_of(theirs) == text_of(nothing)
        for path in ("/cancellation", "/receipt"):
            answer = await other.send(f"/orders/{number}{path}", {"reason": "other"})
            assert answer.status_code == 404
        assert text_of(await stranger.get("/orders")).count("订单 1") == 0
    assert (await diary.statuses(await till.placed(number)))[0] == "pending_payment"


async def test_the_list_has_the_tabs_that_people_think_in(client: Browser, till: Till, diary: Diary) -> None:
    unpaid, paid, shipped, closed = [await till.place() for _ in range(4)]
    for number in (paid, shipped):
        await diary.pay(await till.placed(number))
    await diary.ship(await till.placed(shipped), pieces=1, tracking_number="SF1")
    await client.submit(f"/orders/{closed}/cancellation", reason="other")
    page = await client.get("/orders")
    assert re.findall(r'<a class="tab"[^>]*>([^<]+)', page.text) == [
        "全部",
        "待付款",
        "待发货",
        "待收货",
        "已完成",
        "已关闭",
    ]
    assert re.findall(r'class="tab-count">(\d+)', page.text) == ["1", "1", "1"]
    shown = {
        tab: re.findall(r"订单 (\d{13})", text_of(await client.get(f"/orders?tab={tab}")))
        for tab in ("all", "to_pay", "to_ship", "to_receive", "completed", "closed", "nonsense")
    }
    everything = [closed, shipped, paid, unpaid]
    assert shown == {
        "all": everything,
        "to_pay": [unpaid],
        "to_ship": [paid],
        "to_receive": [shipped],
        "completed": [],
        "closed": [closed],
        "nonsense": everything,
    }
    assert {f"/orders/{unpaid}/payment", f"/orders/{shipped}/receipt"} <= links_of(page)


async def test_a_long_list_goes_on_by_key(client: Browser, till: Till, clock: VirtualClock) -> None:
    numbers = []
    for _ in range(10):
        numbers.append(await till.place())
        clock.advance(timedelta(seconds=1))
    assert "load-more" not in (await client.get("/orders")).text
    numbers.append(await till.place(1))
    first = await client.get("/orders")
    following = re.search(r'hx-get="([^"]+after=[^"]+)"', first.text)
    assert following is not None
    place = html.unescape(following[1])
    part = await client.get(place, headers=PART)
    assert "<html" not in part.text
    found = [re.findall(r"订单 (\d{13})", text_of(answer)) for answer in (first, part)]
    assert found == [list(reversed(numbers))[:10], [numbers[0]]]
    with statement_budget(till.shop, at_most=1):
        await client.get(place, headers=PART)


async def test_an_open_page_asks_and_is_told_only_what_is_new(
    client: Browser, till: Till, diary: Diary, clock: VirtualClock
) -> None:
    number = await till.place()
    page = await client.get(f"/orders/{number}")
    assert 'hx-trigger="every 2s, look-again"' in page.text
    place = poll_place(page.text)
    with statement_budget(till.shop, at_most=2):
        assert (await client.get(place, headers=PART)).status_code == 204
    await diary.pay(await till.placed(number))
    told = await client.get(place, headers=PART)
    assert told.status_code == 200
    assert "<html" not in told.text
    assert 'hx-swap-oob="innerHTML">正在为您备货</p>' in told.text
    assert 'hx-trigger="every 20s, look-again"' in told.text
    assert find_form(told.text, action=f"/orders/{number}/cancellation").texts["csrf"] != [""]
    clock.advance(timedelta(minutes=21))
    over = await client.get(poll_place(told.text), headers=PART)
    assert over.status_code == 286
    assert 'hx-trigger="look-again"' in over.text


async def test_an_unpaid_page_stops_asking_and_offers_to_look_again(
    client: Browser, till: Till, clock: VirtualClock
) -> None:
    number = await till.place()
    place = poll_place((await client.get(f"/orders/{number}")).text)
    clock.advance(timedelta(minutes=3, seconds=1))
    over = await client.get(place, headers=PART)
    assert (over.status_code, "刷新" in text_of(over)) == (286, True)
    for nonsense in ("", "?version=x&since=y", "?since=-5&version=9999999999999999999"):
        answer = await client.get(f"/orders/{number}/progress{nonsense}", headers=PART)
        assert answer.status_code == 286


async def test_an_order_that_was_not_paid_in_time_says_so(client: Browser, till: Till, clock: VirtualClock) -> None:
    number = await till.place()
    clock.advance(timedelta(minutes=30))
    late = text_of(await client.get(f"/orders/{number}"))
    assert "付款时间已过" in late
    assert "支付 ¥129.00" not in late
    await sweep(till.shop, "orders.expire")
    page = text_of(await client.get(f"/orders/{number}"))
    assert "订单已关闭 原因：超时未付款" in page
    assert "超时未付款，订单已关闭 商家" in page
    await check_invariants(till.shop.database)


async def test_a_visitor_without_orders_is_shown_the_way_on(client: Browser, till: Till) -> None:
    assert (await client.get("/orders")).headers["location"] == "/login?next=%2Forders"
    await till.add()
    assert "还没有订单" in text_of(await client.get("/orders"))


async def test_order_pages_keep_their_budgets(client: Browser, till: Till) -> None:
    number = await till.place()
    with statement_budget(till.shop, at_most=3):
        await client.get("/orders")
    with statement_budget(till.shop, at_most=4):
        await client.get(f"/orders/{number}")


async def test_the_order_speaks_english(client: Browser, till: Till, diary: Diary) -> None:
    number = await till.place()
    await diary.pay(await till.placed(number))
    client.cookies.set("sw_language", "en")
    words = text_of(await client.get(f"/orders/{number}"))
    assert "We are packing your order" in words
    assert "Paid ¥129.00 Payment provider" in words
    assert "Order placed" in words
