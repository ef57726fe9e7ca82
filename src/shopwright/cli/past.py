"""The demo's past: the shop a month ago, with a clock that runs ahead to today and a payment provider beside it."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import msgspec
from litestar import Litestar

from shopwright.bootstrap import build_shop, list_sweeps, map_work, open_shop
from shopwright.kernel.clock import VirtualClock
from shopwright.modules.checkout.public import Placing
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.contracts import Channels
from shopwright.platform.db import Database
from shopwright.platform.jobs.drain import draining
from shopwright.platform.jobs.worker import Work
from shopwright.platform.settings import Settings
from shopwright.shop import Shop
from shopwright.simulators.payment import PaymentSimulatorSettings, create_app

PAST = timedelta(days=31)
CHANNEL = "simpay"
# What else comes round has nothing to do with orders, or would ask the provider for news that it tells anyway.
SWEEPS = frozenset({"orders.expire", "orders.complete"})
# No mail server runs yet; the worker sends what waits.
LEFT_TO_THE_WORKER = frozenset({"messages.send"})


class Past(msgspec.Struct, frozen=True):
    """The shop in its past, up to `today`. `demo.orders.Days` is this, seen from the demo."""

    shop: Shop
    clock: VirtualClock
    provider: Litestar
    today: datetime
    drain: Callable[[], Awaitable[int]]

    @property
    def database(self) -> Database:
        """The shop's database."""
        return self.shop.database

    @property
    def placing(self) -> Placing:
        """The shop's till."""
        return self.shop.placing

    @property
    def channels(self) -> Channels:
        """The shop's payment providers."""
        return self.shop.channels

    async def wait_until(self, moment: datetime) -> None:
        """Let time pass and what comes round by itself come round."""
        left = moment - self.clock.now()
        if left <= timedelta(0):
            return
        self.clock.advance(left)
        for sweep in list_sweeps(self.shop):
            if sweep.name in SWEEPS:
                await sweep.run(self.shop.database)

    async def pay_at(self, pay_url: str, *, succeeds: bool) -> None:
        """What the buyer does on the provider's page."""
        payment_id = pay_url.partition("?")[0].rpartition("/")[2]
        transport = httpx.ASGITransport(app=cast("Any", self.provider))
        async with httpx.AsyncClient(transport=transport, base_url=self.shop.settings.payment_url) as http:
            action = "pay" if succeeds else "fail"
            answer = await http.post(f"/test/payments/{payment_id}/act", json={"action": action})
        answer.raise_for_status()

    async def settle(self) -> None:
        """Deliver the provider's notices and the shop's own news, until nobody has any left."""
        while await self.drain() + await self.provider.state.simulator.courier.deliver_due():
            pass


class Doorbell(httpx.AsyncBaseTransport):
    """Where the provider posts its notices while no storefront runs: they are taken as the storefront takes them."""

    def __init__(self) -> None:
        self.shop: Shop | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Take one notice."""
        if self.shop is None:
            return httpx.Response(503)
        await payments.receive_notice(
            self.shop.database,
            self.shop.channels,
            channel=CHANNEL,
            headers=dict(request.headers),
            body=await request.aread(),
        )
        return httpx.Response(204)


@contextlib.asynccontextmanager
async def open_past(settings: Settings, *, today: datetime) -> AsyncIterator[Past]:
    """Open the shop as it was a month before `today`; the provider's books lie where the demo's provider finds them."""
    clock, doorbell = VirtualClock(today - PAST), Doorbell()
    folder = settings.var / "payments"
    folder.mkdir(parents=True, exist_ok=True)
    provider = create_app(_provider_settings(settings, folder), clock=clock, transport=doorbell)
    transport = httpx.ASGITransport(app=cast("Any", provider))
    try:
        async with open_shop(build_shop(settings, clock=clock, payment_transport=transport)) as shop:
            doorbell.shop = shop
            async with draining(shop.database, work=list_past_work(shop)) as drain:
                yield Past(shop, clock, provider, today, drain)
    finally:
        await provider.state.simulator.close()


def list_past_work(shop: Shop) -> Mapping[str, Work]:
    """The jobs that are done in the past, by entry point."""
    return {name: work for name, work in map_work(shop).items() if name not in LEFT_TO_THE_WORKER}


def _provider_settings(settings: Settings, folder: Path) -> PaymentSimulatorSettings:
    return PaymentSimulatorSettings(
        merchant_secret=settings.simpay_merchant_secret,
        provider_secret=settings.simpay_provider_secret,
        merchant_id=settings.simpay_merchant_id,
        public_url=settings.payment_url,
        folder=folder,
    )
