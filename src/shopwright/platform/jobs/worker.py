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
from pgqueuer.models import Job as PickedJob

from shopwright.platform.db import Database
from shopwright.platform.jobs.queue import SETTINGS, Job, enqueue
from shopwright.platform.jobs.sweeps import ENTRYPOINT, Sweep

log = structlog.get_logger(__name__)
Work = Callable[[Database, bytes], Awaitable[None]]
HEARTBEAT_SECONDS = 20.0


async def run_worker(
    database: Database,
    *,
    work: Mapping[str, Work],
    sweeps: Sequence[Sweep],
    stop: asyncio.Event,
    batch_size: int = 20,
) -> None:
    """Do jobs and sweeps until `stop` is set. Several workers may run; each job and each round is done by one.

    A worker that loses its connection raises, and its supervisor starts it again; jobs of a worker that died are
    taken over once its heartbeat is old.
    """
    connection = await asyncpg.connect(database.url)
    try:
        manager = _manager(connection)
        for entrypoint, act in {**work, ENTRYPOINT: _sweeping(sweeps)}.items():
            _register(manager, database, entrypoint, act)
        ticking = asyncio.create_task(_tick(database, sweeps), name="sweep-ticks")
        stopping = asyncio.create_task(_shut_down_on(stop, manager), name="worker-stop")
        try:
            await manager.run(
                dequeue_timeout=timedelta(seconds=2),
                batch_size=batch_size,
                max_concurrent_tasks=2 * batch_size,
                heartbeat_timeout=timedelta(seconds=HEARTBEAT_SECONDS),
                shutdown_on_listener_failure=True,
            )
        finally:
            ticking.cancel()
            stopping.cancel()
            await asyncio.gather(ticking, stopping, return_exceptions=True)
    finally:
        with contextlib.suppress(Exception):
            await connection.close(timeout=1)


def _manager(connection: "asyncpg.Connection[asyncpg.Record]") -> QueueManager:
    queries = Queries(
        AsyncpgDriver(connection),
        qbe=QueryBuilderEnvironment(SETTINGS),
        qbq=QueryQueueBuilder(SETTINGS),
        qbs=QuerySchedulerBuilder(SETTINGS),
    )
    return QueueManager(queries, channel=SETTINGS.channel)


def _register(manager: QueueManager, database: Database, entrypoint: str, act: Work) -> None:
    @manager.entrypoint(entrypoint, on_failure="hold")
    async def run(job: PickedJob) -> None:
        await act(database, job.payload or b"")


def _sweeping(sweeps: Sequence[Sweep]) -> Work:
    by_name = {sweep.name: sweep for sweep in sweeps}

    async def run(database: Database, payload: bytes) -> None:
        sweep = by_name.get(payload.decode())
        if sweep is not None:
            await sweep.run(database)

    return run


async def _tick(database: Database, sweeps: Sequence[Sweep]) -> None:
    """Enqueue each sweep when its time comes round; one that still waits is not enqueued twice."""
    loop = asyncio.get_running_loop()
    due = {sweep.name: loop.time() for sweep in sweeps}
    while True:
        now = loop.time()
        ready = [sweep for sweep in sweeps if due[sweep.name] <= now]
        for sweep in ready:
            due[sweep.name] = now + sweep.every_seconds
        if ready:
            await _enqueue_rounds(database, ready)
        await asyncio.sleep(max(0.05, min(due.values(), default=now + 1) - loop.time()))


async def _enqueue_rounds(database: Database, sweeps: Sequence[Sweep]) -> None:
    try:
        async with database.reading() as reading:
            await enqueue(
                reading,
                jobs=[
                    Job(ENTRYPOINT, sweep.name.encode(), priority=10, dedupe_key=f"sweep:{sweep.name}")
                    for sweep in sweeps
                ],
            )
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        log.warning("sweep_tick_failed", error=repr(error))


async def _shut_down_on(stop: asyncio.Event, manager: QueueManager) -> None:
    await stop.wait()
    manager.shutdown.set()
