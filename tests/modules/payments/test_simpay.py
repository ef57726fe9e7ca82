"""The adapter against providers that misbehave on the wire: it believes only what is signed and about what it asked."""

import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from tests.modules.payments.till import KEYS, PROVIDER_SECRET

from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.money import Money
from shopwright.modules.payments.channels.simpay import Simpay
from shopwright.modules.payments.contracts import AnswerUnknown, CallRefused, ProviderStatus
from shopwright.simulators.payment.signing import parse_authorization, request_message, sign_notice, verify

NOW = datetime(2027, 3, 8, 4, 0, tzinfo=UTC)
REFERENCE = "P" + "1" * 24
PAYMENT = {
    "payment_id": "pay_1",
    "out_trade_no": REFERENCE,
    "amount": {"minor": 12_900, "currency": "CNY"},
    "status": "succeeded",
    "pay_url": "http://provider.test/pay/pay_1",
    "paid_at": "2027-03-08T04:00:00Z",
}
Answer = Callable[[httpx.Request], httpx.Response]


def adapter(answer: Answer) -> Simpay:
    return Simpay(
        KEYS,
        base_url="http://provider.test",
        notify_url="http://127.0.0.1:8000/payments/simpay/notices",
        clock=VirtualClock(NOW),
        transport=httpx.MockTransport(answer),
    )


def signed(body: bytes, *, status: int = 200, at: datetime = NOW, secret: str = PROVIDER_SECRET) -> httpx.Response:
    headers = sign_notice(
        serial="provider-1",
        secret=secret,
        timestamp=int(at.timestamp()),
        nonce=secrets.token_hex(16),
        body=body,
    )
    return httpx.Response(status, content=body, headers=dict(headers))


def paid(**changes: Any) -> bytes:
    return json.dumps({**PAYMENT, **changes}).encode()


async def create(simpay: Simpay) -> Any:
    return await simpay.create(
        reference=REFERENCE,
        amount=Money(12_900, "CNY"),
        description="青瓷茶杯",
        return_url="http://shop.test/orders/7",
        expires_in_seconds=1_800,
        language="en",
    )


async def test_calls_are_signed_as_the_provider_reads_them() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return signed(paid(status="pending"))

    simpay = adapter(answer)
    created = await create(simpay)
    await simpay.query(reference=REFERENCE)
    assert created.pay_url == "http://provider.test/pay/pay_1?lang=en"
    for request in seen:
        given = parse_authorization(request.headers["Authorization"])
        assert given is not None
        message = request_message(
            method=request.method,
            path=request.url.raw_path.decode(),
            timestamp=given.timestamp,
            nonce=given.nonce,
            body=request.content,
        )
        assert verify(message, signature=given.signature, secret=KEYS.merchant_secret)
        assert (given.merchant_id, given.serial, given.timestamp) == ("shopwright-demo", "merchant-1", 1_804_478_400)
    assert len({request.headers["Authorization"] for request in seen}) == 2
    assert json.loads(seen[0].content)["amount"] == {"minor": 12_900, "currency": "CNY"}


async def test_a_signed_answer_is_believed() -> None:
    state = await adapter(lambda _: signed(paid())).query(reference=REFERENCE)
    assert (state.status, state.amount, state.provider_ref) == (
        ProviderStatus.SUCCEEDED,
        Money(12_900, "CNY"),
        "pay_1",
    )
    assert state.paid_at == NOW


def _broken(_: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("nothing came")


@pytest.mark.parametrize(
    "answer",
    [
        _broken,
        lambda _: httpx.Response(200, content=paid()),
        lambda _: signed(paid(), secret="x" * 32),
        lambda _: signed(paid(), at=NOW - timedelta(minutes=5, seconds=1)),
        lambda _: signed(paid(), at=NOW + timedelta(minutes=5, seconds=1)),
        lambda _: signed(paid(out_trade_no="P" + "2" * 24)),
        lambda _: signed(paid(amount={"minor": 129.0, "currency": "CNY"})),
        lambda _: signed(paid(amount={"minor": -12_900, "currency": "CNY"})),
        lambda _: signed(paid(pay_url="javascript:alert(1)")),
        lambda _: signed(b"{"),
        lambda _: signed(b"[" * 30_000),
        lambda _: signed(b" " * 65_537),
        lambda _: httpx.Response(302, headers={"Location": "http://elsewhere.test/"}),
        lambda _: httpx.Response(504, json={"code": "answer_lost", "message": ""}),
        lambda _: httpx.Response(409, json={"code": "payment_already_succeeded", "message": ""}),
        lambda _: httpx.Response(404, json={"code": "payment_not_found", "message": ""}),
        lambda _: signed(b"<html>", status=500),
        lambda _: signed(b'{"code": "internal_error"}', status=500),
        lambda _: signed(b'{"code": "payment_not_found"}', status=503),
        lambda _: signed(b'{"code": "too_many_requests"}', status=429),
    ],
)
async def test_everything_else_proves_nothing(answer: Answer) -> None:
    simpay = adapter(answer)
    with pytest.raises(AnswerUnknown):
        await simpay.query(reference=REFERENCE)
    with pytest.raises(AnswerUnknown):
        await simpay.close(reference=REFERENCE)
    with pytest.raises(AnswerUnknown):
        await create(simpay)
    with pytest.raises(AnswerUnknown):
        await simpay.refund(reference="R" + "1" * 24, payment_reference=REFERENCE, amount=Money(1, "CNY"), reason="")


async def test_certain_refusals_are_told_apart() -> None:
    def refuse(code: str) -> Simpay:
        return adapter(lambda _: signed(json.dumps({"code": code, "message": ""}).encode(), status=409))

    assert (await refuse("payment_not_found").query(reference=REFERENCE)).status is ProviderStatus.ABSENT
    assert (await refuse("payment_not_found").close(reference=REFERENCE)).status is ProviderStatus.ABSENT
    assert (await refuse("refund_not_found").query_refund(reference=REFERENCE)).status is ProviderStatus.ABSENT
    with pytest.raises(CallRefused, match="merchant_unknown"):
        await refuse("merchant_unknown").query(reference=REFERENCE)
    with pytest.raises(CallRefused, match="reference_conflict"):
        await create(refuse("reference_conflict"))
    refused = await refuse("refund_exceeds_payment").refund(
        reference="R" + "1" * 24, payment_reference=REFERENCE, amount=Money(1, "CNY"), reason=""
    )
    assert (refused.status, refused.failure) == (ProviderStatus.FAILED, "refund_exceeds_payment")


async def test_a_page_for_another_amount_is_refused() -> None:
    with pytest.raises(CallRefused, match="other_amount"):
        await create(adapter(lambda _: signed(paid(status="pending", amount={"minor": 1, "currency": "CNY"}))))


async def test_a_status_that_we_do_not_know_is_undecided() -> None:
    state = await adapter(lambda _: signed(paid(status="under_review"))).query(reference=REFERENCE)
    assert state.status is ProviderStatus.PENDING
