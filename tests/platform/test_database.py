"""Transactions on a real server: what is kept, what is tried again, and what a connection is like afterwards."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from tests.kit.databases import fresh_database

from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.errors import NotFound
from shopwright.platform.db import Database, Transaction
from shopwright.platform.db.database import ATTEMPT_COUNT_MAX

NOON = datetime(2027, 3, 8, 4, 0, tzinfo=UTC)
POOL_SIZE = 4
SESSIONS = """
    SELECT state, query, wait_event_type = 'Lock' AS is_waiting FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'shopwright' AND pid <> pg_backend_pid()
"""
SUM = "SELECT sum(pieces)::int FROM shelf"
PUT = "UPDATE shelf SET pieces = pieces + 1 WHERE id = $1"


pytestmark = pytest.mark.usefixtures("may_hold_two")


@pytest.fixture(scope="module")
def shelf_url(server_url: str) -> Iterator[str]:
    with fresh_database(server_url) as url:
        yield url


@pytest.fixture
async def shelf(shelf_url: str) -> AsyncIterator[Database]:
    """A database of one table with two rows of no pieces."""
    database = await Database(shelf_url, pool_size=POOL_SIZE, clock=VirtualClock(NOON)).open()
    async with database.reading() as reading:
        await reading.connection.execute("DROP TABLE IF EXISTS shelf")
        await reading.connection.execute(
            "CREATE TABLE shelf AS SELECT id, 0 AS pieces FROM generate_series(1, 2) AS id"
        )
    yield database
    await database.close()


async def pieces(database: Database) -> int:
    async with database.reading() as reading:
        return int(await reading.connection.fetchval(SUM))


async def assert_all_connections_are_free(database: Database) -> None:
    """As many may be had at once as the pool holds, and none of them is inside a transaction."""
    async with asyncio.timeout(10):
        taken = [await database.pool.acquire() for _ in range(POOL_SIZE)]
    assert [connection.is_in_transaction() for connection in taken] == [False] * POOL_SIZE
    busy = [tuple(row) for row in await taken[0].fetch(SESSIONS) if row["state"] != "idle"]
    assert busy == []
    for connection in taken:
        await database.pool.release(connection)


async def test_an_act_is_committed_and_its_result_returned(shelf: Database) -> None:
    async def act(tx: Transaction) -> str:
        await tx.connection.execute(PUT, 1)
        return "done"

    assert await shelf.transact(act) == "done"
    assert await pieces(shelf) == 1
    await assert_all_connections_are_free(shelf)


async def test_a_refusal_rolls_everything_back_and_is_not_tried_again(shelf: Database) -> None:
    attempts = 0

    async def act(tx: Transaction) -> None:
        nonlocal attempts
        attempts += 1
        await tx.connection.execute(PUT, 1)
        raise NotFound

    with pytest.raises(NotFound):
        await shelf.transact(act)
    assert (attempts, await pieces(shelf)) == (1, 0)
    await assert_all_connections_are_free(shelf)


async def test_a_deadlock_of_two_transactions_reaches_nobody(shelf: Database) -> None:
    barrier = asyncio.Barrier(2)
    attempts = {1: 0, 2: 0}

    async def act(tx: Transaction, first: int, second: int) -> None:
        attempts[first] += 1
        await tx.connection.execute(PUT, first)
        if attempts[first] == 1:
            await barrier.wait()
        await tx.connection.execute(PUT, second)

    async with asyncio.timeout(20):
        await asyncio.gather(
            shelf.transact(lambda tx: act(tx, 1, 2)),
            shelf.transact(lambda tx: act(tx, 2, 1)),
        )
    assert sum(attempts.values()) > 2, "one of them was tried again"
    assert await pieces(shelf) == 4


async def test_a_serialization_failure_is_tried_again(shelf: Database) -> None:
    attempts = 0

    async def act(tx: Transaction) -> None:
        nonlocal attempts
        attempts += 1
        await tx.connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        await tx.connection.fetchval(SUM)
        if attempts == 1:
            await shelf.transact(lambda other: other.connection.execute(PUT, 1))
        await tx.connection.execute(PUT, 1)

    await shelf.transact(act)
    assert (attempts, await pieces(shelf)) == (2, 2)


async def test_a_plan_made_invalid_by_a_migration_is_made_anew(shelf: Database) -> None:
    """Every connection knows `SELECT *` with two columns, and meets a table that has three by now."""
    attempts = 0

    async def read_all(tx: Transaction) -> list[tuple[object, ...]]:
        nonlocal attempts
        attempts += 1
        return [tuple(row) for row in await tx.connection.fetch("SELECT * FROM shelf ORDER BY id")]

    other = await asyncpg.connect(shelf.url)
    assert await shelf.transact(read_all) == [(1, 0), (2, 0)]
    taken = [await shelf.pool.acquire() for _ in range(POOL_SIZE)]
    for connection in taken:
        await connection.fetch("SELECT * FROM shelf ORDER BY id")
    for connection in taken:
        await shelf.pool.release(connection)
    await other.execute("ALTER TABLE shelf ADD COLUMN colour text NOT NULL DEFAULT 'white'")
    await other.close()
    attempts = 0
    assert await shelf.transact(read_all) == [(1, 0, "white"), (2, 0, "white")]
    assert attempts == 2


async def test_it_gives_up_after_the_last_attempt(shelf: Database) -> None:
    attempts = 0

    async def act(tx: Transaction) -> None:
        nonlocal attempts
        attempts += 1
        await tx.connection.execute(PUT, 1)
        await tx.connection.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'serialization_failure'; END $$")

    with pytest.raises(asyncpg.SerializationError):
        await shelf.transact(act)
    assert (attempts, await pieces(shelf)) == (ATTEMPT_COUNT_MAX, 0)
    await assert_all_connections_are_free(shelf)


async def test_a_transaction_is_one_moment_and_each_attempt_has_its_own(shelf_url: str) -> None:
    clock = VirtualClock(NOON)
    database = await Database(shelf_url, clock=clock).open()
    moments: list[datetime] = []

    async def act(tx: Transaction) -> None:
        moments.append(tx.at)
        clock.advance(timedelta(minutes=1))
        assert tx.at == moments[-1]
        if len(moments) == 1:
            raise asyncpg.SerializationError

    await database.transact(act)
    await database.close()
    assert moments == [NOON, NOON + timedelta(minutes=1)]


async def test_a_reading_sees_each_commit_and_a_block_that_raises_leaves_nothing(shelf: Database) -> None:
    async def change_the_mind() -> None:
        async with shelf.transaction() as tx:
            await tx.connection.execute(PUT, 2)
            raise ZeroDivisionError

    async with shelf.reading() as reading:
        await shelf.transact(lambda tx: tx.connection.execute(PUT, 1))
        assert await reading.connection.fetchval(SUM) == 1
        with pytest.raises(ZeroDivisionError):
            await change_the_mind()
        assert await reading.connection.fetchval(SUM) == 1


async def test_more_acts_than_connections_wait_their_turn(shelf: Database) -> None:
    await asyncio.gather(*(shelf.transact(lambda tx: tx.connection.execute(PUT, 1)) for _ in range(10 * POOL_SIZE)))
    assert await pieces(shelf) == 10 * POOL_SIZE
    await assert_all_connections_are_free(shelf)


async def test_nothing_leaks_when_a_caller_is_cancelled_in_the_midst_of_a_statement(shelf: Database) -> None:
    """Four callers wait for a row that somebody holds, and go away; then the holder ends. Nothing of theirs is left."""

    async def act(tx: Transaction) -> None:
        await tx.connection.execute(PUT, 2)
        await tx.connection.execute(PUT, 1)

    holder = await asyncpg.connect(shelf.url)
    transaction = holder.transaction()
    await transaction.start()
    await holder.execute("SELECT FROM shelf FOR UPDATE")
    callers = [asyncio.create_task(shelf.transact(act)) for _ in range(POOL_SIZE)]
    async with asyncio.timeout(10):
        while sum(bool(row["is_waiting"]) for row in await holder.fetch(SESSIONS)) < POOL_SIZE:
            await holder.execute("SELECT pg_stat_clear_snapshot()")
    for caller in callers:
        caller.cancel()
    await asyncio.wait(callers)
    assert [caller.cancelled() for caller in callers] == [True] * POOL_SIZE
    await transaction.commit()
    await holder.close()
    await assert_all_connections_are_free(shelf)
    assert await pieces(shelf) == 0


async def test_a_caller_cancelled_while_waiting_for_a_connection_takes_none_along(shelf: Database) -> None:
    taken = [await shelf.pool.acquire() for _ in range(POOL_SIZE)]
    caller = asyncio.create_task(pieces(shelf))
    await asyncio.sleep(0)
    caller.cancel()
    await asyncio.wait({caller})
    for connection in taken:
        await shelf.pool.release(connection)
    await assert_all_connections_are_free(shelf)


async def test_connections_that_the_server_ended_are_replaced(shelf: Database) -> None:
    taken = [await shelf.pool.acquire() for _ in range(POOL_SIZE)]
    for connection in taken:
        await shelf.pool.release(connection)
    other = await asyncpg.connect(shelf.url)
    ended = await other.fetchval(
        "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND application_name = 'shopwright'"
    )
    await other.close()
    assert ended == POOL_SIZE
    assert await pieces(shelf) == 0
    await assert_all_connections_are_free(shelf)


async def test_waiting_for_a_lock_is_bounded(shelf: Database) -> None:
    hasty = await Database(shelf.url, pool_size=1, lock_timeout_seconds=0.05).open()
    async with shelf.transaction() as tx:
        await tx.connection.execute(PUT, 1)
        with pytest.raises(asyncpg.LockNotAvailableError):
            await hasty.transact(lambda other: other.connection.execute(PUT, 1))
    await hasty.transact(lambda other: other.connection.execute(PUT, 1))
    await hasty.close()
    assert await pieces(shelf) == 2


async def test_a_statement_is_bounded(shelf: Database) -> None:
    hasty = await Database(shelf.url, pool_size=1, statement_timeout_seconds=0.05).open()
    with pytest.raises(asyncpg.QueryCanceledError):
        await hasty.transact(lambda tx: tx.connection.execute("SELECT pg_sleep(60)"))
    await hasty.transact(lambda tx: tx.connection.execute(PUT, 1))
    await hasty.close()


async def test_closing_cuts_off_what_does_not_end_and_leaves_nothing_on_the_server(shelf: Database) -> None:
    """Else a statement that nobody waits for would hold its locks until its own timeout."""
    database = await Database(shelf.url, pool_size=1, application_name="closing").open()
    begun = asyncio.Event()

    async def act(tx: Transaction) -> None:
        await tx.connection.execute(PUT, 1)
        begun.set()
        await tx.connection.execute("SELECT pg_sleep(60)")

    caller = asyncio.create_task(database.transact(act))
    await begun.wait()
    async with asyncio.timeout(15):
        await database.close()
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await caller
        await shelf.transact(lambda tx: tx.connection.execute(PUT, 1))
    assert await pieces(shelf) == 1


def test_a_database_that_was_not_opened_says_so() -> None:
    with pytest.raises(RuntimeError, match=re.escape("the database is not open")):
        _ = Database("postgresql:///nowhere").pool


async def test_who_finds_every_connection_taken_does_not_wait_for_ever(shelf: Database) -> None:
    database = await Database(shelf.url, pool_size=2, wait_seconds_max=0.5).open()
    try:
        async with database.reading(), database.transaction():
            with pytest.raises(TimeoutError):
                await pieces(database)
        assert isinstance(await pieces(database), int)
    finally:
        await database.close()
