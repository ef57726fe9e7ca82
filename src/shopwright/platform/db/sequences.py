"""Ids in blocks: a process reserves many with one statement and hands them out without a round trip."""

import asyncio
from collections import deque

from shopwright.platform.db.database import Reading
from shopwright.platform.db.statements import statement


@statement("SELECT nextval(:sequence::text::regclass) FROM generate_series(1, :count)")
async def _reserve_ids(reading: Reading, *, sequence: str, count: int) -> list[int]: ...


class IdBlocks:
    """Hands out ids of named sequences from blocks reserved ahead.

    A restart leaves a gap, which nobody sees: outside numbers are a bijection that hides the sequence.
    """

    def __init__(self, *, block_size: int = 512) -> None:
        self._block_size = block_size
        self._blocks: dict[str, deque[int]] = {}
        self._filling = asyncio.Lock()

    async def take(self, reading: Reading, *, sequence: str, count: int) -> list[int]:
        """`count` fresh ids of `sequence`, unique across all processes, ascending within one block."""
        block = self._blocks.setdefault(sequence, deque())
        if len(block) < count:
            async with self._filling:
                if len(block) < count:
                    await self._fill(reading, sequence, block, count)
        return [block.popleft() for _ in range(count)]

    async def _fill(self, reading: Reading, sequence: str, block: deque[int], count: int) -> None:
        rows = await _reserve_ids(reading, sequence=sequence, count=self._block_size + count)
        block.extend(rows)
