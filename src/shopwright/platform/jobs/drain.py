"""Do the jobs that wait, here and now, for who cannot leave them to a worker: the demo's past."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import timedelta
from uuid import uuid4

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.types import QueueEntrypoint, QueueManagerId
from pgqueuer.ports.repository import EntrypointExecutionParameter

from shopwright.platform.db import Database
from shopwright.platform.jobs.queue import SETTINGS
from shopwright.platform.jobs.worker import Work

BATCH_SIZE = 50
# A job whose doer died is taken over by a worker after this.
STALE_AFTER = timedelta(seconds=20)


@contextlib.asynccontextmanager
async def draining(database: Database, *, work: Mapping[str, Work]) -> AsyncIterator[Callable[[], Awaitable[int]]]:
    """Gives what does every job that is due by the database's clock, and those that they bring, and counts them.

    What a job raises, the caller gets; the job goes back to the workers. Jobs for a later time stay.
    """
    connection = await asyncpg.connect(database.url)
    queries = Queries(
        AsyncpgDriver(connection),
        qbe=QueryBuilderEnvironment(SETTINGS),
        qbq=QueryQueueBuilder(SETTINGS),
        qbs=QuerySchedulerBuilder(SETTINGS),
    )
    entrypoints = {QueueEntrypoint(name): EntrypointExecutionParameter(concurrency_limit=0) for name in work}
    me = QueueManagerId(uuid4())

    async def drain() -> int:
        count = 0
        while jobs := await queries.dequeue(BATCH_SIZE, entrypoints, me, None, STALE_AFTER):
            for job in jobs:
                await work[job.entrypoint](database, job.payload or b"")
                await queries.log_jobs([(job, "successful", None)])
            count += len(jobs)
        return count

    try:
        yield drain
    finally:
        await connection.close(timeout=1)
