"""Refunds: reserved, sent once, ended in a known state, told once; never more than came in."""

import asyncio
from datetime import timedelta

import pytest
from tests.modules.payments.till import ORDER, Till, gather

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.errors import (
    RefundInOtherCurrency,
    RefundKeyReused,
    RefundNotPositive,
    RefundTooLarge,
)

CAPTURED = ("payment_captured", 12_900)
SEND = "POST /v1/refunds"


async def refund_statuses(till: Till) -> list[tuple[int, str]]:
    return [(refund.amount.minor, refund.status.value) for refund in reversed(await till.refunds())]


async def pay_twice(till: Till, clock: VirtualClock) -> None:
    """Two captured intents of one order, 12 900 each: the first page was paid, its notice came late."""
    first = await till.pay()
    await till.act(first, "pay", notice="delayed", delay_seconds=3_600)
    clock.advance(timedelta(minutes=31))
    second = await till.pay()
    await till.act(second, "pay")
    clock.advance(timedelta(hours=1))
    await till.deliver()
    await till.do_jobs()


async def test_a_refund_goes_back_and_is_told_once(till: Till) -> None:
    await till.buy()
    refund_id = await till.refund(5_000)
    assert await refund_statuses(till) == [(5_000, "requested")]
    assert await till.do_jobs() == ["payments.refund"]
    await till.deliver()
    (refund,) = await till.refunds()
    assert (refund.refund_id, refund.status, refund.reason) == (refund_id, "succeeded", "七天无理由")
    assert refund.settled_at == till.clock.now()
    assert await till.told() == [CAPTURED, ("refund_succeeded", 5_000)]
    assert (await till.payments())[0].refunded_minor == 5_000


async def test_notice_and_answer_and_question_together_tell_once(till: Till, clock: VirtualClock) -> None:
    await till.buy()
    await till.refund(5_000)
    await till.do_jobs(times=3)
    await till.deliver()
    clock.advance(timedelta(seconds=5))
    await till.sweep()
    await till.do_jobs()
    assert till.wire.calls.count(SEND) == 1
    assert await till.told() == [CAPTURED, ("refund_succeeded", 5_000)]


async def test_a_refund_that_is_never_told_is_found_by_asking(till: Till, clock: VirtualClock) -> None:
    await till.buy()
    await till.refund(5_000)
    await till.do_jobs()
    till.desk.is_closed = True
    await till.deliver()
    clock.advance(timedelta(seconds=5))
    await till.sweep()
    assert await refund_statuses(till) == [(5_000, "succeeded")]
    assert await till.told() == [CAPTURED, ("refund_succeeded", 5_000)]


async def test_a_refund_that_fails_gives_its_reservation_back(till: Till) -> None:
    page = await till.pay()
    await till.act(page, "pay", refund="fail")
    await till.deliver()
    await till.refund(12_900)
    await till.do_jobs()
    await till.deliver()
    assert await refund_statuses(till) == [(12_900, "failed")]
    assert await till.told() == [CAPTURED, ("refund_failed", 12_900)]
    assert (await till.payments())[0].refunded_minor == 0
    await till.refund(12_900, key="r-2")


@pytest.mark.parametrize("kind", ["unavailable", "answer_lost"])
async def test_an_unknown_answer_ends_in_a_known_state(till: Till, clock: VirtualClock, kind: str) -> None:
    await till.buy()
    await till.refund(5_000)
    await till.fault("create_refund", kind)
    await till.do_jobs()
    assert await refund_statuses(till) == [(5_000, "unknown")]
    assert (await till.payments())[0].refunded_minor == 5_000
    till.desk.is_closed = True
    for _ in range(2):
        clock.advance(timedelta(seconds=15))
        await till.sweep()
        await till.deliver()
    assert await refund_statuses(till) == [(5_000, "succeeded")]
    assert await till.told() == [CAPTURED, ("refund_succeeded", 5_000)]
    (payment,) = await till.payments()
    stored = till.simulator.store.find_payment(out_trade_no=payment.reference)
    assert stored is not None
    assert till.simulator.store.refunded_minor(stored.id, with_processing=True) == 5_000


async def test_a_provider_that_is_down_for_hours_gets_the_refund_in_the_end(till: Till, clock: VirtualClock) -> None:
    await till.buy()
    await till.refund(5_000)
    till.wire.is_cut = True
    await till.do_jobs()
    for _ in range(10):
        clock.advance(timedelta(hours=1))
        await till.sweep()
    assert await refund_statuses(till) == [(5_000, "unknown")]
    till.wire.is_cut = False
    clock.advance(timedelta(hours=1))
    await till.sweep()
    await till.deliver()
    assert await till.told() == [CAPTURED, ("refund_succeeded", 5_000)]


async def test_a_refund_whose_job_was_lost_is_sent_by_the_sweep(till: Till, clock: VirtualClock) -> None:
    await till.buy()
    await till.refund(5_000)
    clock.advance(timedelta(seconds=5))
    await till.sweep()
    await till.deliver()
    assert await till.told() == [CAPTURED, ("refund_succeeded", 5_000)]
    await till.do_jobs()
    assert till.wire.calls.count(SEND) == 1


