"""The demo's past in a test: its shop, its clock and its provider, a month before its today."""

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar

from shopwright.cli.past import PAST, Past, list_past_work
from shopwright.kernel.clock import VirtualClock
from shopwright.platform.jobs.drain import draining
from shopwright.shop import Shop


@pytest.fixture
async def past(shop: Shop, app: Litestar, provider: Litestar, clock: VirtualClock) -> AsyncIterator[Past]:
    """The shop of the test as the demo's first run finds it."""
    assert app.state["shop"] is shop
    async with draining(shop.database, work=list_past_work(shop)) as drain:
        yield Past(shop, clock, provider, clock.now() + PAST, drain)
