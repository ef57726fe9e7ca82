"""Who orders more often than people do and pays for nothing waits, and is told for how long."""

from datetime import timedelta

import pytest
from litestar import Litestar
from tests.kit.app import Browser, statement_budget
from tests.kit.diary import Diary
from tests.web.storefront.till import Till, number_in, order_count, text_of

from shopwright.kernel.clock import VirtualClock
from shopwright.shop import Shop
from shopwright.web import limits


async def test_who_orders_far_too_often_without_paying_waits(
    client: Browser, shop: Shop, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UNPAID_COUNT_MAX", 2)
    till = await Till.open(shop, client)
    number = await till.place()
    customer_id = (await till.placed(number)).customer_id
    clock.advance(timedelta(minutes=20))
    await till.add()
    page = await client.get("/checkout")
    with statement_budget(shop, at_most=24) as used:
        second = number_in(await client.send_form(page, action="/orders"))
    # The orders are what is counted: a placed one writes no counter, and the same form still finds its order.
    assert not [name for name in used if name.endswith("hit_window")]
    assert number_in(await client.send_form(page, action="/orders")) == second
    await till.add()
    answer = await client.submit("/checkout", action="/orders")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2400")
    assert "您一小时内未付款的订单过多，请 40 分钟后再试。" in text_of(answer)
    assert await order_count(shop.database, customer_id) == 2
    clock.advance(timedelta(minutes=40))
    await till.place()
    assert await order_count(shop.database, customer_id) == 3


async def test_who_pays_orders_on(
    client: Browser, shop: Shop, provider: Litestar, clock: VirtualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UNPAID_COUNT_MAX", 1)
    till = await Till.open(shop, client)
    first = await till.placed(await till.place())
    await Diary(shop, till.floor, provider, clock).pay(first)
    await till.place()
    assert await order_count(shop.database, first.customer_id) == 2
