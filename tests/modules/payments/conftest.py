from collections.abc import AsyncIterator

import pytest
from tests.modules.payments.till import Till

from shopwright.kernel.clock import VirtualClock
from shopwright.platform.db import Database


@pytest.fixture
async def till(database: Database, clock: VirtualClock) -> AsyncIterator[Till]:
    """A till beside a provider; whatever a test did, the invariants of money hold afterwards."""
    opened = await Till(database, clock).open()
    yield opened
    await opened.check()
    await opened.close()
