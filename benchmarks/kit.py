"""What every workload needs: a scratch database of its own, durable, and one line of JSON at the end."""

import asyncio
import gc
import os
import platform
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import uvloop

from shopwright.modules.inventory import subscribers as inventory_subscribers
from shopwright.platform.db import Database, migrate
from shopwright.platform.db.embedded import scratch_server
from shopwright.platform.events import Subscribers


@asynccontextmanager
async def scratch_database(*, pool_size: int) -> AsyncIterator[Database]:
    """A durable scratch server with the whole schema, removed afterwards."""
    with scratch_server(durable=True) as server:
        migrate.upgrade(server.url)
        database = await Database(server.url, pool_size=pool_size, lock_timeout_seconds=60).open()
        subscribers = Subscribers()
        inventory_subscribers.register(subscribers)
        database.subscribers = subscribers.by_event
        try:
            yield database
        finally:
            await database.close()


async def timed(acts: Iterable[Awaitable[Any]]) -> tuple[float, list[Any]]:
    """Run acts side by side; the seconds they took together, and their results."""
    waiting = list(acts)
    gc.collect()
    gc.freeze()
    started = time.perf_counter()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    elapsed = time.perf_counter() - started
    gc.unfreeze()
    return elapsed, results


def report(benchmark: str, *, ratio: float, is_ok: bool, **figures: object) -> None:
    """Print the verdict as the last line, one JSON object, and leave with its exit status."""
    machine = {"cores": os.cpu_count(), "python": platform.python_version()}
    line = {"benchmark": benchmark, "ratio": round(ratio, 3), "ok": is_ok, **figures, "machine": machine}
    print(msgspec.json.encode(line).decode(), flush=True)
    sys.exit(0 if is_ok else 1)


def run(main: Callable[[], Awaitable[None]]) -> None:
    """Run a workload on uvloop, as the shop does."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())  # type: ignore[arg-type]  # A workload is a coroutine function.
