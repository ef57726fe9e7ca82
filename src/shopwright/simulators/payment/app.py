"""Puts the simulated provider together as an ASGI app."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from shopwright.kernel.clock import Clock, SystemClock
from shopwright.simulators.payment.contracts import ProviderRefusal
from shopwright.simulators.payment.controls import CONTROLS
from shopwright.simulators.payment.merchant_api import MERCHANT_API
from shopwright.simulators.payment.pay_page import PAY_PAGE
from shopwright.simulators.payment.settings import PaymentSimulatorSettings
from shopwright.simulators.payment.simulator import Simulator

__all__ = ["Simulator", "create_app"]


def create_app(
    settings: PaymentSimulatorSettings,
    *,
    clock: Clock | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Litestar:
    """The provider as an ASGI app; its parts are at `app.state.simulator`.

    A test gives a virtual `clock` and, when the merchant is an app in the same process, an httpx `transport` to it.
    Without the ASGI lifespan nothing is sent by itself: call `app.state.simulator.courier.deliver_due()`.
    """
    simulator = Simulator(settings, clock=clock or SystemClock(), transport=transport)
    return Litestar(
        route_handlers=[*MERCHANT_API, *PAY_PAGE, *CONTROLS],
        state=State({"simulator": simulator}),
        lifespan=[_carry_notices],
        before_request=_check_rate,
        exception_handlers={ProviderRefusal: _answer_refusal, HTTPException: _answer_http_error},
        request_max_body_size=settings.body_bytes_max,
        openapi_config=None,
        logging_config=None,
    )


@contextlib.asynccontextmanager
async def _carry_notices(app: Litestar) -> AsyncIterator[None]:
    simulator: Simulator = app.state.simulator
    task = asyncio.create_task(simulator.courier.run(), name="simpay courier")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await simulator.close()


async def _check_rate(request: Request[Any, Any, State]) -> None:
    simulator: Simulator = request.app.state.simulator
    simulator.gate.check_rate()


def _answer_refusal(_: Request[Any, Any, State], refusal: ProviderRefusal) -> Response[dict[str, str]]:
    return Response({"code": refusal.code, "message": refusal.message}, status_code=refusal.status)


def _answer_http_error(_: Request[Any, Any, State], error: HTTPException) -> Response[dict[str, str]]:
    codes = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}
    code = codes.get(error.status_code, "invalid_request")
    return Response({"code": code, "message": error.detail}, status_code=error.status_code, headers=error.headers)
