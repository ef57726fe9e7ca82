"""Ids in blocks: unique whoever takes them, and one round trip for many."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from tests.kit.databases import fresh_database

from shopwright.platform.db import Database, IdBlocks


@pytest.fixture(scope="module")
def sequences_url(server_url: str) -> Iterator[str]:
    with fresh_database(server_url) as url:
        yield url


@pytest.fixture
async def sequences(sequences_url: str) -> AsyncIterator[Database]:
    database = await Database(sequences_url).open()
    async with database.reading() as reading:
        for name in ("cups", "pots"):
            await reading.connection.execute(f"DROP SEQUENCE IF EXISTS {name}; CREATE SEQUENCE {name}")
    yield database
    await database.close()


async def take(database: Database, ids: IdBlocks, count: int, sequence: str = "cups") -> list[int]:
    async with database.reading() as reading:
        return await ids.take(reading, sequence=sequence, count=count)


async def test_one_statement_serves_a_whole_block(sequences: Database) -> None:
    ids = IdBlocks(block_size=10)
    taken = [await take(sequences, ids, 3) for _ in range(4)]
    assert taken == [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]]
    assert sequences.executed["platform.db.sequences._reserve_ids"] == 1


async def test_more_than_a_block_at_once_and_none_at_all(sequences: Database) -> None:
    ids = IdBlocks(block_size=10)
    assert await take(sequences, ids, 25) == list(range(1, 26))
    assert await take(sequences, ids, 0) == []


async def test_what_is_left_of_a_block_is_used_before_the_next(sequences: Database) -> None:
    ids = IdBlocks(block_size=1)
    assert await take(sequences, ids, 3) == [1, 2, 3]
    assert await take(sequences, ids, 3) == [4, 5, 6]


async def test_sequences_have_blocks_of_their_own(sequences: Database) -> None:
    ids = IdBlocks(block_size=10)
    assert await take(sequences, ids, 2) == [1, 2]
    assert await take(sequences, ids, 2, "pots") == [1, 2]


async def test_ids_are_unique_among_processes_and_within_one(sequences: Database) -> None:
    processes = [IdBlocks(block_size=7) for _ in range(3)]
    taken = await asyncio.gather(
        *(take(sequences, processes[number % 3], 1 + number % 5) for number in range(150)),
    )
    flat = [one for ids in taken for one in ids]
    assert len(flat) == 450
    assert len(set(flat)) == 450


async def test_a_failing_reservation_hands_out_nothing_and_the_next_one_works(sequences: Database) -> None:
    ids = IdBlocks(block_size=10)
    with pytest.raises(Exception, match="does not exist"):
        await take(sequences, ids, 1, "plates")
    assert await take(sequences, ids, 1) == [1]
