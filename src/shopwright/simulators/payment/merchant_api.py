"""The calls of the merchant: signed requests, signed JSON answers."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from shopwright.simulators.payment.contracts import (
    CreatePayment,
    CreateRefund,
    FaultKind,
    Operation,
    PaymentAnswer,
    ProviderRefusal,
    RefundAnswer,
)
from shopwright.simulators.payment.provider import Provider
from shopwright.simulators.payment.signing import sign_notice
from shopwright.simulators.payment.simulator import Simulator

Body = TypeVar("Body", bound=msgspec.Struct)
ProviderRequest = Request[Any, Any, State]
Act = Callable[[Provider, bytes, datetime], PaymentAnswer | RefundAnswer]


@post("/v1/payments", status_code=200)
async def create_payment(request: ProviderRequest) -> Response[bytes]:
    """Open a payment; idempotent by out_trade_no."""
    return await _answer(
        request,
        Operation.CREATE_PAYMENT,
        lambda provider, body, at: provider.create_payment(decode(body, CreatePayment), at=at),
    )


@get("/v1/payments/by-reference/{out_trade_no:str}")
async def query_payment(request: ProviderRequest, out_trade_no: FromPath[str]) -> Response[bytes]:
    """The payment of a reference."""
    return await _answer(
        request,
        Operation.QUERY_PAYMENT,
        lambda provider, _, at: provider.query_payment(out_trade_no, at=at),
    )


@post("/v1/payments/by-reference/{out_trade_no:str}/close", status_code=200)
async def close_payment(request: ProviderRequest, out_trade_no: FromPath[str]) -> Response[bytes]:
    """Let nobody pay any more."""
    return await _answer(
        request,
        Operation.CLOSE_PAYMENT,
        lambda provider, _, at: provider.close_payment(out_trade_no, at=at),
    )


@post("/v1/refunds", status_code=200)
async def create_refund(request: ProviderRequest) -> Response[bytes]:
    """Begin to give money back; idempotent by out_refund_no."""
    return await _answer(
        request,
        Operation.CREATE_REFUND,
        lambda provider, body, at: provider.create_refund(decode(body, CreateRefund), at=at),
    )


@get("/v1/refunds/by-reference/{out_refund_no:str}")
async def query_refund(request: ProviderRequest, out_refund_no: FromPath[str]) -> Response[bytes]:
    """The refund of a reference."""
    return await _answer(
        request,
        Operation.QUERY_REFUND,
        lambda provider, _, __: provider.query_refund(out_refund_no),
    )


MERCHANT_API = [create_payment, query_payment, close_payment, create_refund, query_refund]


def decode(body: bytes, into: type[Body]) -> Body:
    """Read a JSON body; a wrong one is refused with what is wrong about it."""
    try:
        return msgspec.json.decode(body, type=into)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProviderRefusal(422, "invalid_request", str(error)) from error


async def _answer(request: ProviderRequest, operation: Operation, act: Act) -> Response[bytes]:
    simulator: Simulator = request.app.state.simulator
    at = simulator.now()
    body = await simulator.gate.read_body(request)
    simulator.gate.check_merchant(request, body, at=at)
    if simulator.take_fault(operation, FaultKind.UNAVAILABLE):
        raise ProviderRefusal(503, "provider_unavailable", "The provider is not available.")
    try:
        answer: object = act(simulator.provider, body, at)
        status = 200
    except ProviderRefusal as refusal:
        answer = {"code": refusal.code, "message": refusal.message}
        status = refusal.status
    # Whatever was done is told only now, so that a lost answer leaves its effect behind.
    simulator.courier.wake()
    if simulator.take_fault(operation, FaultKind.ANSWER_LOST):
        raise ProviderRefusal(504, "answer_lost", "The answer did not come in time.")
    return _signed(simulator, answer, status=status, at=at)


def _signed(simulator: Simulator, answer: object, *, status: int, at: datetime) -> Response[bytes]:
    body = msgspec.json.encode(answer)
    headers = sign_notice(
        serial=simulator.settings.provider_serial,
        secret=simulator.settings.provider_secret,
        timestamp=int(at.timestamp()),
        nonce=secrets.token_hex(16),
        body=body,
    )
    return Response(body, status_code=status, media_type="application/json", headers=dict(headers))
