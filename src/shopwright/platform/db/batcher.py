"""Whoever is waiting is served together: one transaction for a batch of drafts, an outcome of its own for each.

A row that everyone wants does not die of slowness, it dies of waiting connections. The batcher keeps one batch in
flight a process; while it runs, the next one gathers. A lonely draft is taken at once.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextvars import Context
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
    __slots__ = ("deadline", "draft", "future", "is_taken", "key")

    def __init__(self, draft: Draft, key: Hashable, deadline: float, future: "asyncio.Future[Outcome]") -> None:
        self.draft = draft
        self.key = key
        self.deadline = deadline
        self.future = future
        self.is_taken = False


class Batcher(Generic[Draft, Outcome]):
    """Serves drafts in batches through `run`, which places a sequence of them in one transaction of its own.

    `run` returns one outcome a draft, in order; an outcome that is an exception is raised to that caller only. When
    `run` itself fails unexpectedly the batch is halved and tried again, so one poisoned draft hurts nobody else; `run`
    must therefore recognise by idempotency key what an earlier attempt has already committed. A batch that has failed
    for as long as a waiter may wait is not halved any further: then it is not a draft that is poisoned.
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
        self._patience: asyncio.TimerHandle | None = None
        self._is_closed = False

    @property
    def waiting_count(self) -> int:
        """How many drafts wait to be taken into a batch."""
        return len(self._waiting)

    async def submit(self, draft: Draft, *, key: Hashable) -> Outcome:
        """Have `draft` done in the next batch and return its outcome, or raise the refusal it met.

        `TooBusy` when the queue is full or the wait grew too long before it was taken; `AlreadyRunning` while another
        draft with the same key is under way here. A caller cancelled before its draft was taken takes it along; one
        cancelled afterwards does not undo it.
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
        if self._patience is None:
            self._patience = loop.call_at(waiting.deadline, self._lose_patience)
        if self._serving is None or self._serving.done():
            # In a context of its own: what a batch logs belongs to no single request.
            self._serving = loop.create_task(self._serve(), name="batcher", context=Context())
        try:
            return await future
        except asyncio.CancelledError:
            if not waiting.is_taken:
                self._keys.discard(key)
            raise

    async def close(self) -> None:
        """Refuse new drafts and finish those already waiting."""
        self._is_closed = True
        if self._serving is not None:
            await asyncio.wait({self._serving})
        if self._patience is not None:
            self._patience.cancel()

    async def _serve(self) -> None:
        """Take batches until nobody waits. Whatever ends this task, nobody is left waiting for ever."""
        batch: list[_Waiting[Draft, Outcome]] = []
        try:
            while self._waiting:
                batch = self._take()
                if batch:
                    give_up_at = asyncio.get_running_loop().time() + self._wait_seconds_max
                    await self._do(batch, give_up_at=give_up_at)
        except BaseException:
            batch += self._waiting
            self._waiting.clear()
            self._tell(batch, [TooBusy() for _ in batch])
            raise

    def _take(self) -> list[_Waiting[Draft, Outcome]]:
        now = asyncio.get_running_loop().time()
        batch: list[_Waiting[Draft, Outcome]] = []
        while self._waiting and len(batch) < self._batch_size_max:
            waiting = self._waiting.popleft()
            if waiting.future.done():
                continue
            if waiting.deadline < now:
                self._turn_away(waiting)
                continue
            waiting.is_taken = True
            batch.append(waiting)
        return batch

    def _lose_patience(self) -> None:
        """Turn away whoever waited too long while a batch is under way; the first in the queue waits longest."""
        loop = asyncio.get_running_loop()
        self._patience = None
        while self._waiting and (self._waiting[0].future.done() or self._waiting[0].deadline <= loop.time()):
            waiting = self._waiting.popleft()
            if not waiting.future.done():
                self._turn_away(waiting)
        if self._waiting:
            self._patience = loop.call_at(self._waiting[0].deadline, self._lose_patience)

    def _turn_away(self, waiting: _Waiting[Draft, Outcome]) -> None:
        self._keys.discard(waiting.key)
        waiting.future.set_exception(TooBusy())

    async def _do(self, batch: list[_Waiting[Draft, Outcome]], *, give_up_at: float) -> None:
        try:
            outcomes = await self._run([waiting.draft for waiting in batch])
            if len(outcomes) != len(batch):
                raise RuntimeError(f"{len(batch)} drafts came to {len(outcomes)} outcomes")  # noqa: TRY301 - as if `run` had.
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            # Not this task was cancelled but something that `run` waited for; it is a failure like any other.
            await self._halve(batch, TooBusy(), give_up_at=give_up_at)
        except Exception as error:  # noqa: BLE001 - whatever it was, it must reach the one caller that caused it.
            await self._halve(batch, error, give_up_at=give_up_at)
        else:
            self._tell(batch, outcomes)

    async def _halve(self, batch: list[_Waiting[Draft, Outcome]], error: Exception, *, give_up_at: float) -> None:
        if len(batch) == 1 or asyncio.get_running_loop().time() > give_up_at:
            self._tell(batch, [error] * len(batch))
            return
        log.warning("batch_split", size=len(batch), error=repr(error))
        middle = len(batch) // 2
        await self._do(batch[:middle], give_up_at=give_up_at)
        await self._do(batch[middle:], give_up_at=give_up_at)

    def _tell(self, batch: Sequence[_Waiting[Draft, Outcome]], outcomes: Sequence[Outcome | Exception]) -> None:
        for waiting, outcome in zip(batch, outcomes, strict=True):
            self._keys.discard(waiting.key)
            if waiting.future.done():
                continue
            if isinstance(outcome, Exception):
                waiting.future.set_exception(outcome)
            else:
                waiting.future.set_result(outcome)
