from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.simulators.merchant import Shop, make_settings


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    merchant = Shop(make_settings())
    yield merchant
    await merchant.close()


@pytest.fixture
async def shop_with_folder(tmp_path: Path) -> AsyncIterator[Shop]:
    merchant = Shop(make_settings(folder=tmp_path))
    yield merchant
    await merchant.close()
