"""A merchant for the simulated provider: signs its calls, takes its notices."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import httpx

from shopwright.kernel.clock import VirtualClock
from shopwright.simulators.payment import PaymentSimulatorSettings, Simulator, create_app
from shopwright.simulators.payment.signing import notice_message, sign_request, verify

MERCHANT_SECRET = "merchant-secret-of-the-tests-0123456789"
PROVIDER_SECRET = "provider-secret-of-the-tests-0123456789"
START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def make_settings(**changes: Any) -> PaymentSimulatorSettings:
    return PaymentSimulatorSettings(merchant_secret=MERCHANT_SECRET, provider_secret=PROVIDER_SECRET, **changes)


class Shop:
    """The merchant: answers notices, remembers them, and calls the provider with signed requests over HTTP."""

    def __init__(self, settings: PaymentSimulatorSettings) -> None:
        self.clock = VirtualClock(START)
        self.app = create_app(settings, clock=self.clock, transport=httpx.MockTransport(self._receive))
        self.simulator: Simulator = self.app.state.simulator
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(cast("Any", self.app)), base_url="http://provider.test"
        )
        self.notices: list[dict[str, Any]] = []
        self.is_verified: list[bool] = []
        self.answers: list[int] = []
        self.is_reachable = True

    async def close(self) -> None:
        await self.http.aclose()
        await self.simulator.close()

    def _receive(self, request: httpx.Request) -> httpx.Response:
        if not self.is_reachable:
            raise httpx.ConnectError("nobody listens")
        message = notice_message(
            timestamp=int(request.headers["Simpay-Timestamp"]),
            nonce=request.headers["Simpay-Nonce"],
            body=request.content,
        )
        signature = request.headers["Simpay-Signature"]
        self.is_verified.append(verify(message, signature=signature, secret=PROVIDER_SECRET))
        self.notices.append(json.loads(request.content))
        return httpx.Response(self.answers.pop(0) if self.answers else 204)

    def signed(self, method: str, path: str, body: bytes = b"", /, **changes: Any) -> str:
        facts: dict[str, Any] = {
            "merchant_id": "shopwright-demo",
            "serial": "merchant-1",
            "secret": MERCHANT_SECRET,
            "method": method,
            "path": path,
            "timestamp": int(self.clock.now().timestamp()),
            "nonce": secrets.token_hex(16),
            "body": body,
        }
        return sign_request(**{**facts, **changes})

    async def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        content = b"" if body is None else json.dumps(body).encode()
        headers = {"Authorization": self.signed(method, path, content)}
        return await self.http.request(method, path, content=content, headers=headers)

    async def open_payment(self, reference: str = "PI-1", **changes: Any) -> dict[str, Any]:
        response = await self.call("POST", "/v1/payments", {**payment_order(reference), **changes})
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def act(self, payment: Mapping[str, Any], action: str, **choices: Any) -> httpx.Response:
        path = f"/test/payments/{payment['payment_id']}/act"
        return await self.http.post(path, json={"action": action, **choices})

    async def deliver(self) -> int:
        response = await self.http.post("/test/deliver")
        sent: int = response.json()["sent"]
        return sent

    async def query(self, reference: str = "PI-1") -> dict[str, Any]:
        answer: dict[str, Any] = (await self.call("GET", f"/v1/payments/by-reference/{reference}")).json()
        return answer


def payment_order(reference: str = "PI-1") -> dict[str, Any]:
    return {
        "out_trade_no": reference,
        "amount": {"minor": 12900, "currency": "CNY"},
        "description": "青瓷茶杯",
        "notify_url": "http://127.0.0.1:8000/payments/simpay/notices",
        "return_url": "http://127.0.0.1:8000/orders/7?from=pay",
    }


def refund_order(reference: str = "RF-1", minor: int = 5000) -> dict[str, Any]:
    return {
        "out_refund_no": reference,
        "out_trade_no": "PI-1",
        "amount": {"minor": minor, "currency": "CNY"},
        "reason": "七天无理由",
    }
