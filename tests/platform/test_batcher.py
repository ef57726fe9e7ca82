"""The batcher by itself: what it runs is a till that a test can hold up, so every wait here is on an event."""

import asyncio
import contextvars
from collections.abc import AsyncIterator, Coroutine, Sequence
from typing import Any

import pytest

from shopwright.kernel.errors import NotFound
from shopwright.platform.db import AlreadyRunning, Batcher, TooBusy

CUSTOMER = contextvars.ContextVar("CUSTOMER", default="nobody")


class Till:
    """Answers a draft with its double; drafts may be poisoned or refused, and the gate may be shut."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.began = asyncio.Semaphore(0)
        self.poison: dict[int, BaseException] = {}
        self.refused: set[int] = set()
        self.heard: list[str] = []

    async def run(self, drafts: Sequence[int]) -> Sequence[int | Exception]:
        self.batches.append(list(drafts))
        self.heard.append(CUSTOMER.get())
        self.began.release()
        await self.gate.wait()
        for draft in drafts:
            if draft in self.poison:
                raise self.poison[draft]
        return [NotFound() if draft in self.refused else 2 * draft for draft in drafts]


@pytest.fixture
def till() -> Till:
    return Till()


@pytest.fixture
async def batcher(till: Till) -> AsyncIterator[Batcher[int, int]]:
    made = Batcher(till.run, batch_size_max=64, waiting_count_max=100)
    async with asyncio.timeout(20):
        yield made
        till.gate.set()
        await made.close()


def start(*submissions: Coroutine[Any, Any, int]) -> list[asyncio.Task[int]]:
    return [asyncio.create_task(one) for one in submissions]


async def hold_up(till: Till, batcher: Batcher[int, int]) -> asyncio.Task[int]:
    """Put draft 0 into a batch that stays under way until the gate opens."""
    till.gate.clear()
    (first,) = start(batcher.submit(0, key="first"))
    await till.began.acquire()
    return first


async def line_up(batcher: Batcher[int, int], drafts: Sequence[int]) -> list[asyncio.Task[int]]:
    """Submit drafts, each under its own number, and return when all of them wait."""
    tasks = start(*(batcher.submit(draft, key=draft) for draft in drafts))
    await settle()
    return tasks


async def settle() -> None:
    """Let every task that can go on do so; a few rounds of the loop, no time."""
    for _ in range(5):
        await asyncio.sleep(0)


async def outcomes(tasks: Sequence[asyncio.Task[int]]) -> list[object]:
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_lonely_draft_is_taken_at_once(till: Till, batcher: Batcher[int, int]) -> None:
    assert await batcher.submit(21, key="a") == 42
    assert till.batches == [[21]]


async def test_whoever_waits_is_one_batch_in_order_of_arrival(till: Till, batcher: Batcher[int, int]) -> None:
    first = await hold_up(till, batcher)
    tasks = await line_up(batcher, [5, 3, 9, 1])
    assert batcher.waiting_count == 4
    till.gate.set()
    assert await outcomes([first, *tasks]) == [0, 10, 6, 18, 2]
    assert till.batches == [[0], [5, 3, 9, 1]]


async def test_no_batch_is_larger_than_allowed(till: Till) -> None:
    batcher = Batcher(till.run, batch_size_max=2)
    first = await hold_up(till, batcher)
    tasks = await line_up(batcher, [1, 2, 3, 4, 5])
    till.gate.set()
    assert await outcomes([first, *tasks]) == [0, 2, 4, 6, 8, 10]
    assert till.batches == [[0], [1, 2], [3, 4], [5]]


async def test_a_refusal_reaches_only_its_own_caller(till: Till, batcher: Batcher[int, int]) -> None:
    first = await hold_up(till, batcher)
    tasks = await line_up(batcher, [1, 2, 3])
    till.refused = {2}
    till.gate.set()
    _, one, two, three = await outcomes([first, *tasks])
    assert (one, type(two), three) == (2, NotFound, 6)
    assert till.batches == [[0], [1, 2, 3]]


async def test_a_poisoned_draft_hurts_only_itself(till: Till, batcher: Batcher[int, int]) -> None:
    first = await hold_up(till, batcher)
    tasks = await line_up(batcher, [1, 2, 3, 4, 5])
    till.poison = {3: ZeroDivisionError("three")}
    till.gate.set()
    assert await outcomes([first, *tasks]) == [0, 2, 4, till.poison[3], 8, 10]
    assert till.batches == [[0], [1, 2, 3, 4, 5], [1, 2], [3, 4, 5], [3], [4, 5]]


async def test_whoever_is_done_in_a_halved_batch_may_come_again_while_the_rest_runs(till: Till) -> None:
    batcher = Batcher(till.run)
    first = await hold_up(till, batcher)
    one, two = await line_up(batcher, [1, 2])
    till.poison = {2: ZeroDivisionError("two")}
    till.gate.set()
    assert await one == 2
    till.gate.clear()
    (again,) = start(batcher.submit(1, key=1))
    till.gate.set()
    assert await again == 2
    assert await outcomes([first, two]) == [0, till.poison[2]]


async def test_too_few_outcomes_are_a_failure_and_nobody_hangs() -> None:
    async def forget_one(drafts: Sequence[int]) -> Sequence[int]:
        return list(drafts)[1:]

    batcher = Batcher(forget_one)
    told = await outcomes(start(*(batcher.submit(draft, key=draft) for draft in (1, 2))))
    assert [str(error) for error in told] == ["1 drafts came to 0 outcomes"] * 2


async def test_a_full_queue_is_too_busy(till: Till) -> None:
    batcher = Batcher(till.run, waiting_count_max=3)
    first = await hold_up(till, batcher)
    tasks = await line_up(batcher, [1, 2, 3])
    with pytest.raises(TooBusy) as refused:
        await batcher.submit(4, key=4)
    assert (refused.value.status, refused.value.retry_after_seconds) == (503, 2)
    till.gate.set()
    assert await outcomes([first, *tasks]) == [0, 2, 4, 6]
    assert await batcher.submit(4, key=4) == 8


async def test_who_waits_too_long_is_told_while_the_batch_before_still_runs(till: Till) -> None:
    batcher = Batcher(till.run, wait_seconds_max=0.05)
    first = await hold_up(till, batcher)
    tasks = await line_up(batcher, [1, 2])
    async with asyncio.timeout(10):
        assert [type(outcome) for outcome in await outcomes(tasks)] == [TooBusy, TooBusy]
    assert not first.done()
    assert batcher.waiting_count == 0
    till.gate.set()
    assert await first == 0
    assert await batcher.submit(1, key=1) == 2
    assert till.batches == [[0], [1]]


async def test_a_caller_cancelled_before_being_taken_takes_the_draft_along(
    till: Till, batcher: Batcher[int, int]
) -> None:
    first = await hold_up(till, batcher)
    gone, stays = await line_up(batcher, [1, 2])
    gone.cancel()
    await asyncio.wait({gone})
    (again,) = await line_up(batcher, [1])
    till.gate.set()
    assert await outcomes([first, stays, again]) == [0, 4, 2]
    assert till.batches == [[0], [2, 1]]


async def test_a_caller_cancelled_after_being_taken_undoes_nothing(till: Till, batcher: Batcher[int, int]) -> None:
    first = await hold_up(till, batcher)
    gone, stays = await line_up(batcher, [1, 2])
    till.gate.set()
    till.gate.clear()
    await till.began.acquire()
    gone.cancel()
    await asyncio.wait({gone})
    with pytest.raises(AlreadyRunning):
        await batcher.submit(1, key=1)
    till.gate.set()
    assert await outcomes([first, stays]) == [0, 4]
    assert till.batches == [[0], [1, 2]]
    assert await batcher.submit(1, key=1) == 2


@pytest.mark.parametrize("is_taken", [False, True])
async def test_a_key_under_way_is_refused_and_later_allowed(
    till: Till, batcher: Batcher[int, int], is_taken: bool
) -> None:
    first = await hold_up(till, batcher)
    tasks = await line_up(batcher, [1])
    with pytest.raises(AlreadyRunning) as refused:
        await batcher.submit(7, key="first" if is_taken else 1)
    assert refused.value.status == 409
    till.gate.set()
    assert await outcomes([first, *tasks]) == [0, 2]
    assert await batcher.submit(7, key="first" if is_taken else 1) == 14


async def test_closing_finishes_those_who_wait_and_refuses_the_rest(till: Till, batcher: Batcher[int, int]) -> None:
    first = await hold_up(till, batcher)
    tasks = await line_up(batcher, [1, 2])
    closing = asyncio.create_task(batcher.close())
    await settle()
    with pytest.raises(TooBusy):
        await batcher.submit(3, key=3)
    assert not closing.done()
    till.gate.set()
    await closing
    assert [task.result() for task in (first, *tasks)] == [0, 2, 4]


async def test_a_cancellation_inside_a_run_is_a_failure_of_that_draft_alone(
    till: Till, batcher: Batcher[int, int]
) -> None:
    first = await hold_up(till, batcher)
    tasks = await line_up(batcher, [1, 2, 3])
    till.poison = {2: asyncio.CancelledError()}
    till.gate.set()
    _, one, two, three = await outcomes([first, *tasks])
    assert (one, type(two), three) == (2, TooBusy, 6)
    till.poison = {}
    assert await batcher.submit(2, key=2) == 4


async def test_nobody_waits_for_ever_when_the_serving_task_is_cancelled(till: Till, batcher: Batcher[int, int]) -> None:
    first = await hold_up(till, batcher)
    tasks = await line_up(batcher, [1, 2])
    (serving,) = [task for task in asyncio.all_tasks() if task.get_name() == "batcher"]
    serving.cancel()
    assert [type(outcome) for outcome in await outcomes([first, *tasks])] == [TooBusy] * 3
    till.gate.set()
    assert await batcher.submit(1, key=1) == 2


async def test_what_fails_for_long_is_not_the_fault_of_a_draft(till: Till) -> None:
    """A run that takes as long as anybody may wait, and fails, is not halved: the next in the queue have a life too."""
    batcher = Batcher(till.run, wait_seconds_max=0.05)
    till.gate.clear()
    till.poison = {draft: ConnectionError("no database") for draft in range(1, 9)}
    tasks = await line_up(batcher, range(1, 9))
    asyncio.get_running_loop().call_later(0.06, till.gate.set)
    assert await outcomes(tasks) == [till.poison[1]] * 8
    assert till.batches == [[1, 2, 3, 4, 5, 6, 7, 8]]


async def test_a_batch_runs_in_no_callers_context(till: Till, batcher: Batcher[int, int]) -> None:
    CUSTOMER.set("lin")
    assert await batcher.submit(1, key=1) == 2
    assert till.heard == ["nobody"]


async def test_no_key_is_left_over_after_a_thousand_mixed_outcomes(till: Till) -> None:
    batcher = Batcher(till.run, batch_size_max=50)
    till.refused = set(range(0, 1_000, 7))
    till.poison = {draft: ZeroDivisionError(str(draft)) for draft in range(5, 1_000, 97)}
    first = await hold_up(till, batcher)
    tasks = await line_up(batcher, range(1_000))
    for draft in range(3, 1_000, 11):
        tasks[draft].cancel()
    till.gate.set()
    await outcomes([first, *tasks])
    till.refused, till.poison = set(), {}
    again = await outcomes(start(*(batcher.submit(draft, key=draft) for draft in range(1_000))))
    assert again == [2 * draft for draft in range(1_000)]
    assert batcher.waiting_count == 0
