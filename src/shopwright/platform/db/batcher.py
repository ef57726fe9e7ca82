"""Whoever is waiting is served together: one transaction for a batch of drafts, an outcome of its own for each.

A row that everyone wants does not die of slowness, it dies of waiting connections. The batcher keeps one batch in
flight a process; while it runs, the next one gathers. A lonely draft is taken at once.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

import structlog

from shopwright.kernel.errors import Refusal

Draft = TypeVar("Draft")
Outcome = TypeVar("Outcome")
log = structlog.get_logger(__name__)


class TooBusy(Refusal):
    """More people wait than can be served in time; come back in `retry_after_seconds`."""

    code = "too_busy"
    status = 503
    sentence = "Very many people are ordering right now. Please try again in a moment."
    retry_after_seconds = 2


class AlreadyRunning(Refusal):
    """The same act, by its idempotency key, is being done in this process right now."""

    code = "already_running"
    status = 409
    sentence = "This is already being done. Please wait a moment."


class _Waiting(Generic[Draft, Outcome]):
    __slots__ = ("deadline", "draft", "future", "key")

    def __init__(self, draft: Draft, key: Hashable, deadline: float, future: "asyncio.Future[Outcome]") -> None:
        self.draft = draft
        self.key = key
        self.deadline = deadline
        self.future = future


class Batcher(Generic[Draft, Outcome]):
    """Serves drafts in batches through `run`, which places a sequence of them in one transaction of its own.

    `run` returns one outcome a draft, in order; an outcome that is an exception is raised to that caller only. When
    `run` itself fails unexpectedly the batch is halved and tried again, so one poisoned draft hurts nobody else; `run`
    must therefore recognise by idempotency key what an earlier attempt has already committed.
    """

    def __init__(
        self,
        run: Callable[[Sequence[Draft]], Awaitable[Sequence[Outcome | Exception]]],
        *,
        batch_size_max: int = 256,
        waiting_count_max: int = 4_000,
        wait_seconds_max: float = 8.0,
    ) -> None:
        self._run = run
        self._batch_size_max = batch_size_max
        self._waiting_count_max = waiting_count_max
        self._wait_seconds_max = wait_seconds_max
        self._waiting: deque[_Waiting[Draft, Outcome]] = deque()
        self._keys: set[Hashable] = set()
        self._serving: asyncio.Task[None] | None = None
        self._is_closed = False

    @property
    def waiting_count(self) -> int:
        """How many drafts wait to be taken into a batch."""
        return len(self._waiting)

    async def submit(self, draft: Draft, *, key: Hashable) -> Outcome:
        """Have `draft` done in the next batch and return its outcome, or raise the refusal it met.

        `TooBusy` when the queue is full or the wait grew too long before it was taken; `AlreadyRunning` while another
        draft with the same key is under way here. A caller cancelled after its draft was taken does not undo it.
        """
        if self._is_closed or len(self._waiting) >= self._waiting_count_max:
            raise TooBusy
        if key in self._keys:
            raise AlreadyRunning
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Outcome] = loop.create_future()
        waiting = _Waiting(draft, key, loop.time() + self._wait_seconds_max, future)
        self._keys.add(key)
        self._waiting.append(waiting)
        if self._serving is None or self._serving.done():
            self._serving = loop.create_task(self._serve(), name="batcher")
        return await future

    async def close(self) -> None:
        """Refuse new drafts and finish those already waiting."""
        self._is_closed = True
        if self._serving is not None:
            with contextlib.suppress(Exception):
                await self._serving

    async def _serve(self) -> None:
        """Take batches until nobody waits. A crash in here is logged and never loses the next caller's turn."""
        while self._waiting:
            batch = self._take()
            if not batch:
                continue
            try:
                await self._do(batch)
            except asyncio.CancelledError:
                self._give_up(batch, TooBusy())
                raise
            finally:
                self._keys.difference_update(waiting.key for waiting in batch)

    def _take(self) -> list[_Waiting[Draft, Outcome]]:
        now = asyncio.get_running_loop().time()
        batch: list[_Waiting[Draft, Outcome]] = []
        while self._waiting and len(batch) < self._batch_size_max:
            waiting = self._waiting.popleft()
            if waiting.future.done():
                self._keys.discard(waiting.key)
            elif waiting.deadline < now:
                self._keys.discard(waiting.key)
                waiting.future.set_exception(TooBusy())
            else:
                batch.append(waiting)
        return batch

    async def _do(self, batch: list[_Waiting[Draft, Outcome]]) -> None:
        try:
            outcomes = await self._run([waiting.draft for waiting in batch])
        except Exception as error:  # noqa: BLE001 - whatever it was, it must reach the one caller that caused it.
            await self._halve(batch, error)
            return
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if waiting.future.done():
                continue
            if isinstance(outcome, Exception):
                waiting.future.set_exception(outcome)
            else:
                waiting.future.set_result(outcome)

    async def _halve(self, batch: list[_Waiting[Draft, Outcome]], error: Exception) -> None:
        if len(batch) == 1:
            self._give_up(batch, error)
            return
        log.warning("batch_split", size=len(batch), error=repr(error))
        middle = len(batch) // 2
        await self._do(batch[:middle])
        await self._do(batch[middle:])

    @staticmethod
    def _give_up(batch: list[_Waiting[Draft, Outcome]], error: Exception) -> None:
        for waiting in batch:
            if not waiting.future.done():
                waiting.future.set_exception(error)
