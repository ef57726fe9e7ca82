"""The adapter for Simpay, the simulated provider: signed calls, and answers believed only when they are signed."""

import asyncio
import secrets
from collections.abc import Mapping
from typing import TypeVar

import httpx
import msgspec

from shopwright.kernel.clock import Clock
from shopwright.kernel.money import Money
from shopwright.modules.payments.channels import simpay_wire as wire
from shopwright.modules.payments.channels.simpay_wire import SimpayKeys
from shopwright.modules.payments.contracts import (
    AnswerUnknown,
    CallRefused,
    Created,
    ProviderRefundState,
    ProviderState,
    ProviderStatus,
    VerifiedNotice,
)
from shopwright.modules.payments.errors import NoticeRejected

CALL_SECONDS_MAX = 12.0
BODY_BYTES_MAX = 65_536
REASON_LENGTH_MAX = 127
EXPIRY_SECONDS_MAX = 7 * 86_400
_UNDECIDED = frozenset({httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_MANY_REQUESTS})
Answer = TypeVar("Answer", bound=msgspec.Struct)


class _Refused(Exception):
    """A certain refusal: its HTTP status and its code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class Simpay:
    """Takes payments through one Simpay. Keeps connections open; `close_connections` lets go of them.

    `notify_url` is where it posts its notices to. A test gives a `transport` to a provider in its own process.
    """

    code = "simpay"

    def __init__(
        self,
        keys: SimpayKeys,
        *,
        base_url: str,
        notify_url: str,
        clock: Clock,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._keys = keys
        self._notify_url = notify_url
        self._clock = clock
        # Neither a proxy from the environment nor a redirect may lead money elsewhere.
        self._client = httpx.AsyncClient(
            base_url=base_url,
            timeout=httpx.Timeout(10.0, connect=3.0),
            limits=httpx.Limits(max_connections=32, max_keepalive_connections=8),
            follow_redirects=False,
            trust_env=False,
            transport=transport,
        )

    async def close_connections(self) -> None:
        """Let go of the connections to the provider."""
        await self._client.aclose()

    async def create(
        self,
        *,
        reference: str,
        amount: Money,
        description: str,
        return_url: str,
        expires_in_seconds: int,
        language: str,
    ) -> Created:
        """Open a pay page, shown in `language`."""
        wanted = {
            "out_trade_no": reference,
            "amount": amount,
            "description": description,
            "notify_url": self._notify_url,
            "return_url": return_url,
            "expires_in_seconds": min(max(1, expires_in_seconds), EXPIRY_SECONDS_MAX),
        }
        try:
            payment = await self._call("POST", "/v1/payments", wire.WirePayment, wanted)
        except _Refused as refused:
            raise CallRefused(refused.code) from refused
        state = _about(reference, wire.payment_state(payment))
        if state.amount != amount:
            raise CallRefused("other_amount")
        page_language = "zh" if language.startswith("zh") else "en"
        return Created(payment.payment_id, f"{payment.pay_url}?lang={page_language}", state.status)

    async def query(self, *, reference: str) -> ProviderState:
        """What became of a payment."""
        try:
            payment = await self._call("GET", f"/v1/payments/by-reference/{reference}", wire.WirePayment)
        except _Refused as refused:
            return _absent_payment(reference, refused)
        return _about(reference, wire.payment_state(payment))

    async def close(self, *, reference: str) -> ProviderState:
        """Let nobody pay any more."""
        try:
            payment = await self._call("POST", f"/v1/payments/by-reference/{reference}/close", wire.WirePayment)
        except _Refused as refused:
            if refused.code == "payment_already_succeeded":
                return await self.query(reference=reference)
            return _absent_payment(reference, refused)
        return _about(reference, wire.payment_state(payment))

    async def refund(
        self, *, reference: str, payment_reference: str, amount: Money, reason: str
    ) -> ProviderRefundState:
        """Give money back."""
        wanted = {
            "out_refund_no": reference,
            "out_trade_no": payment_reference,
            "amount": amount,
            "reason": reason[:REASON_LENGTH_MAX],
        }
        try:
            refund = await self._call("POST", "/v1/refunds", wire.WireRefund, wanted)
        except _Refused as refused:
            return ProviderRefundState(reference, ProviderStatus.FAILED, failure=refused.code)
        return _about(reference, wire.refund_state(refund))

    async def query_refund(self, *, reference: str) -> ProviderRefundState:
        """What became of a refund."""
        try:
            refund = await self._call("GET", f"/v1/refunds/by-reference/{reference}", wire.WireRefund)
        except _Refused as refused:
            if refused.code == "refund_not_found":
                return ProviderRefundState(reference, ProviderStatus.ABSENT)
            raise CallRefused(refused.code) from refused
        return _about(reference, wire.refund_state(refund))

    def verify(self, *, headers: Mapping[str, str], body: bytes) -> VerifiedNotice:
        """Read a notice: signature and age first, then its frame, then what it is about."""
        if len(body) > BODY_BYTES_MAX:
            raise NoticeRejected
        try:
            wire.check_signature(self._keys, headers=headers, body=body, at=self._clock.now())
            notice = wire.read(body, wire.WireNotice)
            news = _news(notice)
        except ValueError as error:
            raise NoticeRejected from error
        return VerifiedNotice(
            event_id=notice.id,
            kind=notice.type,
            is_ours=notice.merchant_id == self._keys.merchant_id,
            news=news,
            payload=wire.read_payload(body),
        )

    async def _call(self, method: str, path: str, shape: type[Answer], body: object = None) -> Answer:
        """One signed call; the signed answer in its shape, `_Refused`, or `AnswerUnknown`."""
        content = b"" if body is None else msgspec.json.encode(body)
        request = self._client.build_request(method, path, content=content)
        request.headers["Authorization"] = wire.authorize(
            self._keys,
            method=method,
            path=request.url.raw_path,
            timestamp=int(self._clock.now().timestamp()),
            nonce=secrets.token_hex(16),
            body=content,
        )
        if content:
            request.headers["Content-Type"] = "application/json"
        try:
            async with asyncio.timeout(CALL_SECONDS_MAX):
                status, headers, answer = await self._send(request)
            wire.check_signature(self._keys, headers=headers, body=answer, at=self._clock.now())
            if status == httpx.codes.OK:
                return wire.read(answer, shape)
            code = wire.read(answer, wire.WireError).code
        except (httpx.HTTPError, OSError, TimeoutError, ValueError) as error:
            raise AnswerUnknown(f"{method} {path}: {error!r}") from error
        if status in _UNDECIDED or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            # Whoever stumbled may have done it before, so even their signature refuses nothing.
            raise AnswerUnknown(f"{method} {path}: {status} {code}")
        raise _Refused(status, code)

    async def _send(self, request: httpx.Request) -> tuple[int, httpx.Headers, bytes]:
        response = await self._client.send(request, stream=True)
        try:
            body = b""
            async for part in response.aiter_bytes():
                body += part
                if len(body) > BODY_BYTES_MAX:
                    raise ValueError("the answer is too large")
            return response.status_code, response.headers, body
        finally:
            await response.aclose()


State = TypeVar("State", ProviderState, ProviderRefundState)


def _about(reference: str, state: State) -> State:
    """The state, if it is about what was asked: an answer to another question proves nothing."""
    if state.reference != reference:
        raise AnswerUnknown(f"asked about {reference}, told about {state.reference}")
    return state


def _absent_payment(reference: str, refused: _Refused) -> ProviderState:
    if refused.code == "payment_not_found":
        return ProviderState(reference, ProviderStatus.ABSENT)
    raise CallRefused(refused.code) from refused


def _news(notice: wire.WireNotice) -> ProviderState | ProviderRefundState | None:
    """What a notice is about; None for a kind that we do not know. A type and a status that differ are refused."""
    kind, _, end = notice.type.partition(".")
    if kind == "payment":
        payment = wire.read(notice.resource, wire.WirePayment)
        _check_end(end, payment.status)
        return wire.payment_state(payment)
    if kind == "refund":
        refund = wire.read(notice.resource, wire.WireRefund)
        _check_end(end, refund.status)
        return wire.refund_state(refund)
    return None


def _check_end(told: str, status: str) -> None:
    if told != status:
        raise ValueError(f"a notice of {told} about something {status}")
