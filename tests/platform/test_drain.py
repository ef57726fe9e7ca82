"""Jobs that are done here and now, without a worker."""

from datetime import timedelta

import pytest

from shopwright.platform.db import Database
from shopwright.platform.jobs import Job, enqueue
from shopwright.platform.jobs.drain import draining
from shopwright.platform.jobs.worker import Work


class Bench:
    """Notes what it is given; `plant` brings one more job, `break` raises."""

    def __init__(self) -> None:
        self.done: list[bytes] = []
        self.work: dict[str, Work] = {"note": self.note, "plant": self.plant, "break": self.fail}

    async def note(self, _database: Database, payload: bytes) -> None:
        self.done.append(payload)

    async def plant(self, database: Database, payload: bytes) -> None:
        self.done.append(payload)
        await put(database, Job("note", b"brought"))

    async def fail(self, _database: Database, _payload: bytes) -> None:
        raise RuntimeError("broken")


async def put(database: Database, *jobs: Job) -> None:
    await database.transact(lambda tx: enqueue(tx, jobs=jobs))


async def count_waiting(database: Database) -> int:
    async with database.reading() as reading:
        return int(await reading.connection.fetchval("SELECT count(*) FROM jobs.pgqueuer"))


async def test_what_waits_is_done_and_what_that_brings(database: Database) -> None:
    bench = Bench()
    await put(database, Job("note", b"first", priority=1), Job("plant", b"second"))
    async with draining(database, work=bench.work) as drain:
        assert await drain() == 3
        assert await drain() == 0
    assert bench.done == [b"first", b"second", b"brought"]
    assert await count_waiting(database) == 0


async def test_later_jobs_and_other_peoples_jobs_stay(database: Database) -> None:
    bench = Bench()
    await put(database, Job("note", b"", delay=timedelta(hours=1)), Job("mail", b""))
    async with draining(database, work=bench.work) as drain:
        assert await drain() == 0
    assert await count_waiting(database) == 2


async def test_what_a_job_raises_is_heard_and_the_job_is_not_lost(database: Database) -> None:
    bench = Bench()
    await put(database, Job("break", b""))
    async with draining(database, work=bench.work) as drain:
        with pytest.raises(RuntimeError, match="broken"):
            await drain()
    assert await count_waiting(database) == 1
