"""Work that is done bit by bit, a transaction each, so that no lock and no vacuum waits for all of it."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from shopwright.platform.db.database import Database, Reading, Transaction

BATCH_COUNT_MAX = 20
KEYS_AT_ONCE = 1_000


class ListKeys(Protocol):
    """A statement that lists the next `count` keys behind `after`, in their own order."""

    def __call__(self, reading: Reading, *, after: str, count: int) -> Awaitable[list[str]]:
        """The keys, fewer than `count` where there are no more."""


async def transact_batches(
    database: Database,
    work: Callable[[Transaction], Awaitable[int]],
    *,
    size: int,
    count_max: int = BATCH_COUNT_MAX,
) -> None:
    """Run `work` in one transaction after the other until it took fewer rows than `size`, at most `count_max` times.

    `work` returns how many rows it took, `size` at most. What is left after the last time waits for the next sweep.
    """
    for _ in range(count_max):
        if await database.transact(work) < size:
            return


async def list_all_keys(reading: Reading, list_keys: ListKeys) -> list[str]:
    """All keys of a statement that lists them page by page."""
    keys: list[str] = []
    while True:
        found = await list_keys(reading, after=keys[-1] if keys else "", count=KEYS_AT_ONCE)
        keys += found
        if len(found) < KEYS_AT_ONCE:
            return keys
