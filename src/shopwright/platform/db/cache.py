"""What every page needs and hardly ever changes: kept in the process, dropped in all of them by NOTIFY."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar, cast

import asyncpg
import structlog

from shopwright.platform.db.database import Database, Reading, Transaction
from shopwright.platform.db.lines import end_when_dead
from shopwright.platform.db.statements import statement

CHANNEL = "shopwright_cache"
RECONNECT_SECONDS_MAX = 10.0
KEY_COUNT_MAX = 1_000
Value = TypeVar("Value")
log = structlog.get_logger(__name__)


@statement("SELECT pg_notify('shopwright_cache', :name)")
async def _notify(tx: Transaction, *, name: str) -> None: ...


async def invalidate(tx: Transaction, name: str) -> None:
    """Let every process drop what it keeps under `name`, when and only when this transaction commits."""
    await _notify(tx, name=name)


class VersionedCache:
    """Values by name and key, loaded on demand.

    Nothing is kept while the listening connection is down, and everything is dropped when it comes back: a value can
    be stale for as long as a notice travels, never longer. A value whose load overlapped with its invalidation is
    handed out but not kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[str, dict[Hashable, Any]] = {}
        self._versions: dict[str, int] = {}
        self._epoch = 0
        self._drop_count = 0
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._task: asyncio.Task[None] | None = None
        self._lost = asyncio.Event()
        self._heard = asyncio.Event()
        self._hearers: dict[str, tuple[Callable[[str], None], Callable[[], None]]] = {}

    def hear(self, channel: str, on_notice: Callable[[str], None], *, on_gap: Callable[[], None]) -> None:
        """Let another machine hear its own channel over this connection; call it before `open`.

        `on_gap` is called whenever a connection listens again: what was told in between was heard by nobody.
        """
        self._hearers[channel] = (on_notice, on_gap)

    async def listens(self) -> None:
        """Return as soon as notices are heard, and so values kept."""
        await self._heard.wait()

    async def open(self) -> None:
        """Begin to listen; returns when the first connection listens, or has failed and will be tried again."""
        await self._connect()
        self._task = asyncio.create_task(self._stay_connected(), name="cache-listener")

    async def close(self) -> None:
        """Stop listening and forget everything."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                await connection.close(timeout=1)
        self._kept.clear()

    async def get(
        self, reading: Reading, name: str, load: Callable[[Reading], Awaitable[Value]], *, key: Hashable = None
    ) -> Value:
        """The value under `name` and `key`, loaded with `reading` where it is not kept."""
        kept = self._kept.get(name)
        if kept is not None and key in kept:
            return cast("Value", kept[key])
        version = (self._epoch, self._versions.get(name, 0))
        value = await load(reading)
        is_current = version == (self._epoch, self._versions.get(name, 0))
        if self._connection is not None and is_current:
            entries = self._kept.setdefault(name, {})
            if len(entries) >= KEY_COUNT_MAX:
                entries.clear()
            entries[key] = value
        return value

    def peek(self, name: str, *, key: Hashable = None) -> Any:
        """What is kept under `name` and `key` at this moment, or None; loads nothing."""
        return self._kept.get(name, {}).get(key)

    @property
    def state(self) -> int | None:
        """Another number after anything was dropped; None while nothing can be kept, for no notice would be heard."""
        return None if self._connection is None else self._drop_count

    def drop(self, name: str) -> None:
        """Forget everything under `name` in this process."""
        self._drop_count += 1
        self._versions[name] = self._versions.get(name, 0) + 1
        self._kept.pop(name, None)

    async def catch_up(self) -> None:
        """Return when every notice committed before this call has been heard: for tests and for scripts.

        Where the connection turns out to be lost, return once another one listens, with everything dropped.
        """
        connection = self._connection
        try:
            if connection is not None:
                await connection.execute("SELECT 1")
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            if self._connection is connection:
                self._on_lost(connection)
            await self._heard.wait()

    def _forget_all(self) -> None:
        self._epoch += 1
        self._drop_count += 1
        self._kept.clear()

    async def _connect(self) -> None:
        self._forget_all()
        connection: asyncpg.Connection[asyncpg.Record] | None = None
        try:
            connection = await asyncpg.connect(self._database.url, timeout=5)
            end_when_dead(connection)
            self._lost.clear()
            connection.add_termination_listener(self._on_lost)
            for channel in (CHANNEL, *self._hearers):
                await connection.add_listener(channel, self._on_notice)
        except Exception as error:  # noqa: BLE001 - whatever it is, who gave up here would never keep anything again.
            log.warning("cache_listener_failed", error=repr(error))
            if connection is not None:
                connection.terminate()
            self._lost.set()
            return
        self._forget_all()
        self._connection = connection
        self._heard.set()
        for _, on_gap in self._hearers.values():
            on_gap()

    async def _stay_connected(self) -> None:
        wait_seconds = 0.1
        while True:
            await self._lost.wait()
            await asyncio.sleep(wait_seconds)
            await self._connect()
            wait_seconds = 0.1 if self._connection is not None else min(2 * wait_seconds, RECONNECT_SECONDS_MAX)

    def _on_lost(self, connection: object) -> None:
        if self._connection not in {None, connection}:
            # One that was given up before; the present one listens.
            return
        self._connection = None
        self._heard.clear()
        self._forget_all()
        self._lost.set()

    def _on_notice(self, _connection: object, _process_id: int, channel: str, payload: object) -> None:
        if channel == CHANNEL:
            self.drop(str(payload))
        else:
            self._hearers[channel][0](str(payload))
