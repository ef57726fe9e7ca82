import html
import re
from datetime import timedelta

import pytest
from litestar import Litestar
from tests.kit.app import Browser, deliver_notices, drain, open_browser, statement_budget, sweep
from tests.kit.diary import Diary
from tests.kit.invariants import check_invariants
from tests.web.storefront.till import Till, links_of, text_of

from shopwright.kernel.clock import VirtualClock
from shopwright.modules.payments import public as payments
from shopwright.platform.i18n import format_moment
from shopwright.shop import Shop
from shopwright.simulators.payment.contracts import FaultKind, Operation, PlanFault


@pytest.fixture
async def till(client: Browser, shop: Shop) -> Till:
    """A small shop, and one shopper before its pages."""
    return await Till.open(shop, client)


@pytest.fixture
async def number(till: Till) -> str:
    """An order that was placed and not paid."""
    return await till.place()


@pytest.fixture
def diary(till: Till, shop: Shop, provider: Litestar, clock: VirtualClock) -> Diary:
    """What happens at the provider."""
    return Diary(shop, till.floor, provider, clock)


async def intents_of(till: Till, number: str) -> list[tuple[str, str]]:
    placed = await till.placed(number)
    async with till.shop.database.reading() as reading:
        found = await payments.list_payments(reading, customer_id=placed.customer_id, order_id=placed.order_id)
    return [(payment.channel, str(payment.status)) for payment in found]


async def test_the_pay_page_says_how_much_until_when_and_how(client: Browser, clock: VirtualClock, number: str) -> None:
    clock.advance(timedelta(minutes=4, seconds=48))
    page = await client.get(f"/orders/{number}/payment")
    assert page.status_code == 200
    words = text_of(page)
    assert "¥ 129 .00" in words
    assert "剩余支付时间 25 分 12 秒" in words
    until = clock.now() + timedelta(minutes=25, seconds=12)
    assert f"请在 {format_moment(until, 'zh_CN', 'Asia/Shanghai', 'short')} 前付款" in words
    assert "模拟支付 仅供试用的模拟器，不会产生真实扣款。" in words
    assert f"订单 {number}" in words
    assert 'data-countdown="1512"' in page.text


async def test_paying_leads_to_the_provider_and_twice_to_the_same_page(
    client: Browser, till: Till, number: str
) -> None:
    path = f"/orders/{number}/payment"
    first, second = [await client.submit(path, channel="simpay") for _ in range(2)]
    assert first.status_code == 303
    assert first.headers["location"].startswith("http://provider.test/pay/")
    assert second.headers["location"] == first.headers["location"]
    assert await intents_of(till, number) == [("simpay", "pending")]


async def test_coming_back_proves_nothing_until_the_provider_has_told(
    client: Browser, provider: Litestar, till: Till, diary: Diary, number: str
) -> None:
    forged = await client.get(f"/orders/{number}?from=payment&status=paid")
    assert "等待付款" in text_of(forged)
    assert (await diary.statuses(await till.placed(number)))[1] == "unpaid"
    opened = await client.submit(f"/orders/{number}/payment", channel="simpay")
    await diary.at_provider(opened.headers["location"])
    await deliver_notices(provider)
    await drain(till.shop)
    page = await client.get(f"/orders/{number}?from=payment")
    assert "正在为您备货" in text_of(page)
    await check_invariants(till.shop.database)


async def test_a_notice_that_never_comes_is_asked_for_by_the_open_page(
    client: Browser, shop: Shop, diary: Diary, number: str
) -> None:
    opened = await client.submit(f"/orders/{number}/payment", channel="simpay")
    await diary.at_provider(opened.headers["location"], notice="never")
    page = await client.get(f"/orders/{number}?from=payment")
    poll = re.search(r'hx-get="([^"]+)" hx-trigger="every 2s, look-again"', page.text)
    assert poll is not None
    place = html.unescape(poll[1])
    assert (await client.get(place)).status_code == 204
    await drain(shop)
    told = await client.get(place)
    assert told.status_code == 200
    assert "正在为您备货" in text_of(told)


async def test_a_silent_provider_is_told_of_and_trying_again_is_the_same_payment(
    client: Browser, provider: Litestar, till: Till, number: str
) -> None:
    provider.state.simulator.plan_fault(PlanFault(operation=Operation.CREATE_PAYMENT, kind=FaultKind.UNAVAILABLE))
    answer = await client.submit(f"/orders/{number}/payment", channel="simpay")
    assert answer.status_code == 503
    assert "支付平台暂时没有响应，请稍后再试，不会重复扣款。" in text_of(answer)
    assert "重试" in text_of(answer)
    again = await client.send_form(answer, channel="simpay")
    assert again.status_code == 303
    assert await intents_of(till, number) == [("simpay", "pending")]


async def test_a_way_of_paying_that_is_not_there_is_refused(client: Browser, till: Till, number: str) -> None:
    assert (await client.submit(f"/orders/{number}/payment", channel="gold")).status_code == 404
    nothing = await client.submit(f"/orders/{number}/payment", channel="")
    assert (nothing.status_code, "field-channel-error" in nothing.text) == (422, True)
    assert await intents_of(till, number) == []


async def test_a_paid_order_is_not_paid_again(client: Browser, till: Till, diary: Diary, number: str) -> None:
    form = await client.get(f"/orders/{number}/payment")
    await diary.pay(await till.placed(number))
    page = await client.get(f"/orders/{number}/payment")
    assert (page.status_code, "订单已付款" in text_of(page)) == (200, True)
    assert f"/orders/{number}" in links_of(page)
    late = await client.send_form(form, channel="simpay")
    assert (late.status_code, "订单已付款" in text_of(late)) == (409, True)
    assert await intents_of(till, number) == [("simpay", "captured")]


