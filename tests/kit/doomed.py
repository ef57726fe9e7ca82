"""Processes killed with signal 9 at a chosen round trip to the database, before it is sent or after its answer."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Awaitable, Callable
from typing import Any

from shopwright.platform.db import Database
from shopwright.platform.db import database as database_machine

Act = Callable[[Database], Awaitable[None]]
SPAWNER = multiprocessing.get_context("forkserver")
SPAWNER.set_forkserver_preload(["tests.kit.doomed", "tests.kit.shop_floor", "shopwright.bootstrap"])
DEADLINE_SECONDS = 60.0


def run_doomed(act: Callable[..., Awaitable[None]], *arguments: object, url: str, kill_at: int, is_after: bool) -> bool:
    """Run `act(database, *arguments)` in a process of its own that dies at its `kill_at`-th round trip, from 1.

    True when it was killed there, False when it came to its end before. Any other ending is a failure of the test.
    """
    process = SPAWNER.Process(target=_live, args=(act, arguments, url, kill_at, is_after))
    process.start()
    process.join(DEADLINE_SECONDS)
    if process.exitcode not in {0, -signal.SIGKILL}:
        process.kill()
        raise AssertionError(f"the doomed process ended with {process.exitcode}")
    return process.exitcode != 0


def _live(
    act: Callable[..., Awaitable[None]],
    arguments: tuple[object, ...],
    url: str,
    kill_at: int,
    is_after: bool,
) -> None:
    _doom(kill_at, is_after=is_after)
    asyncio.run(_act(act, arguments, url))


async def _act(act: Callable[..., Awaitable[None]], arguments: tuple[object, ...], url: str) -> None:
    database = await Database(url, pool_size=4).open()
    _count.is_counting = True
    await act(database, *arguments)


class _Count:
    """How many round trips were made since the act began."""

    def __init__(self) -> None:
        self.made = 0
        self.is_counting = False


_count = _Count()


def _doom(kill_at: int, *, is_after: bool) -> None:
    """Let every round trip of the driver count, and die at the chosen one."""
    connection: Any = database_machine._Connection  # noqa: SLF001 - the one place where every round trip passes.
    for name in ("fetch", "fetchrow", "execute"):
        setattr(connection, name, _counted(getattr(connection, name), kill_at, is_after))


def _counted(method: Any, kill_at: int, is_after: bool) -> Any:
    async def counted(self: Any, *arguments: Any, **options: Any) -> Any:
        if not _count.is_counting:
            return await method(self, *arguments, **options)
        _count.made += 1
        is_last = _count.made == kill_at
        if is_last and not is_after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = await method(self, *arguments, **options)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return counted
