"""The pool, and the two ways to touch it: reading (autocommit) and a transaction (one act, one moment)."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any, TypeVar

import asyncpg
import msgspec

from shopwright.kernel.clock import Clock, SystemClock
from shopwright.platform.db.announcing import TELL_SECONDS_MAX, Announcer, News
from shopwright.platform.db.lines import end_when_dead

Result = TypeVar("Result")

ATTEMPT_COUNT_MAX = 4
PAUSE_SECONDS = 0.01
STRICT_HOLDING = False
"""Whether asking for a second connection while holding one is an error at once; tests switch it on."""
_TRY_AGAIN = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.InvalidCachedStatementError,
)


class Reading:
    """A connection that reads outside any transaction: each statement sees the latest commit.

    `at` is the moment the reading began; SQL compares with it and never with `now()`.
    """

    __slots__ = ("at", "connection", "database")

    def __init__(self, database: "Database", connection: Any, at: datetime) -> None:
        self.database = database
        self.connection: asyncpg.Connection[asyncpg.Record] = connection
        self.at = at

    def announce(self, channel: str, payload: str) -> None:
        """Tell all processes something on a channel of the database: at once, or once a transaction has committed."""
        self.database.announcer.tell([(channel, payload)])


class Transaction(Reading):
    """A connection inside an open transaction. `at` is the one moment of everything that it does."""

    __slots__ = ("news",)

    def __init__(self, database: "Database", connection: Any, at: datetime) -> None:
        super().__init__(database, connection, at)
        self.news: list[News] = []

    def announce(self, channel: str, payload: str) -> None:
        """Tell it when and only when this transaction has committed."""
        self.news.append((channel, payload))


class Database:
    """A pool of connections to one PostgreSQL, with the clock that gives every act its moment.

    `executed` counts statements by name since start, for query budgets and metrics. `subscribers` maps an event's
    name to those who hear it; `bootstrap` fills it.
    """

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 10,
        clock: Clock | None = None,
        application_name: str = "shopwright",
        lock_timeout_seconds: float = 10.0,
        statement_timeout_seconds: float = 30.0,
        wait_seconds_max: float = 20.0,
    ) -> None:
        self.url = url
        self.clock = clock or SystemClock()
        self.executed: Counter[str] = Counter()
        self.subscribers: Mapping[str, Sequence[str]] = {}
        self._pool_size = pool_size
        self._wait_seconds_max = wait_seconds_max
        self._server_settings = {
            "application_name": application_name,
            "timezone": "UTC",
            "jit": "off",
            "lock_timeout": f"{int(lock_timeout_seconds * 1000)}",
            "statement_timeout": f"{int(statement_timeout_seconds * 1000)}",
            "idle_in_transaction_session_timeout": "60000",
            # A statement whose caller was killed ends within a second, and gives up the locks that it holds.
            "client_connection_check_interval": "1000",
        }
        self.announcer = Announcer(self._connect_aside)
        self._holders: set[asyncio.Task[Any] | None] = set()
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    async def open(self) -> "Database":
        """Connect the pool. Call once, in the loop that will use it."""
        self._pool = await asyncpg.create_pool(
            self.url,
            min_size=1,
            max_size=self._pool_size,
            init=_prepare_connection,
            connection_class=_Connection,
            server_settings=self._server_settings,
            max_inactive_connection_lifetime=300,
        )
        return self

    async def close(self) -> None:
        """Give every connection back and close the pool; waits briefly for work under way, then cuts it off."""
        if self._pool is not None:
            pool, self._pool = self._pool, None
            try:
                await asyncio.wait_for(pool.close(), timeout=2)
            except TimeoutError:
                pool.terminate()
            finally:
                # Last, because what ends until then has news as well.
                await self.announcer.close()

    @property
    def pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        """The open pool; asking before `open` is a mistake of ours."""
        if self._pool is None:
            raise RuntimeError("the database is not open")
        return self._pool

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reading]:
        """A connection for statements that only read, each in its own autocommit."""
        async with self._acquire() as connection:
            with self._holding():
                yield Reading(self, connection, self.clock.now())

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """One transaction: committed when the block ends, rolled back when it raises. It is not retried."""
        async with self._acquire() as connection:
            async with connection.transaction():
                with self._holding():
                    tx = Transaction(self, connection, self.clock.now())
                    yield tx
            # Before the connection goes back, so that nothing is waited for between the commit and this.
            self.announcer.tell(tx.news)

    def _acquire(self) -> Any:
        """A connection of the pool. Raises TimeoutError where none comes free in time.

        Who holds a connection must not ask for a second one: many who do wait for each other, and the time-out is
        what ends it. It costs a task of its own, which a request that finds a free connection is spared.
        """
        if STRICT_HOLDING and asyncio.current_task() in self._holders:
            raise RuntimeError("this task holds a connection already; hand its reading on")
        pool = self.pool
        return pool.acquire(timeout=None if pool.get_idle_size() else self._wait_seconds_max)

    async def _connect_aside(self) -> "asyncpg.Connection[asyncpg.Record]":
        """A connection beside the pool, under a name of its own."""
        settings = self._server_settings | {"application_name": f"{self._server_settings['application_name']}-news"}
        connection = await asyncpg.connect(self.url, timeout=TELL_SECONDS_MAX, server_settings=settings)
        end_when_dead(connection)
        return connection

    @contextmanager
    def _holding(self) -> Iterator[None]:
        if not STRICT_HOLDING:
            yield
            return
        task = asyncio.current_task()
        self._holders.add(task)
        try:
            yield
        finally:
            self._holders.discard(task)

    async def transact(self, act: Callable[[Transaction], Awaitable[Result]]) -> Result:
        """Run one act in a transaction, again from the start where PostgreSQL asks for that.

        Deadlocks, serialization failures and plans made invalid by a migration are retried a few times, after a pause
        of some milliseconds; a refusal and every other error leaves at once with everything rolled back.
        """
        for attempt in range(1, ATTEMPT_COUNT_MAX):
            try:
                async with self.transaction() as tx:
                    return await act(tx)
            except _TRY_AGAIN:
                # Who came back at once could take the lock again before the one who waited for it has woken.
                await asyncio.sleep(PAUSE_SECONDS * attempt * random.uniform(0.5, 1.5))  # noqa: S311 - only a pause.
        async with self.transaction() as tx:
            return await act(tx)


class _Connection(asyncpg.Connection):
    """A connection whose return to the pool costs no round trip: nothing of ours changes session state."""

    def get_reset_query(self) -> str:
        return ""


async def _prepare_connection(connection: Any) -> None:
    end_when_dead(connection)
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, encoder=_encode_json, decoder=str, schema="pg_catalog")


def _encode_json(value: object) -> str:
    return msgspec.json.encode(value).decode()