async def test_money_that_the_order_has_not_heard_of_yet_is_not_asked_for_again(
    client: Browser, provider: Litestar, till: Till, diary: Diary, number: str
) -> None:
    opened = await client.submit(f"/orders/{number}/payment", channel="simpay")
    await diary.at_provider(opened.headers["location"])
    form = await client.get(f"/orders/{number}/payment")
    await deliver_notices(provider)
    answer = await client.send_form(form, channel="simpay")
    assert answer.status_code == 409
    assert "正在确认付款" in text_of(await client.get(f"/orders/{number}/payment"))
    await drain(till.shop)
    assert await intents_of(till, number) == [("simpay", "captured")]


async def test_after_the_time_is_over_nobody_pays(
    client: Browser, shop: Shop, clock: VirtualClock, till: Till, number: str
) -> None:
    form = await client.get(f"/orders/{number}/payment")
    clock.advance(timedelta(minutes=30))
    page = await client.get(f"/orders/{number}/payment")
    assert "付款时间已过" in text_of(page)
    late = await client.send_form(form, channel="simpay")
    assert late.status_code == 409
    await sweep(shop, "orders.expire")
    closed = await client.get(f"/orders/{number}/payment")
    assert "订单已关闭" in text_of(closed)
    assert await intents_of(till, number) == []
    assert await till.available() == 10


async def test_the_pay_page_of_a_stranger_and_of_nothing_are_the_same(
    shop: Shop, app: Litestar, till: Till, number: str
) -> None:
    async with open_browser(app) as stranger:
        assert (await stranger.get(f"/orders/{number}/payment")).headers["location"].startswith("/login?next=")
        other = Till(shop, till.floor, stranger)
        await other.add(1)
        theirs = await stranger.get(f"/orders/{number}/payment")
        nothing = await stranger.get("/orders/1000000000000/payment")
        assert (theirs.status_code, nothing.status_code) == (404, 404)
        assert text_of(theirs) == text_of(nothing)
        posted = await other.send(f"/orders/{number}/payment", {"channel": "simpay"})
        assert posted.status_code == 404
    assert await intents_of(till, number) == []


async def test_the_pay_page_keeps_its_budget(client: Browser, shop: Shop, number: str) -> None:
    with statement_budget(shop, at_most=3):
        await client.get(f"/orders/{number}/payment")


async def test_a_failed_payment_is_told_and_another_is_offered(
    client: Browser, shop: Shop, till: Till, diary: Diary, number: str
) -> None:
    opened = await client.submit(f"/orders/{number}/payment", channel="simpay")
    await diary.at_provider(opened.headers["location"], action="fail", notice="never")
    page = await client.get(f"/orders/{number}?from=payment")
    words = text_of(page)
    assert "付款失败 未产生任何扣款" in words
    assert "正在确认付款" not in words
    assert "重新付款" in words
    assert "更换支付方式" in words
    assert f"/orders/{number}/payment" in links_of(page)
    assert "付款失败" in text_of(await client.get(f"/orders/{number}"))
    assert "上一次付款失败，未产生任何扣款。" in text_of(await client.get(f"/orders/{number}/payment"))
    again = await client.submit(f"/orders/{number}/payment", channel="simpay")
    assert again.headers["location"] != opened.headers["location"]
    assert await intents_of(till, number) == [("simpay", "pending"), ("simpay", "failed")]
    assert "付款失败" not in text_of(await client.get(f"/orders/{number}"))
    await check_invariants(shop.database)


async def test_an_open_page_is_told_when_the_payment_fails(
    client: Browser, provider: Litestar, diary: Diary, number: str
) -> None:
    opened = await client.submit(f"/orders/{number}/payment", channel="simpay")
    page = await client.get(f"/orders/{number}")
    poll = re.search(r'hx-get="([^"]+)" hx-trigger="every 2s, look-again"', page.text)
    assert poll is not None
    place = html.unescape(poll[1])
    assert (await client.get(place)).status_code == 204
    await diary.at_provider(opened.headers["location"], action="fail")
    await deliver_notices(provider)
    told = await client.get(place)
    assert (told.status_code, "付款失败" in text_of(told)) == (200, True)
    assert "paying=failed" in told.text


async def test_a_payment_that_was_walked_away_from_is_told_and_can_be_gone_on_with(
    client: Browser, diary: Diary, number: str
) -> None:
    opened = await client.submit(f"/orders/{number}/payment", channel="simpay")
    await diary.at_provider(opened.headers["location"], action="leave")
    page = await client.get(f"/orders/{number}?from=payment")
    words = text_of(page)
    assert "付款尚未完成 您还没有完成付款，未产生任何扣款。" in words
    assert "重新付款" in words
    assert "您有一笔付款还没有完成" in text_of(await client.get(f"/orders/{number}/payment"))
    again = await client.submit(f"/orders/{number}/payment", channel="simpay")
    assert again.headers["location"] == opened.headers["location"]


async def test_a_provider_that_says_nothing_leaves_the_payment_being_confirmed(
    client: Browser, provider: Litestar, number: str
) -> None:
    await client.submit(f"/orders/{number}/payment", channel="simpay")
    provider.state.simulator.plan_fault(PlanFault(operation=Operation.QUERY_PAYMENT, kind=FaultKind.UNAVAILABLE))
    page = text_of(await client.get(f"/orders/{number}?from=payment"))
    assert "正在确认付款" in page
    assert "付款尚未完成" not in page
