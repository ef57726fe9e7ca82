from collections.abc import AsyncIterator, Iterator

import pytest
from tests.kit.databases import fresh_database

from shopwright.platform.db import Database


@pytest.fixture(scope="session")
def architecture_url(server_url: str, template: str) -> Iterator[str]:
    with fresh_database(server_url, template) as url:
        yield url


@pytest.fixture(scope="session")
async def architecture_database(architecture_url: str) -> AsyncIterator[Database]:
    """A migrated database that these tests only look at."""
    opened = await Database(architecture_url, pool_size=2).open()
    yield opened
    await opened.close()
