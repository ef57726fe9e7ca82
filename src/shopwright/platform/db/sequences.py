"""Ids in blocks: a process reserves many with one statement and hands them out without a round trip."""

import asyncio
from collections import deque

from shopwright.platform.db.database import Database


class IdBlocks:
    """Hands out ids of named sequences from blocks reserved outside any transaction.

    A restart leaves a gap, which nobody sees: outside numbers are a bijection that hides the sequence.
    """

    def __init__(self, database: Database, *, block_size: int = 512) -> None:
        self._database = database
        self._block_size = block_size
        self._blocks: dict[str, deque[int]] = {}
        self._filling = asyncio.Lock()

    async def take(self, sequence: str, count: int) -> list[int]:
        """`count` fresh ids of `sequence`, unique across all processes, ascending within one block."""
        block = self._blocks.setdefault(sequence, deque())
        if len(block) < count:
            async with self._filling:
                if len(block) < count:
                    await self._fill(sequence, block, count)
        return [block.popleft() for _ in range(count)]

    async def _fill(self, sequence: str, block: deque[int], count: int) -> None:
        async with self._database.reading() as reading:
            rows = await reading.connection.fetch(
                "SELECT nextval($1::text::regclass) FROM generate_series(1, $2)", sequence, self._block_size + count
            )
        block.extend(row[0] for row in rows)
