"""How often an act may be tried: counted in the database, so that all processes count together."""

import math
from datetime import timedelta

import msgspec

from shopwright.kernel.errors import Refusal
from shopwright.platform import windows
from shopwright.platform.db import Database, Reading, Transaction, transact_batches

PURGE_AFTER = timedelta(days=1)
PURGE_COUNT_MAX = 5_000


class TooManyAttempts(Refusal):
    """The act was tried too often; it may be tried again after `retry_after_seconds`."""

    code = "too_many_attempts"
    status = 429
    sentence = "Too many attempts. Please wait {seconds} seconds and try again."

    def __init__(self, *, retry_after_seconds: int) -> None:
        super().__init__(seconds=retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


class Limit(msgspec.Struct, frozen=True):
    """At most `count_max` tries of one act within a window that opens at the first; `within` is a day at most."""

    act: str
    count_max: int
    within: timedelta

    async def hit(self, database: Database, *, who: str) -> None:
        """Count one try of `who` (an address, a login, a customer). Raises TooManyAttempts beyond the limit."""
        async with database.reading() as reading:
            await self.hit_with(reading, who=who)

    async def hit_with(self, reading: Reading, *, who: str) -> None:
        """The same for an act that holds a connection already; never within a transaction, which may be rolled back."""
        window = await windows.hit_window(
            reading, subject=self._subject(who), at=reading.at, opened_before=reading.at - self.within
        )
        if window.hit_count > self.count_max:
            left = (window.opened_at + self.within - reading.at).total_seconds()
            raise TooManyAttempts(retry_after_seconds=max(1, math.ceil(left)))

    async def forget(self, database: Database, *, who: str) -> None:
        """Begin to count anew: after the act succeeded."""
        async with database.reading() as reading:
            await windows.delete_window(reading, subject=self._subject(who))

    async def give_back(self, database: Database, *, who: str) -> None:
        """Count the last try of `who` no longer: it succeeded, and the others still count."""
        async with database.reading() as reading:
            await windows.give_back_hit(reading, subject=self._subject(who))

    def _subject(self, who: str) -> str:
        return f"{self.act}:{who[:200]}"


async def purge_windows(database: Database) -> None:
    """Delete windows that closed long ago, a bounded number at a time. A sweep.

    Whoever comes from a thousand addresses a minute leaves a window each, so one batch a round would not do.
    """
    await transact_batches(database, _purge_batch, size=PURGE_COUNT_MAX)


async def _purge_batch(tx: Transaction) -> int:
    return await windows.delete_old_windows(tx, opened_before=tx.at - PURGE_AFTER, count_max=PURGE_COUNT_MAX)
