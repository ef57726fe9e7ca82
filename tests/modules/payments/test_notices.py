"""Notices: forged, altered, repeated, out of order, late, about other things. Each has one effect or none."""

import json
import secrets
from datetime import timedelta
from typing import Any

import pytest
from tests.modules.payments.till import ORDER, PRICE, PROVIDER_SECRET, Till, gather

from shopwright.kernel.clock import VirtualClock
from shopwright.modules.payments.errors import AlreadyPaid
from shopwright.modules.payments.operations.purge import purge_notices
from shopwright.modules.payments.public import list_misfits
from shopwright.simulators.payment.signing import sign_notice

ONCE = [("payment_captured", 12_900)]


def signed(till: Till, body: bytes, **changes: Any) -> dict[str, str]:
    facts: dict[str, Any] = {
        "serial": "provider-1",
        "secret": PROVIDER_SECRET,
        "timestamp": int(till.clock.now().timestamp()),
        "nonce": secrets.token_hex(16),
        "body": body,
    }
    return dict(sign_notice(**{**facts, **changes}))


async def paid_notice(till: Till, **changes: Any) -> bytes:
    """The body of a true notice that has not arrived yet, with `changes` of its resource or, by `_name`, its frame."""
    till.desk.is_closed = True
    await till.buy()
    (notice,) = till.simulator.store.list_due_notices(2**53)
    body = json.loads(notice.body)
    for name, value in changes.items():
        (body if name.startswith("_") else body["resource"])[name.removeprefix("_")] = value
    return json.dumps(body).encode()


@pytest.mark.parametrize("mode", ["twice", "five_times", "before_redirect", "delayed"])
async def test_every_way_of_telling_captures_once(till: Till, clock: VirtualClock, mode: str) -> None:
    page = await till.pay()
    await till.act(page, "pay", notice=mode)
    clock.advance(timedelta(seconds=11))
    await till.deliver()
    assert await till.told() == ONCE


@pytest.mark.parametrize("copies", [50, 100])
async def test_copies_at_once_have_one_effect(till: Till, copies: int) -> None:
    await till.buy()
    event_id = json.loads(till.desk.received[0][1])["id"]
    await till.provider.post(f"/test/notices/{event_id}/resend", json={"copies": copies})
    assert till.desk.answers == [204] * (copies + 1)
    assert await till.told() == ONCE
    assert await till.outcomes() == ["captured"]


async def test_fifty_first_notices_at_once_have_one_effect(till: Till) -> None:
    body = await paid_notice(till)
    answers = await gather(50, lambda: till.take_notice(signed(till, body), body))
    assert answers == [204] * 50
    assert await till.told() == ONCE
    assert await till.outcomes() == ["captured"]


async def test_fifty_different_events_of_one_payment_capture_once(till: Till) -> None:
    body = json.loads(await paid_notice(till))
    bodies = [json.dumps({**body, "id": f"evt_{number}"}).encode() for number in range(50)]
    waiting = iter(bodies)

    async def take() -> int:
        mine = next(waiting)
        return await till.take_notice(signed(till, mine), mine)

    assert await gather(50, take) == [204] * 50
    assert await till.told() == ONCE
    assert sorted(await till.outcomes()) == ["captured", *["nothing_new"] * 49]


async def test_a_notice_a_day_later_has_no_effect(till: Till, clock: VirtualClock) -> None:
    await till.buy()
    clock.advance(timedelta(days=1))
    event_id = json.loads(till.desk.received[0][1])["id"]
    await till.provider.post(f"/test/notices/{event_id}/resend", json={"copies": 3})
    assert till.desk.answers == [204] * 4
    assert await till.told() == ONCE


async def test_a_notice_that_was_forgotten_has_no_effect_when_it_comes_again(till: Till, clock: VirtualClock) -> None:
    await till.buy()
    clock.advance(timedelta(days=90, seconds=1))
    await purge_notices(till.database)
    assert await till.outcomes() == []
    event_id = json.loads(till.desk.received[0][1])["id"]
    await till.provider.post(f"/test/notices/{event_id}/resend", json={"copies": 2})
    assert await till.outcomes() == ["nothing_new"]
    assert await till.told() == ONCE


async def test_a_notice_that_did_not_fit_is_never_forgotten(till: Till, clock: VirtualClock) -> None:
    body = await paid_notice(till, amount={"minor": 1, "currency": "CNY"})
    await till.take_notice(signed(till, body), body)
    clock.advance(timedelta(days=1_000))
    await purge_notices(till.database)
    async with till.database.reading() as reading:
        told = [(misfit.channel, misfit.outcome) for misfit in await list_misfits(reading)]
    assert told == [("simpay", "other_amount")]


async def test_a_caught_notice_sent_again_later_is_refused(till: Till, clock: VirtualClock) -> None:
    await till.buy()
    headers, body = till.desk.received[0]
    clock.advance(timedelta(minutes=5, seconds=1))
    assert await till.take_notice(headers, body) == 401
    assert await till.told() == ONCE


async def test_a_notice_signed_by_somebody_else_leaves_no_trace(till: Till) -> None:
    page = await till.pay()
    await till.act(page, "pay", notice="wrong_signature")
    await till.deliver()
    assert till.desk.answers == [401]
    assert (await till.told(), await till.outcomes(), await till.statuses()) == ([], [], ["pending"])


@pytest.mark.parametrize(
    "change",
    [
        {"secret": "merchant-secret-of-the-till-0123456789"},
        {"secret": ""},
        {"serial": "provider-2"},
        {"timestamp": 1},
        {"nonce": "x"},
    ],
)
async def test_a_wrong_signature_is_refused(till: Till, change: dict[str, Any]) -> None:
    body = await paid_notice(till)
    assert await till.take_notice(signed(till, body, **change), body) == 401
    assert (await till.told(), await till.outcomes()) == ([], [])


