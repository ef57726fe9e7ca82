from collections.abc import Iterator

import pytest

from shopwright.platform.credentials import HashCost, hashing


@pytest.fixture(autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Real hashes that cost next to nothing, so that a hundred log-ins are a test and not a coffee break."""
    before, hashing.cost = hashing.cost, HashCost(memory_kib=8, pass_count=1, lane_count=1)
    yield
    hashing.cost = before
