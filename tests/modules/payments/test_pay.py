"""Paying: the page, the second click, the provider that is silent or refuses, the page that ended."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from tests.modules.payments.till import ORDER, PRICE, Till, gather

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.ids import OrderId
from shopwright.kernel.money import Money
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.contracts import PayPage
from shopwright.modules.payments.errors import (
    AlreadyPaid,
    ChannelUnknown,
    NothingToPay,
    PaymentEnded,
    ProviderRefused,
    ProviderSilent,
)


async def test_a_paid_page_is_captured_and_told_once(till: Till) -> None:
    page = await till.buy()
    (payment,) = await till.payments()
    assert (payment.intent_id, payment.amount, payment.captured_minor, payment.refunded_minor) == (
        page.intent_id,
        PRICE,
        12_900,
        0,
    )
    assert payment.status == "captured"
    assert payment.captured_at == till.clock.now()
    assert await till.told() == [("payment_captured", 12_900)]
    assert await till.outcomes() == ["captured"]


async def test_the_page_speaks_the_shoppers_language_and_leads_back(till: Till) -> None:
    page = await till.pay(description="商匠订单 1234567890123")
    assert urlsplit(page.pay_url).query == "lang=zh"
    answer = await till.act(page, "leave")
    assert answer.json()["redirect_url"].startswith("http://shop.test/orders/7?from=pay&out_trade_no=P")
    assert await till.statuses() == ["pending"]
    assert await till.told() == []


async def test_a_second_click_comes_back_to_the_same_page(till: Till) -> None:
    first = await till.pay()
    assert await till.pay() == first
    assert await till.statuses() == ["pending"]


async def test_many_clicks_at_once_open_one_page(till: Till) -> None:
    pages = await gather(20, till.pay)
    assert len(set(map(_url, pages))) == 1
    assert await till.statuses() == ["pending"]


async def test_no_transaction_is_open_while_the_provider_is_called(till: Till) -> None:
    till.wire.watch = till.database
    page = await till.pay()
    await till.act(page, "pay")
    await till.deliver()
    await till.refund(5_000)
    await till.do_jobs()
    await till.pay(order_id=OrderId(8))
    await till.sweep()
    assert len(till.wire.transactions_seen) >= 3
    assert set(till.wire.transactions_seen) == {0}


async def test_a_failed_payment_is_followed_by_a_new_one(till: Till) -> None:
    first = await till.pay()
    await till.act(first, "fail")
    await till.deliver()
    assert await till.statuses() == ["failed"]
    second = await till.pay()
    assert second.intent_id != first.intent_id
    await till.act(second, "pay")
    await till.deliver()
    assert await till.statuses() == ["failed", "captured"]


async def test_a_click_on_a_page_that_failed_untold_opens_a_new_one(till: Till) -> None:
    first = await till.pay()
    await till.act(first, "fail", notice="never")
    second = await till.pay()
    assert second.pay_url != first.pay_url
    assert await till.statuses() == ["failed", "pending"]


async def test_a_click_on_a_page_that_was_paid_untold_does_not_charge_again(till: Till) -> None:
    page = await till.pay()
    await till.act(page, "pay", notice="never")
    with pytest.raises(AlreadyPaid):
        await till.pay()
    assert await till.told() == [("payment_captured", 12_900)]


async def test_an_expired_page_is_followed_by_a_new_one(till: Till, clock: VirtualClock) -> None:
    first = await till.pay()
    clock.advance(timedelta(minutes=31))
    second = await till.pay()
    assert second.intent_id != first.intent_id
    assert await till.do_jobs() == ["payments.close"]
    assert await till.statuses() == ["closed", "pending"]


async def test_the_page_lives_as_long_as_the_order_may_be_paid(till: Till, clock: VirtualClock) -> None:
    page = await till.pay(expires_at=clock.now() + timedelta(minutes=12))
    clock.advance(timedelta(minutes=12, seconds=1))
    assert (await till.act(page, "pay")).json()["code"] == "payment_not_pending"
    (payment,) = await till.payments()
    assert payment.expires_at == payment.created_at + timedelta(minutes=12)


async def test_another_amount_closes_the_open_page_and_opens_another(till: Till) -> None:
    first = await till.pay()
    second = await till.pay(amount=Money(9_900, "CNY"))
    assert second.intent_id != first.intent_id
    await till.do_jobs()
    assert await till.statuses() == ["closed", "pending"]


@pytest.mark.parametrize("minor", [0, -1])
async def test_nothing_cannot_be_paid(till: Till, minor: int) -> None:
    with pytest.raises(NothingToPay):
        await till.pay(amount=Money(minor, "CNY"))
    assert await till.payments() == []


async def test_an_unknown_channel_is_refused(till: Till) -> None:
    with pytest.raises(ChannelUnknown):
        await payments.receive_notice(till.database, till.channels, channel="cash", headers={}, body=b"{}")


async def test_a_paid_order_is_not_paid_again(till: Till) -> None:
    await till.buy()
    with pytest.raises(AlreadyPaid):
        await till.pay()


async def test_a_provider_out_of_reach_is_told_and_the_next_click_opens_the_same_payment(till: Till) -> None:
    till.wire.is_cut = True
    with pytest.raises(ProviderSilent):
        await till.pay()
    assert await till.statuses() == ["pending"]
    till.wire.is_cut = False
    page = await till.pay()
    assert [payment.intent_id for payment in await till.payments()] == [page.intent_id]


@pytest.mark.parametrize("kind", ["unavailable", "answer_lost"])
async def test_a_lost_answer_leaves_one_payment(till: Till, kind: str) -> None:
    await till.fault("create_payment", kind)
    with pytest.raises(ProviderSilent):
        await till.pay()
    page = await till.pay()
    await till.act(page, "pay")
    await till.deliver()
    assert await till.statuses() == ["captured"]
    assert await till.told() == [("payment_captured", 12_900)]


async def test_a_certain_refusal_ends_the_attempt(till: Till) -> None:
    with pytest.raises(ProviderRefused):
        await payments.pay(
            till.database,
            till.channels,
            actor=Actor.system("test"),
            customer_id=till.customer_id,
            order_id=ORDER,
            amount=PRICE,
            channel="simpay",
            return_url="javascript:alert(1)",
            language="en",
        )
    assert await till.statuses() == ["failed"]


async def test_an_order_cancelled_while_its_page_opens_gets_no_page(till: Till) -> None:
    till.wire.meanwhile = till.cancel
    with pytest.raises(PaymentEnded):
        await till.pay()
    assert await till.statuses() == ["closed"]


def _url(page: object) -> str:
    assert isinstance(page, PayPage), page
    return page.pay_url
