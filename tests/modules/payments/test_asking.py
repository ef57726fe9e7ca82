"""What the provider does not tell is asked; what is to be closed is closed; nothing is asked for ever."""

from datetime import timedelta

import httpx
import pytest
from tests.modules.payments.till import ORDER, Till, gather

from shopwright.kernel.clock import VirtualClock
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.errors import ProviderSilent

ONCE = [("payment_captured", 12_900)]
FIVE_SECONDS = timedelta(seconds=5)
QUERY = "GET /v1/payments/by-reference/:reference"


async def test_a_payment_that_is_never_told_is_found_by_asking(till: Till, clock: VirtualClock) -> None:
    page = await till.pay()
    await till.act(page, "pay", notice="never")
    await till.sweep()
    assert await till.told() == []
    clock.advance(FIVE_SECONDS)
    await till.sweep()
    assert (await till.told(), await till.statuses()) == (ONCE, ["captured"])


async def test_a_shopper_who_comes_back_is_answered_at_once(till: Till) -> None:
    page = await till.pay()
    await till.act(page, "pay", notice="never")
    await payments.check_payments(till.database, till.channels, customer_id=till.customer_id, order_id=ORDER)
    assert await till.told() == ONCE


async def test_a_charge_behind_a_lost_answer_is_found_by_asking(till: Till, clock: VirtualClock) -> None:
    await till.fault("create_payment", "answer_lost")
    with pytest.raises(ProviderSilent):
        await till.pay()
    (payment,) = await till.payments()
    created = till.simulator.store.find_payment(out_trade_no=payment.reference)
    assert created is not None
    await till.provider.post(f"/test/payments/{created.id}/act", json={"action": "pay", "notice": "never"})
    clock.advance(FIVE_SECONDS)
    await till.sweep()
    assert (await till.told(), await till.statuses()) == (ONCE, ["captured"])


async def test_questions_come_rarer_and_rarer(till: Till, clock: VirtualClock) -> None:
    await till.pay()
    till.wire.calls.clear()
    asked = []
    for second in range(5, 700, 5):
        clock.advance(FIVE_SECONDS)
        await till.sweep()
        if till.wire.calls:
            asked.append(second)
            till.wire.calls.clear()
    assert asked == [5, 20, 80, 380, 680]


async def test_rounds_at_once_ask_once(till: Till, clock: VirtualClock) -> None:
    await till.pay()
    till.wire.calls.clear()
    clock.advance(FIVE_SECONDS)
    assert await gather(8, till.sweep) == [None] * 8
    assert till.wire.calls == [QUERY]


async def test_a_failure_and_an_expiry_are_found_by_asking(till: Till, clock: VirtualClock) -> None:
    page = await till.pay()
    await till.act(page, "fail", notice="never")
    clock.advance(FIVE_SECONDS)
    await till.sweep()
    await till.pay()
    clock.advance(timedelta(minutes=30))
    await till.sweep()
    assert await till.statuses() == ["failed", "closed"]
    assert await till.told() == []


async def test_a_provider_that_stays_silent_is_asked_for_a_day_past_the_expiry(till: Till, clock: VirtualClock) -> None:
    page = await till.pay()
    till.wire.is_cut = True
    await till.sweep()
    clock.advance(timedelta(days=1, minutes=29))
    await till.sweep()
    assert await till.statuses() == ["pending"]
    clock.advance(timedelta(hours=2))
    await till.sweep()
    assert await till.statuses() == ["closed"]
    till.wire.is_cut = False
    assert (await till.act(page, "pay")).status_code == 409


async def test_an_answer_that_nobody_signed_proves_nothing(till: Till, clock: VirtualClock) -> None:
    page = await till.pay()
    await till.act(page, "pay", notice="never")
    till.wire.bend = lambda response: httpx.Response(response.status_code, content=response.content)
    clock.advance(FIVE_SECONDS)
    await till.sweep()
    assert (await till.told(), await till.statuses()) == ([], ["pending"])
    till.wire.bend = None
    clock.advance(timedelta(seconds=15))
    await till.sweep()
    assert await till.told() == ONCE


async def test_one_silent_payment_holds_no_other_up(till: Till, clock: VirtualClock) -> None:
    page = await till.pay()
    await till.act(page, "pay", notice="never")
    clock.advance(FIVE_SECONDS)
    await till.fault("query_payment", "unavailable")
    await till.sweep()
    assert await till.told() == []
    clock.advance(timedelta(seconds=15))
    await till.sweep()
    assert await till.told() == ONCE


async def test_closing_reaches_the_provider(till: Till) -> None:
    page = await till.pay()
    await till.cancel()
    await till.cancel()
    assert await till.do_jobs(times=2) == ["payments.close"]
    assert await till.statuses() == ["closed"]
    assert (await till.act(page, "pay")).status_code == 409
    assert await till.told() == []


async def test_closing_is_done_by_the_sweep_when_the_provider_was_down(till: Till, clock: VirtualClock) -> None:
    await till.pay()
    await till.cancel()
    await till.fault("close_payment", "unavailable")
    await till.do_jobs()
    assert await till.statuses() == ["pending"]
    clock.advance(FIVE_SECONDS)
    await till.sweep()
    assert await till.statuses() == ["closed"]


async def test_closing_with_its_answer_lost_ends_closed(till: Till, clock: VirtualClock) -> None:
    await till.pay()
    await till.cancel()
    await till.fault("close_payment", "answer_lost")
    await till.do_jobs()
    clock.advance(FIVE_SECONDS)
    await till.sweep()
    assert await till.statuses() == ["closed"]


async def test_a_payment_the_provider_never_heard_of_is_closed_once_no_call_can_be_on_its_way(
    till: Till, clock: VirtualClock
) -> None:
    till.wire.is_cut = True
    with pytest.raises(ProviderSilent):
        await till.pay()
    till.wire.is_cut = False
    await till.cancel()
    await till.do_jobs()
    assert await till.statuses() == ["pending"]
    clock.advance(timedelta(minutes=2))
    await till.sweep()
    assert await till.statuses() == ["closed"]


async def test_paying_and_cancelling_at_once_ends_in_one_of_both(till: Till) -> None:
    page = await till.pay()
    await till.act(page, "pay")
    await gather(1, till.cancel)
    outcomes = [*await gather(3, till.do_jobs), await till.deliver()]
    assert not [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert (await till.told(), await till.statuses()) == (ONCE, ["captured"])


async def test_a_cancelled_order_leaves_nothing_to_do_where_nothing_was_opened(till: Till) -> None:
    await till.cancel()
    assert await till.do_jobs() == []