@pytest.mark.parametrize("header", ["Simpay-Timestamp", "Simpay-Nonce", "Simpay-Serial", "Simpay-Signature"])
@pytest.mark.parametrize("value", [None, "", "签名", "0" * 5_000])
async def test_a_missing_or_odd_header_is_refused(till: Till, header: str, value: str | None) -> None:
    body = await paid_notice(till)
    headers = signed(till, body)
    del headers[header]
    if value is not None:
        headers[header] = value
    assert await till.take_notice(headers, body) == 401
    assert (await till.told(), await till.outcomes()) == ([], [])


async def test_an_altered_body_is_refused(till: Till) -> None:
    body = await paid_notice(till)
    altered = body.replace(b"12900", b"12901")
    assert altered != body
    assert await till.take_notice(signed(till, body), altered) == 401
    assert await till.outcomes() == []


async def test_a_truncated_body_is_refused_at_every_byte(till: Till) -> None:
    body = await paid_notice(till)
    headers = signed(till, body)
    answers = {await till.take_notice(headers, body[:length]) for length in range(len(body))}
    assert answers == {401}
    assert await till.outcomes() == []


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{}", b'{"id": 1}', b"\xff", b"[" * 20_000, b'{"id":"e","type":"payment.succeeded"}'],
)
async def test_a_signed_body_that_makes_no_sense_is_refused(till: Till, body: bytes) -> None:
    assert await till.take_notice(signed(till, body), body) == 401
    assert await till.outcomes() == []


async def test_a_notice_that_is_too_large_is_refused_unread(till: Till) -> None:
    body = b" " * 65_537
    assert await till.take_notice(signed(till, body), body) == 401


async def test_a_type_that_differs_from_the_status_is_refused(till: Till) -> None:
    body = await paid_notice(till, _type="payment.failed")
    assert await till.take_notice(signed(till, body), body) == 401
    assert await till.statuses() == ["pending"]


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"_merchant_id": "another-shop"}, "other_merchant"),
        ({"out_trade_no": "P" + "7" * 24}, "unknown_reference"),
        ({"amount": {"minor": 1, "currency": "CNY"}}, "other_amount"),
        ({"amount": {"minor": 12_901, "currency": "CNY"}}, "other_amount"),
        ({"amount": {"minor": 12_900, "currency": "JPY"}}, "other_currency"),
        ({"_type": "coupon.issued"}, "unknown_kind"),
    ],
)
async def test_news_that_do_not_fit_are_recorded_and_move_nothing(
    till: Till, change: dict[str, Any], outcome: str
) -> None:
    body = await paid_notice(till, **change)
    assert await till.take_notice(signed(till, body), body) == 204
    assert await till.outcomes() == [outcome]
    assert (await till.told(), await till.statuses()) == ([], ["pending"])


async def test_a_failure_told_after_the_success_changes_nothing(till: Till) -> None:
    await till.buy()
    body = json.loads(till.desk.received[0][1])
    late = json.dumps(
        {**body, "id": "evt_late", "type": "payment.failed", "resource": {**body["resource"], "status": "failed"}}
    ).encode()
    assert await till.take_notice(signed(till, late), late) == 204
    assert sorted(await till.outcomes()) == ["captured", "late"]
    assert (await till.told(), await till.statuses()) == (ONCE, ["captured"])


async def test_a_success_told_after_the_failure_is_captured(till: Till) -> None:
    body = json.loads(await paid_notice(till))
    early = json.dumps(
        {**body, "id": "evt_early", "type": "payment.failed", "resource": {**body["resource"], "status": "failed"}}
    ).encode()
    assert await till.take_notice(signed(till, early), early) == 204
    assert await till.statuses() == ["failed"]
    true = json.dumps(body).encode()
    assert await till.take_notice(signed(till, true), true) == 204
    assert (await till.told(), await till.statuses()) == (ONCE, ["captured"])


async def test_money_for_a_closed_intent_is_captured_and_told(till: Till) -> None:
    page = await till.pay()
    await till.act(page, "pay", notice="delayed")
    await till.cancel()
    assert await till.do_jobs() == ["payments.close"]
    assert (await till.told(), await till.statuses()) == (ONCE, ["captured"])


async def test_a_second_payment_of_the_same_order_is_told_too(till: Till, clock: VirtualClock) -> None:
    first = await till.pay()
    await till.act(first, "pay", notice="delayed", delay_seconds=3_600)
    clock.advance(timedelta(minutes=31))
    second = await till.pay()
    await till.act(second, "pay")
    await till.deliver()
    clock.advance(timedelta(hours=1))
    await till.deliver()
    assert await till.told() == [("payment_captured", 12_900), ("payment_captured", 12_900)]
    assert await till.statuses() == ["captured", "captured"]


async def test_a_notice_before_our_own_record_of_the_page_is_kept(till: Till) -> None:
    """The person pays and the provider tells while our call that opened the page has not returned."""
    body = b""

    async def tell_early() -> None:
        nonlocal body
        (payment,) = await till.payments()
        resource = {
            "payment_id": "pay_early",
            "out_trade_no": payment.reference,
            "amount": {"minor": PRICE.minor, "currency": PRICE.currency},
            "status": "succeeded",
            "pay_url": "http://provider.test/pay/early",
        }
        body = json.dumps(
            {"id": "evt_1", "type": "payment.succeeded", "merchant_id": "shopwright-demo", "resource": resource}
        ).encode()
        assert await till.take_notice(signed(till, body), body) == 204

    till.wire.meanwhile = tell_early
    with pytest.raises(AlreadyPaid):
        await till.pay(order_id=ORDER)
    assert (await till.told(), await till.statuses()) == (ONCE, ["captured"])
