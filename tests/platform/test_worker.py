"""Workers with the real queue: what they do once, what they take over, how they stop, how they fail."""

import asyncio
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest

from shopwright.platform.db import Database, Transaction
from shopwright.platform.jobs import Job, Sweep, enqueue
from shopwright.platform.jobs.worker import APPLICATION_NAME, Work, run_worker

YEARLY = 31_536_000.0
MORTAL = """
import asyncio, sys
from shopwright.platform.db import Database
from shopwright.platform.jobs.worker import run_worker

async def hang(database, payload):
    print("begun", flush=True)
    await asyncio.Event().wait()

async def live():
    database = await Database(sys.argv[1], pool_size=2).open()
    await run_worker(database, work={"wrap": hang}, sweeps=[], stop=asyncio.Event())

asyncio.run(live())
"""


class Bench:
    """Where jobs are done: what was begun and done is written down, and a gate may hold a job up."""

    def __init__(self) -> None:
        self.done: Counter[bytes] = Counter()
        self.begun = asyncio.Semaphore(0)
        self.finished = asyncio.Semaphore(0)
        self.gate = asyncio.Event()
        self.gate.set()
        self.failures_left = 0

    async def wrap(self, _database: Database, payload: bytes) -> None:
        self.begun.release()
        await self.gate.wait()
        if self.failures_left:
            self.failures_left -= 1
            raise ZeroDivisionError
        self.done[payload] += 1
        self.finished.release()


class Rounds:
    """A sweep that counts its rounds, and may fail in each."""

    def __init__(self, *, is_failing: bool = False) -> None:
        self.count = 0
        self.came = asyncio.Semaphore(0)
        self.is_failing = is_failing

    async def run(self, _database: Database) -> None:
        self.count += 1
        self.came.release()
        if self.is_failing:
            raise ZeroDivisionError


@pytest.fixture
def bench() -> Bench:
    return Bench()


@asynccontextmanager
async def working(
    database: Database, bench: Bench, *, sweeps: Sequence[Sweep] = (), heartbeat_seconds: float = 20.0
) -> AsyncIterator["asyncio.Task[None]"]:
    """A worker for as long as the block lasts, then stopped in good order."""
    stop = asyncio.Event()
    work: Mapping[str, Work] = {"wrap": bench.wrap}
    running = asyncio.create_task(
        run_worker(database, work=work, sweeps=sweeps, stop=stop, heartbeat_seconds=heartbeat_seconds)
    )
    try:
        async with asyncio.timeout(30):
            yield running
    finally:
        stop.set()
        await asyncio.wait({running})
    if not running.cancelled():
        running.result()


async def put(database: Database, *payloads: bytes) -> None:
    async with database.transaction() as tx:
        await enqueue(tx, jobs=[Job("wrap", payload) for payload in payloads])


async def acquire(semaphore: asyncio.Semaphore, count: int) -> None:
    for _ in range(count):
        await semaphore.acquire()


async def queued(database: Database) -> list[tuple[str, int]]:
    """The status and attempts of each job that is left."""
    async with database.reading() as reading:
        rows = await reading.connection.fetch("SELECT status::text, attempts FROM jobs.pgqueuer ORDER BY id")
    return [(row[0], row[1]) for row in rows]


async def test_a_job_exists_if_and_only_if_its_transaction_commits(database: Database, bench: Bench) -> None:
    async def change_the_mind(tx: Transaction) -> None:
        await enqueue(tx, jobs=[Job("wrap", b"never")])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.transact(change_the_mind)
    async with working(database, bench):
        await put(database, b"a")
        await bench.finished.acquire()
    assert bench.done == {b"a": 1}
    assert await queued(database) == []


async def test_two_workers_do_each_job_once(database: Database, bench: Bench) -> None:
    await put(database, *(b"%d" % number for number in range(100)))
    async with working(database, bench), working(database, bench):
        await acquire(bench.finished, 100)
    assert bench.done == {b"%d" % number: 1 for number in range(100)}
    assert await queued(database) == []


async def test_of_jobs_with_one_dedupe_key_one_waits_at_a_time(database: Database) -> None:
    for _ in range(3):
        async with database.transaction() as tx:
            await enqueue(tx, jobs=[Job("wrap", b"a", dedupe_key="a")])
    assert await queued(database) == [("queued", 0)]


async def test_a_failing_job_is_tried_again(database: Database, bench: Bench) -> None:
    bench.failures_left = 1
    await put(database, b"a")
    async with working(database, bench):
        await bench.finished.acquire()
    assert bench.done == {b"a": 1}
    assert await queued(database) == []


async def test_a_job_that_fails_for_good_is_held_and_not_lost(database: Database, bench: Bench) -> None:
    bench.failures_left = 9
    await put(database, b"a", b"b")
    async with database.reading() as reading:
        await reading.connection.execute("UPDATE jobs.pgqueuer SET attempts = 7 WHERE payload = 'a'")
        await reading.connection.execute("UPDATE jobs.pgqueuer SET attempts = 6 WHERE payload = 'b'")
    async with working(database, bench):
        await acquire(bench.begun, 2)
    assert await queued(database) == [("failed", 7), ("queued", 7)]


