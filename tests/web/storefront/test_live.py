"""The stream of a visitor, through the whole application: what it says, to whom, and what it costs."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from litestar import Litestar
from tests.kit.app import Browser, open_browser
from tests.kit.diary import Diary
from tests.web.storefront.till import Till

from shopwright.kernel.clock import VirtualClock
from shopwright.shop import Shop

NEWS = b"event: look-again\ndata:\n\n"


class _Followed:
    """What a browser hears on its stream, part by part."""

    def __init__(self, sent: asyncio.Queue[Any]) -> None:
        self.sent = sent
        self.headers: dict[bytes, bytes] = {}

    async def next(self) -> bytes:
        async with asyncio.timeout(5):
            part: bytes = (await self.sent.get())["body"]
        return part


@asynccontextmanager
async def _follow(app: Litestar, browser: Browser) -> AsyncIterator[_Followed]:
    sent: asyncio.Queue[Any] = asyncio.Queue()
    left = asyncio.Event()

    async def receive() -> Any:
        await left.wait()
        return {"type": "http.disconnect"}

    request = browser.build_request("GET", "/live")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/live",
        "raw_path": b"/live",
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("203.0.113.9", 4000),
        "server": ("localhost", 8000),
    }
    answer = asyncio.create_task(app(scope, receive, sent.put))  # type: ignore[arg-type]  # A scope is a plain dict.
    followed = _Followed(sent)
    started = await sent.get()
    assert started["status"] == 200
    followed.headers = dict(started["headers"])
    assert (await followed.next()).startswith(b"retry: ")
    yield followed
    left.set()
    await answer


@pytest.fixture
async def till(client: Browser, shop: Shop) -> Till:
    return await Till.open(shop, client)


@pytest.fixture
def diary(till: Till, provider: Litestar, clock: VirtualClock) -> Diary:
    return Diary(till.shop, till.floor, provider, clock)


async def test_payment_and_parcel_are_told_to_their_customer_alone(
    app: Litestar, client: Browser, till: Till, diary: Diary
) -> None:
    placed = await till.placed(await till.place())
    async with open_browser(app) as stranger:
        await Till(till.shop, till.floor, stranger).add(1)
        async with _follow(app, client) as own, _follow(app, stranger) as foreign:
            assert own.headers[b"content-type"] == b"text/event-stream; charset=utf-8"
            assert own.headers[b"cache-control"] == b"no-store"
            await diary.pay(placed)
            assert await own.next() == NEWS
            await till.shop.cache.catch_up()
            await _settle(own)
            await diary.ship(placed, pieces=1, tracking_number="SF100")
            assert await own.next() == NEWS
            await till.shop.cache.catch_up()
            assert foreign.sent.qsize() == 0
    assert till.shop.live.count == 0


async def test_an_open_stream_holds_no_connection(app: Litestar, client: Browser, till: Till) -> None:
    await till.add()
    async with AsyncExitStack() as open_streams:
        for _ in range(6):  # More than the four connections of the pool.
            await open_streams.enter_async_context(_follow(app, client))
        assert (await client.get("/orders")).status_code == 200
        refused = await client.get("/live", headers={"accept": "application/json"})
        assert refused.status_code == 503
    assert till.shop.live.count == 0


async def test_a_visitor_without_a_session_gets_no_stream(client: Browser, till: Till) -> None:
    assert (await client.get("/live")).status_code == 303
    assert till.shop.live.count == 0


async def test_how_long_a_page_was_open_is_no_answer_time(app: Litestar, client: Browser, till: Till) -> None:
    await till.add()
    async with _follow(app, client):
        await asyncio.sleep(0.05)  # The only way to be open for long.
    measured = till.shop.metrics.text().decode()
    assert 'shopwright_http_request_seconds_count{route="/live"} 1.0' in measured
    found = re.search(r'shopwright_http_request_seconds_sum{route="/live"} (\S+)', measured)
    assert found is not None
    assert float(found[1]) < 0.05


async def test_places_that_look_again_are_marked(client: Browser, till: Till) -> None:
    number = await till.place()
    order = await client.get(f"/orders/{number}")
    assert 'hx-trigger="every 2s, look-again" hx-swap="outerHTML" data-live="polled"' in order.text
    back = await client.get(f"/orders/{number}?from=payment")
    assert 'data-live="told"' in back.text
    assert (
        'hx-get="/orders?tab=to_pay" hx-trigger="look-again" data-live="told" data-live-most="2"'
        in (await client.get("/orders?tab=to_pay")).text
    )
    assert (
        f'hx-get="/orders/{number}/payment" hx-trigger="look-again" hx-select="#pay"'
        in (await client.get(f"/orders/{number}/payment")).text
    )
    part = await client.get("/orders?tab=completed", headers={"hx-request": "true"})
    assert "<html" not in part.text
    assert 'href="/orders"' in part.text


async def _settle(followed: _Followed) -> None:
    """Take what is still on its way, so that the next news are of the next act."""
    for _ in range(10):
        await asyncio.sleep(0)
    while not followed.sent.empty():
        followed.sent.get_nowait()
