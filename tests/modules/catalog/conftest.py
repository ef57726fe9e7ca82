from collections.abc import AsyncIterator, Iterator

import pytest
from tests.kit.databases import fresh_database
from tests.modules.catalog.shelf import TITLES, put_on_shelf

from shopwright.platform.db import Database


@pytest.fixture(scope="module")
def shelf_url(server_url: str, template: str) -> Iterator[str]:
    with fresh_database(server_url, template) as url:
        yield url


@pytest.fixture(scope="module")
async def shelf(shelf_url: str) -> AsyncIterator[Database]:
    """A shop with the titles of the search tests, which only look at it."""
    opened = await Database(shelf_url, pool_size=2).open()
    for title in TITLES:
        await put_on_shelf(opened, title)
    yield opened
    await opened.close()