async def test_jobs_of_a_worker_killed_with_signal_nine_are_taken_over(
    database: Database, database_url: str, bench: Bench
) -> None:
    await put(database, b"a")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MORTAL, database_url, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"begun\n"
    process.kill()
    await process.communicate()
    assert await queued(database) == [("picked", 0)]
    async with working(database, bench, heartbeat_seconds=0.5):
        await bench.finished.acquire()
    assert bench.done == {b"a": 1}
    assert await queued(database) == []


async def test_a_worker_that_is_cancelled_puts_its_jobs_back(database: Database, bench: Bench) -> None:
    bench.gate.clear()
    await put(database, b"a", b"b")
    running = asyncio.create_task(run_worker(database, work={"wrap": bench.wrap}, sweeps=[], stop=asyncio.Event()))
    await acquire(bench.begun, 2)
    running.cancel()
    await asyncio.wait({running})
    assert running.cancelled()
    assert await queued(database) == [("queued", 1), ("queued", 1)]
    bench.gate.set()
    async with working(database, bench):
        await acquire(bench.finished, 2)
    assert bench.done == {b"a": 1, b"b": 1}


async def test_an_idle_worker_stops_at_once(database: Database, bench: Bench) -> None:
    async with working(database, bench):
        await put(database, b"a")
        await bench.finished.acquire()
        began_at = time.monotonic()
    assert time.monotonic() - began_at < 2


async def test_a_job_under_way_is_finished_before_the_stop(database: Database, bench: Bench) -> None:
    bench.gate.clear()
    async with working(database, bench):
        await put(database, b"a")
        await bench.begun.acquire()
        asyncio.get_running_loop().call_later(0.1, bench.gate.set)
    assert bench.done == {b"a": 1}
    assert await queued(database) == []


async def test_a_job_that_takes_too_long_goes_back_when_the_worker_stops(database: Database, bench: Bench) -> None:
    bench.gate.clear()
    async with working(database, bench):
        await put(database, b"a")
        await bench.begun.acquire()
        began_at = time.monotonic()
    assert time.monotonic() - began_at < 2
    assert await queued(database) == [("queued", 1)]


async def test_a_round_comes_once_for_two_workers(database: Database, bench: Bench) -> None:
    """The second worker finds the row of the yearly sweep waiting for next year, and adds only the one that is gone."""
    yearly, mark = Rounds(), Rounds()
    sweeps = [Sweep("test.yearly", YEARLY, yearly.run), Sweep("test.mark", YEARLY, mark.run)]
    async with working(database, bench, sweeps=sweeps):
        await yearly.came.acquire()
        await mark.came.acquire()
        async with database.reading() as reading:
            await reading.connection.execute("DELETE FROM jobs.pgqueuer WHERE payload = 'test.mark'")
        async with working(database, bench, sweeps=sweeps):
            await mark.came.acquire()
    assert (yearly.count, mark.count) == (1, 2)
    assert await queued(database) == [("queued", 1), ("queued", 1)]


async def test_a_failing_sweep_comes_round_again_and_stops_no_other(database: Database, bench: Bench) -> None:
    failing, sound = Rounds(is_failing=True), Rounds()
    sweeps = [Sweep("test.failing", 0.05, failing.run), Sweep("test.sound", 0.05, sound.run)]
    async with working(database, bench, sweeps=sweeps):
        await acquire(failing.came, 3)
        await acquire(sound.came, 3)
    assert [status for status, _ in await queued(database)] == ["queued", "queued"]


async def test_the_row_of_a_sweep_that_nobody_knows_any_more_is_done_with(database: Database, bench: Bench) -> None:
    async with database.transaction() as tx:
        await enqueue(tx, jobs=[Job("sweep", b"test.removed", priority=10, dedupe_key="sweep:test.removed")])
    async with working(database, bench):
        await put(database, b"after it")
        await bench.finished.acquire()
    assert await queued(database) == []


async def test_a_worker_that_loses_its_connection_raises_and_loses_no_job(database: Database, bench: Bench) -> None:
    """Then its supervisor starts it again, and what it could not acknowledge is taken over."""
    bench.gate.clear()
    await put(database, b"a")
    running = asyncio.create_task(run_worker(database, work={"wrap": bench.wrap}, sweeps=[], stop=asyncio.Event()))
    await bench.begun.acquire()
    async with database.reading() as reading:
        ended = await reading.connection.fetchval(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name = $1",
            APPLICATION_NAME,
        )
    assert ended == 1
    bench.gate.set()
    async with asyncio.timeout(30):
        with pytest.raises(ConnectionError, match="lost its connection"):
            await running
    assert bench.done == {b"a": 1}
    assert await queued(database) == [("picked", 0)]
