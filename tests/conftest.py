from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples
from tests.kit.databases import fresh_database, migrated_template, running_server

from shopwright.kernel.clock import VirtualClock
from shopwright.platform.credentials import HashCost, hashing
from shopwright.platform.db import Database, statements
from shopwright.platform.db import database as connections

pytest_plugins = ("tests.kit.app",)
statements.STRICT_ROWS = True
connections.STRICT_HOLDING = True
# Real hashes that cost next to nothing, so that a hundred log-ins are a test and not a coffee break.
hashing.cost = HashCost(memory_kib=8, pass_count=1, lane_count=1)
# A test may take as long as a busy machine makes it.
examples.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("unhurried")


@pytest.fixture
def may_hold_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a test that holds a connection itself while the shop works: what no request of ours may do."""
    monkeypatch.setattr(connections, "STRICT_HOLDING", False)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    with running_server() as url:
        yield url


@pytest.fixture(scope="session")
def template(server_url: str) -> Iterator[str]:
    with migrated_template(server_url) as name:
        yield name


@pytest.fixture
def database_url(server_url: str, template: str) -> Iterator[str]:
    """A fresh database with the whole schema and nothing in it."""
    with fresh_database(server_url, template) as url:
        yield url


@pytest.fixture
def clock() -> VirtualClock:
    """A clock that stands at noon of a spring day until the test moves it."""
    return VirtualClock(datetime(2027, 3, 8, 4, 0, tzinfo=UTC))


@pytest.fixture
async def database(database_url: str, clock: VirtualClock) -> AsyncIterator[Database]:
    opened = await Database(database_url, clock=clock).open()
    yield opened
    await opened.close()