async def test_rounds_at_once_send_a_refund_once(till: Till, clock: VirtualClock) -> None:
    await till.buy()
    await till.refund(5_000)
    clock.advance(timedelta(seconds=5))
    outcomes = await gather(8, lambda: payments.query_refunds(till.database, till.channels))
    assert outcomes == [None] * 8
    assert till.wire.calls.count(SEND) == 1


async def test_a_certain_refusal_of_the_provider_is_a_failed_refund(till: Till) -> None:
    await till.buy()
    (payment,) = await till.payments()
    stored = till.simulator.store.find_payment(out_trade_no=payment.reference)
    assert stored is not None
    await till.refund(5_000)
    till.simulator.store.set_payment(stored.id, stored.status.FAILED, settled_at=0, refund_mode="succeed")
    await till.do_jobs()
    (refund,) = await till.refunds()
    assert (refund.status, refund.failure) == ("failed", "payment_not_succeeded")
    assert await till.told() == [CAPTURED, ("refund_failed", 5_000)]


@pytest.mark.parametrize("minor", [0, -1, -12_900])
async def test_an_amount_that_is_not_positive_is_refused(till: Till, minor: int) -> None:
    await till.buy()
    with pytest.raises(RefundNotPositive):
        await till.refund(minor)
    assert await till.refunds() == []


@pytest.mark.parametrize("minor", [12_901, 2**62])
async def test_more_than_came_in_is_refused(till: Till, minor: int) -> None:
    await till.buy()
    with pytest.raises(RefundTooLarge):
        await till.refund(minor)
    assert (await till.payments())[0].refunded_minor == 0


async def test_an_order_without_money_cannot_be_refunded(till: Till) -> None:
    await till.pay()
    with pytest.raises(RefundTooLarge):
        await till.refund(1)


async def test_another_currency_is_refused(till: Till) -> None:
    await till.buy()
    with pytest.raises(RefundInOtherCurrency):
        await till.refund(100, currency="JPY")


async def test_two_of_sixty_percent_at_once_leave_one_refused(till: Till) -> None:
    await till.buy()
    outcomes = await asyncio.gather(till.refund(7_740, key="a"), till.refund(7_740, key="b"), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["RefundTooLarge", "int"]
    assert (await till.payments())[0].refunded_minor == 7_740


async def test_small_refunds_at_once_never_exceed_what_came_in(till: Till) -> None:
    await till.buy()
    keys = iter(range(40))
    outcomes = await gather(40, lambda: till.refund(1_000, key=f"r-{next(keys)}"))
    assert sorted({type(outcome).__name__ for outcome in outcomes}) == ["RefundTooLarge", "int"]
    assert (await till.payments())[0].refunded_minor == 12_000


async def test_the_same_key_again_is_the_same_refund(till: Till) -> None:
    await till.buy()
    outcomes = await gather(20, lambda: till.refund(5_000))
    assert len(set(outcomes)) == 1
    assert await refund_statuses(till) == [(5_000, "requested")]
    with pytest.raises(RefundKeyReused):
        await till.refund(4_000)


async def test_a_refund_larger_than_one_payment_takes_from_several_and_is_told_once(
    till: Till, clock: VirtualClock
) -> None:
    await pay_twice(till, clock)
    refund_id = await till.refund(20_000)
    assert await refund_statuses(till) == [(7_100, "requested"), (12_900, "requested")]
    assert {refund.refund_id for refund in await till.refunds()} == {refund_id}
    assert await till.refund(20_000) == refund_id
    assert await till.do_jobs() == ["payments.refund", "payments.refund"]
    await till.deliver()
    assert await till.told() == [CAPTURED, CAPTURED, ("refund_succeeded", 20_000)]


async def test_a_surplus_goes_back_to_the_newest_payment_alone(till: Till, clock: VirtualClock) -> None:
    await pay_twice(till, clock)
    await till.refund(12_900)
    newest, oldest = await till.payments()
    assert (newest.refunded_minor, oldest.refunded_minor) == (12_900, 0)


async def test_a_split_refund_of_which_a_part_fails_tells_both_ends(till: Till, clock: VirtualClock) -> None:
    await pay_twice(till, clock)
    _, oldest = await till.payments()
    stored = till.simulator.store.find_payment(out_trade_no=oldest.reference)
    assert stored is not None
    till.simulator.store.set_payment(stored.id, stored.status, settled_at=0, refund_mode="fail")
    await till.refund(20_000)
    await till.do_jobs()
    await till.deliver()
    assert await till.told() == [CAPTURED, CAPTURED, ("refund_succeeded", 12_900), ("refund_failed", 7_100)]


async def test_staff_leave_a_trace(till: Till) -> None:
    await till.buy()
    refund_id = await till.refund(5_000, actor=Actor.staff(7, "Lin"))
    async with till.database.reading() as reading:
        (record,) = await reading.connection.fetch(
            "SELECT actor_label, action, subject, detail FROM staff.audit_record"
        )
    assert (record["actor_label"], record["action"], record["subject"]) == ("Lin", "payments.refund", f"order:{ORDER}")
    assert f'"refund_id": {refund_id}' in record["detail"]
