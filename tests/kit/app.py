"""The whole shop in a test: its application without a network, a browser that fills forms, a worker without waiting.

Every test run loads this file, so it imports the shop only where a test asks: a module's tests run by themselves.
"""
# ruff: noqa: PLC0415 - for the reason above.

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest
from litestar import Litestar
from tests.kit.forms import find_form

from shopwright.kernel.clock import VirtualClock
from shopwright.platform.settings import Settings, read_settings
from shopwright.simulators.payment import PaymentSimulatorSettings
from shopwright.simulators.payment import create_app as create_provider

if TYPE_CHECKING:
    from shopwright.shop import Shop

BASE_URL = "http://localhost:8000"
PROVIDER_URL = "http://provider.test"
MERCHANT_SECRET = "merchant-" + "m" * 32
PROVIDER_SECRET = "provider-" + "p" * 32
SESSION_LOOKUPS = frozenset({"platform.http.store.find_session"})
DRAIN_ROUND_COUNT_MAX = 100


class Browser(httpx.AsyncClient):
    """A visitor: keeps cookies, does not follow redirects by itself, sends no header that proves its origin.

    So every form that it submits must carry the token of its page.
    """

    async def submit(
        self, page: str, *, action: str = "", press: tuple[str, str] | None = None, **values: str | list[str] | bool
    ) -> httpx.Response:
        """Open `page`, fill the form that leads to `action` (its only POST form when empty), and send it.

        Hidden fields and whatever the page had filled in go along. Naming a field that the form lacks is a failure of
        the test. `press` is the name and value of the button.
        """
        opened = await self.get(page)
        assert opened.status_code == 200, f"{page} answered {opened.status_code}"
        return await self.send_form(opened, action=action, press=press, **values)

    async def send_form(
        self,
        opened: httpx.Response,
        *,
        action: str = "",
        press: tuple[str, str] | None = None,
        **values: str | list[str] | bool,
    ) -> httpx.Response:
        """Fill and send a form of a page that is open already; see `submit`."""
        form = find_form(opened.text, action=action)
        filled = form.fill(values)
        if press is not None:
            filled.setdefault(press[0], []).append(press[1])
        target = opened.url.join(form.action or str(opened.url))
        if form.method == "get":
            return await self.get(target, params=cast("Any", filled))
        if form.is_multipart:
            parts = [(name, (None, text)) for name, texts in filled.items() for text in texts]
            return await self.post(target, files=cast("Any", parts))
        return await self.post(target, data=filled)


def open_browser(app: Litestar, *, peer: str = "203.0.113.9") -> Browser:
    """One more visitor of the application, a stranger to the others."""
    transport = httpx.ASGITransport(app=cast("Any", app), client=(peer, 4000))
    return Browser(transport=transport, base_url=BASE_URL)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """A demo's settings on the test's own database and folder."""
    environment = {
        "DATABASE_URL": database_url,
        "SHOPWRIGHT_VAR": str(tmp_path),
        "SHOPWRIGHT_BASE_URL": BASE_URL,
        "SHOPWRIGHT_DEMO": "yes",
        "SHOPWRIGHT_POOL_SIZE": "4",
        "SHOPWRIGHT_PAGE_SECONDS": "0",
        "SHOPWRIGHT_PAYMENT_URL": PROVIDER_URL,
        "SIMPAY_MERCHANT_SECRET": MERCHANT_SECRET,
        "SIMPAY_PROVIDER_SECRET": PROVIDER_SECRET,
    }
    return read_settings(environment)


class Wire:
    """A line between two applications of one process; either end may be put up first."""

    def __init__(self) -> None:
        self.end: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.end(scope, receive, send)

    def transport(self) -> httpx.ASGITransport:
        """What an httpx client speaks into."""
        return httpx.ASGITransport(app=self, client=("198.51.100.7", 5000))


@pytest.fixture
def wire() -> Wire:
    """The line on which the payment provider reaches the shop."""
    return Wire()


