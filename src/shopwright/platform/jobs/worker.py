"""The worker: takes jobs from the queue and lets the sweeps come round."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

import asyncpg
import structlog
from pgqueuer import QueueManager
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.errors import RetryRequested
from pgqueuer.models import Job as PickedJob

from shopwright.platform.db import Database
from shopwright.platform.db.lines import end_when_dead
from shopwright.platform.jobs.queue import SETTINGS, Job, enqueue
from shopwright.platform.jobs.sweeps import ENTRYPOINT, Sweep

log = structlog.get_logger(__name__)
Work = Callable[[Database, bytes], Awaitable[None]]
Act = Callable[[PickedJob], Awaitable[None]]
APPLICATION_NAME = "shopwright worker"
HEARTBEAT_SECONDS = 20.0
LOOK_SECONDS = 2.0
FINISH_SECONDS = 1.0
TICK_SECONDS = 60.0
ATTEMPT_COUNT_MAX = 8
_AT_ONCE = timedelta(0)


async def run_worker(
    database: Database,
    *,
    work: Mapping[str, Work],
    sweeps: Sequence[Sweep],
    stop: asyncio.Event,
    batch_size: int = 20,
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
) -> None:
    """Do jobs and sweeps until `stop` is set. Several workers may run; each job and each round is done by one.

    A job that fails is tried again with growing delays and held after the eighth attempt. Once it shall stop, jobs
    under way have a second to finish; then they are cancelled and go back into the queue. A worker that loses its
    connection raises, and its supervisor starts it again; jobs of a worker that died are taken over once its last
    sign of life is `heartbeat_seconds` old.
    """
    connection = await asyncpg.connect(database.url, server_settings={"application_name": APPLICATION_NAME})
    end_when_dead(connection)
    try:
        manager = _manager(connection)
        underway: set[asyncio.Task[None]] = set()
        for entrypoint, act in work.items():
            _register(manager, entrypoint, _retrying(database, act), underway)
        _register(manager, ENTRYPOINT, _sweeping(database, sweeps), underway)
        doing = asyncio.create_task(_do_jobs(manager, batch_size, heartbeat_seconds), name="worker-jobs")
        ticking = asyncio.create_task(_tick(database, sweeps), name="worker-ticks")
        stopping = asyncio.create_task(stop.wait(), name="worker-stop")
        try:
            await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ticking.cancel()
            stopping.cancel()
            await _wind_up(manager, doing, underway)
            await asyncio.gather(ticking, stopping, return_exceptions=True)
        error = None if doing.cancelled() else doing.exception()
        if error is not None and connection.is_closed():
            raise ConnectionError("the worker lost its connection to the database") from error
        if error is not None:
            raise error
    finally:
        with contextlib.suppress(Exception):
            await connection.close(timeout=1)


async def _do_jobs(manager: QueueManager, batch_size: int, heartbeat_seconds: float) -> None:
    await manager.run(
        dequeue_timeout=timedelta(seconds=min(LOOK_SECONDS, heartbeat_seconds)),
        batch_size=batch_size,
        max_concurrent_tasks=2 * batch_size,
        heartbeat_timeout=timedelta(seconds=heartbeat_seconds),
        shutdown_on_listener_failure=True,
    )


async def _wind_up(manager: QueueManager, doing: "asyncio.Task[None]", underway: "set[asyncio.Task[None]]") -> None:
    """Take no more jobs; let those under way finish, or go back into the queue."""
    manager.shutdown.set()
    await asyncio.wait({doing}, timeout=FINISH_SECONDS)
    for task in underway:
        task.cancel()
    await asyncio.wait({doing}, timeout=FINISH_SECONDS / 2)
    doing.cancel()
    await asyncio.gather(doing, return_exceptions=True)


def _manager(connection: "asyncpg.Connection[asyncpg.Record]") -> QueueManager:
    queries = Queries(
        AsyncpgDriver(connection),
        qbe=QueryBuilderEnvironment(SETTINGS),
        qbq=QueryQueueBuilder(SETTINGS),
        qbs=QuerySchedulerBuilder(SETTINGS),
    )
    return QueueManager(queries, channel=SETTINGS.channel)


def _register(manager: QueueManager, entrypoint: str, act: Act, underway: "set[asyncio.Task[None]]") -> None:
    @manager.entrypoint(entrypoint, on_failure="hold")
    async def run(job: PickedJob) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine that runs has a task.
        underway.add(task)
        try:
            await act(job)
        except asyncio.CancelledError:
            # The queue would write a cancelled job off; it is only interrupted.
            raise RetryRequested(_AT_ONCE, "interrupted") from None
        finally:
            underway.discard(task)


def _retrying(database: Database, act: Work) -> Act:
    async def run(job: PickedJob) -> None:
        try:
            await act(database, job.payload or b"")
        except Exception as error:
            log.warning("job_failed", entrypoint=job.entrypoint, attempt=job.attempts + 1, error=repr(error))
            if job.attempts + 1 >= ATTEMPT_COUNT_MAX:
                raise
            raise RetryRequested(timedelta(seconds=2 ** (job.attempts + 1)), repr(error)) from error

    return run


def _sweeping(database: Database, sweeps: Sequence[Sweep]) -> Act:
    """A sweep is one row that never ends: after each round it goes back into the queue until the next one.

    So a round is due once for all workers together, by the database's clock, whether the last one failed or not. The
    row of a sweep that this release does not know is done with.
    """
    by_name = {sweep.name: sweep for sweep in sweeps}

    async def run(job: PickedJob) -> None:
        sweep = by_name.get((job.payload or b"").decode())
        if sweep is None:
            return
        try:
            await sweep.run(database)
        except Exception as error:  # noqa: BLE001 - it comes round again, and no other sweep waits for it.
            log.warning("sweep_failed", sweep=sweep.name, error=repr(error))
        raise RetryRequested(timedelta(seconds=sweep.every_seconds), "the next round")

    return run


async def _tick(database: Database, sweeps: Sequence[Sweep]) -> None:
    """See to it that every sweep has its row; one that is there already is left alone."""
    jobs = [Job(ENTRYPOINT, sweep.name.encode(), priority=10, dedupe_key=f"sweep:{sweep.name}") for sweep in sweeps]
    while True:
        try:
            async with database.reading() as reading:
                await enqueue(reading, jobs=jobs)
        except Exception as error:  # noqa: BLE001 - a worker without sweeps would go unnoticed; it tries again.
            log.warning("sweep_tick_failed", error=repr(error))
        await asyncio.sleep(TICK_SECONDS)
