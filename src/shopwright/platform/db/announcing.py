"""What a commit makes true is told over the database's channels after it, for many commits at once.

A `NOTIFY` within a transaction makes its commit take a lock that the whole server shares, so that no two such commits
reach the disk together: with 32 connections, six of seven commits a second are lost (`docs/reference/performance.md`).
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection
from typing import Any

import asyncpg
import structlog

GAP_SECONDS = 0.05
"""Between two rounds of one process. The first news after a pause goes out at once."""
RETRY_SECONDS = 1.0
CLOSE_SECONDS = 1.0
TELL_SECONDS_MAX = 10.0
"""After this a connection that does not answer is given up."""
WAITING_COUNT_MAX = 10_000
_TELL = "SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS news (channel, payload)"
News = tuple[str, str]
log = structlog.get_logger(__name__)


class Announcer:
    """Tells a process's news: pairs of channel and payload; equal ones that wait together are told once.

    Who hears news must not depend on them: a process that dies after its commit tells nothing, so the worker looks
    into its queue by itself, and pages look again whenever their stream comes back.

    It has a connection of its own, from the first news on: pages that wait for news are quietest when shoppers hold
    the whole pool. `connect` opens it, and opens it anew where it broke.
    """

    def __init__(self, connect: Callable[[], Awaitable[Any]]) -> None:
        self._connect = connect
        self._connection: Any = None
        self._waiting: dict[News, None] = {}
        self._task: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()

    def tell(self, news: Collection[News]) -> None:
        """Have news told soon; the caller waits for nothing. After `close` nothing is told any more."""
        if not news or self._hurry.is_set():
            return
        self._waiting.update(dict.fromkeys(news))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._tell_waiting(), name="announcer")

    async def close(self) -> None:
        """Tell what waits still, within a second, and give the connection back."""
        self._hurry.set()
        if self._task is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._task, CLOSE_SECONDS)
        if self._connection is not None:
            try:
                await self._connection.close(timeout=CLOSE_SECONDS)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
                self._drop()

    async def _tell_waiting(self) -> None:
        while self._waiting:
            told, self._waiting = self._waiting, {}
            pause = GAP_SECONDS
            try:
                if self._connection is None or self._connection.is_closed():
                    self._connection = await self._connect()
                channels, texts = [channel for channel, _ in told], [text for _, text in told]
                await self._connection.execute(_TELL, channels, texts, timeout=TELL_SECONDS_MAX)
            except Exception as error:  # noqa: BLE001 - the work is committed; its news are tried again.
                log.warning("announcing_failed", count=len(told), error=repr(error))
                self._drop()
                self._waiting = {} if len(told) > WAITING_COUNT_MAX else told | self._waiting
                pause = RETRY_SECONDS
                if self._hurry.is_set():
                    return
            await self._rest(pause)

    def _drop(self) -> None:
        """Let go of a connection that may be broken."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurry.wait()