class ProviderDoor:
    """The simulated payment provider, put up when somebody first knocks: most tests never do."""

    def __init__(self, wire: Wire, clock: VirtualClock) -> None:
        self._wire = wire
        self._clock = clock
        self._app: Litestar | None = None

    def app(self) -> Litestar:
        """The provider's application."""
        if self._app is None:
            simulator_settings = PaymentSimulatorSettings(
                merchant_secret=MERCHANT_SECRET, provider_secret=PROVIDER_SECRET, public_url=PROVIDER_URL
            )
            self._app = create_provider(simulator_settings, clock=self._clock, transport=self._wire.transport())
        return self._app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app()(scope, receive, send)

    async def close(self) -> None:
        """Let go of the provider's connections."""
        if self._app is not None:
            await self._app.state.simulator.close()


@pytest.fixture
async def provider_door(wire: Wire, clock: VirtualClock) -> AsyncIterator[ProviderDoor]:
    """Where the shop reaches the payment provider."""
    door = ProviderDoor(wire, clock)
    yield door
    await door.close()


@pytest.fixture
def provider(provider_door: ProviderDoor) -> Litestar:
    """The simulated payment provider; `app.state.simulator` has its controls, `deliver_notices` its courier's round."""
    return provider_door.app()


@pytest.fixture
async def shop(settings: Settings, clock: VirtualClock, provider_door: ProviderDoor) -> AsyncIterator[Shop]:
    """The shop on a fresh database, open, with the virtual clock and the provider in the same process."""
    from shopwright.bootstrap import build_shop, open_shop

    transport = httpx.ASGITransport(app=cast("Any", provider_door))
    async with open_shop(build_shop(settings, clock=clock, payment_transport=transport)) as opened:
        yield opened


@pytest.fixture
def app(shop: Shop, wire: Wire) -> Litestar:
    """The application of the open shop; its own start-up is not run again."""
    from shopwright.bootstrap import create_app

    wire.end = create_app(shop)
    return cast("Litestar", wire.end)


async def deliver_notices(provider: Litestar) -> None:
    """Let the provider post every notice that is due."""
    await provider.state.simulator.courier.deliver_due()


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[Browser]:
    """One visitor."""
    async with open_browser(app) as browser:
        yield browser


async def drain(shop: Shop, *, with_delayed: bool = False) -> int:
    """Do every waiting job, and those that they bring, until none is left; returns how many were done.

    Jobs that wait for their time are left alone unless `with_delayed`. What a job raises, the test sees.
    """
    from shopwright.bootstrap import map_work

    work = map_work(shop)
    done = 0
    for _ in range(DRAIN_ROUND_COUNT_MAX):
        async with shop.database.reading() as reading:
            taken = await reading.connection.fetch(
                """
                WITH taken AS (
                    DELETE FROM jobs.pgqueuer WHERE $1 OR execute_after <= now()
                    RETURNING id, priority, entrypoint, payload
                )
                SELECT entrypoint, payload FROM taken ORDER BY priority DESC, id
                """,
                with_delayed,
            )
        if not taken:
            return done
        for job in taken:
            await work[job["entrypoint"]](shop.database, job["payload"] or b"")
            done += 1
    raise AssertionError(f"jobs bring jobs for ever: {done} done")


async def sweep(shop: Shop, name: str) -> None:
    """Let one sweep come round now."""
    from shopwright.bootstrap import list_sweeps

    await next(one for one in list_sweeps(shop) if one.name == name).run(shop.database)


@contextmanager
def statement_budget(shop: Shop, *, at_most: int) -> Iterator[Counter[str]]:
    """Fail when the block executes more statements than `at_most`, without looking up sessions.

    The counter it gives holds the statements by name once the block has ended.
    """
    before = Counter(shop.database.executed)
    used: Counter[str] = Counter()
    yield used
    used.update(shop.database.executed)
    used.subtract(before)
    for name in [name for name, count in used.items() if count == 0 or name in SESSION_LOOKUPS]:
        del used[name]
    assert used.total() <= at_most, f"{used.total()} statements, {at_most} allowed: {dict(used)}"
