"""News on a real database: told with its transaction, heard once by each subscriber, put aside when it cannot be."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import ClassVar

import msgspec
import pytest

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.errors import NotFound
from shopwright.kernel.events import Event
from shopwright.kernel.ids import EventId
from shopwright.platform.db import Database, Transaction
from shopwright.platform.events import Subscribers, publish
from shopwright.platform.events.outbox import discard_dead_letter, list_dead_letters, retry_dead_letter

TELLER = Actor.system("test")
BROOM, LEDGER = "tests.on_cup_broken_sweep", "tests.on_cup_broken_write_off"


class CupBroken(Event, frozen=True):
    name: ClassVar[str] = "tests.cup_broken"
    number: int


class CupBrokenColoured(Event, frozen=True):
    """The same fact as a later release tells it."""

    name: ClassVar[str] = "tests.cup_broken"
    number: int
    colour: str = "white"


class Listeners:
    """Two subscribers that write down what they hear; each fails for as long as it is told to."""

    def __init__(self) -> None:
        self.subscribers = Subscribers()
        self.failing: set[str] = set()
        for name in (BROOM, LEDGER):
            self.subscribers.add(CupBroken, name, self._hearer(name))

    def _hearer(self, name: str) -> Callable[[Transaction, CupBroken], Awaitable[None]]:
        async def hear(tx: Transaction, event: CupBroken) -> None:
            await tx.connection.execute("INSERT INTO heard VALUES ($1, $2)", event.number, name)
            if name in self.failing:
                raise ZeroDivisionError(event.number)

        return hear


class Delivery(msgspec.Struct, frozen=True):
    """What the inbox says."""

    attempt_count: int
    is_delivered: bool
    is_dead: bool
    last_error: str


@pytest.fixture
async def listeners(database: Database) -> Listeners:
    async with database.reading() as reading:
        await reading.connection.execute("CREATE TABLE heard (number int, subscriber text)")
    made = Listeners()
    database.subscribers = made.subscribers.by_event
    return made


async def tell(database: Database, *numbers: int) -> list[EventId]:
    await database.transact(lambda tx: publish(tx, actor=TELLER, events=[CupBroken(number) for number in numbers]))
    async with database.reading() as reading:
        rows = await reading.connection.fetch("SELECT id FROM platform.event ORDER BY id DESC LIMIT $1", len(numbers))
    return [row[0] for row in reversed(rows)]


async def take_jobs(database: Database) -> list[bytes]:
    """The payloads of all jobs, which are taken from the queue, delayed ones too."""
    async with database.reading() as reading:
        rows = await reading.connection.fetch("DELETE FROM jobs.pgqueuer RETURNING id, payload")
    return [row[1] for row in sorted(rows, key=lambda row: int(row[0]))]


async def deliver_once(database: Database, listeners: Listeners) -> int:
    """Do all jobs that there are now, and none that they bring."""
    payloads = await take_jobs(database)
    for payload in payloads:
        await listeners.subscribers.deliver(database, payload)
    return len(payloads)


async def heard(database: Database) -> list[tuple[int, str]]:
    async with database.reading() as reading:
        rows = await reading.connection.fetch("SELECT number, subscriber FROM heard ORDER BY 1, 2")
    return [(row[0], row[1]) for row in rows]


async def delivery(database: Database, event_id: EventId, subscriber: str) -> Delivery | None:
    sql = """
        SELECT attempt_count, delivered_at IS NOT NULL, dead_since IS NOT NULL, last_error
        FROM platform.delivery WHERE event_id = $1 AND subscriber = $2
    """
    async with database.reading() as reading:
        row = await reading.connection.fetchrow(sql, event_id, subscriber)
    return None if row is None else Delivery(*row)


async def fail_to_death(database: Database, listeners: Listeners) -> EventId:
    """One event whose delivery to the broom was tried eight times."""
    listeners.failing = {BROOM}
    (event_id,) = await tell(database, 1)
    for _ in range(8):
        await deliver_once(database, listeners)
    return event_id


async def test_an_event_is_stored_with_its_teller_and_moment(
    database: Database, listeners: Listeners, clock: VirtualClock
) -> None:
    del listeners
    (event_id,) = await tell(database, 7)
    async with database.reading() as reading:
        row = await reading.connection.fetchrow("SELECT id, name, payload, actor, occurred_at FROM platform.event")
    assert row is not None
    assert (row[0], row[1], msgspec.json.decode(row[2]), row[4]) == (
        event_id,
        "tests.cup_broken",
        {"number": 7},
        clock.now(),
    )
    assert msgspec.json.decode(row[3], type=Actor) == TELLER


async def test_one_job_an_event_and_subscriber(database: Database, listeners: Listeners) -> None:
    del listeners
    first, second = await tell(database, 1, 2)
    payloads = [msgspec.json.decode(payload, type=tuple[int, str]) for payload in await take_jobs(database)]
    assert payloads == [(first, BROOM), (first, LEDGER), (second, BROOM), (second, LEDGER)]


async def test_news_of_a_transaction_that_rolled_back_were_never_told(database: Database, listeners: Listeners) -> None:
    async def change_the_mind(tx: Transaction) -> None:
        await publish(tx, actor=TELLER, events=[CupBroken(1)])
        raise NotFound

    with pytest.raises(NotFound):
        await database.transact(change_the_mind)
    assert await deliver_once(database, listeners) == 0
    async with database.reading() as reading:
        assert await reading.connection.fetchval("SELECT count(*) FROM platform.event") == 0


async def test_an_event_that_nobody_hears_is_kept_and_brings_no_job(database: Database) -> None:
    await tell(database, 1)
    assert await take_jobs(database) == []


async def test_each_subscriber_hears_it(database: Database, listeners: Listeners) -> None:
    await tell(database, 1, 2)
    assert await deliver_once(database, listeners) == 4
    assert await heard(database) == [(1, BROOM), (1, LEDGER), (2, BROOM), (2, LEDGER)]
    assert await take_jobs(database) == []


async def test_a_job_that_comes_before_its_event_does_not_count_as_having_heard_it(
    database: Database, listeners: Listeners
) -> None:
    (earlier,) = await tell(database, 1)
    await take_jobs(database)
    await listeners.subscribers.deliver(database, msgspec.json.encode((earlier + 1, BROOM)))
    assert await tell(database, 2) == [earlier + 1]
    assert await deliver_once(database, listeners) == 2
    assert await heard(database) == [(2, BROOM), (2, LEDGER)]


@pytest.mark.parametrize("count", [2, 50])
async def test_what_is_delivered_many_times_at_once_is_heard_once(
    database: Database, listeners: Listeners, count: int
) -> None:
    (event_id,) = await tell(database, 1)
    payload = (await take_jobs(database))[0]
    await asyncio.gather(*(listeners.subscribers.deliver(database, payload) for _ in range(count)))
    await listeners.subscribers.deliver(database, payload)
    assert await heard(database) == [(1, BROOM)]
    assert await delivery(database, event_id, BROOM) == Delivery(1, is_delivered=True, is_dead=False, last_error="")


async def test_a_failing_subscriber_is_rolled_back_recorded_and_blocks_nobody(
    database: Database, listeners: Listeners
) -> None:
    listeners.failing = {BROOM}
    (event_id,) = await tell(database, 1)
    await deliver_once(database, listeners)
    assert await heard(database) == [(1, LEDGER)]
    assert await delivery(database, event_id, BROOM) == Delivery(
        1, is_delivered=False, is_dead=False, last_error="ZeroDivisionError(1)"
    )
    listeners.failing = set()
    assert await deliver_once(database, listeners) == 1
    assert await heard(database) == [(1, BROOM), (1, LEDGER)]
    told = await delivery(database, event_id, BROOM)
    assert told is not None
    assert (told.attempt_count, told.is_delivered) == (2, True)


async def test_the_delays_grow(database: Database, listeners: Listeners) -> None:
    listeners.failing = {BROOM}
    await tell(database, 1)
    delays: list[timedelta] = []
    await deliver_once(database, listeners)
    for _ in range(6):
        async with database.reading() as reading:
            delays.append(await reading.connection.fetchval("SELECT execute_after - created FROM jobs.pgqueuer"))
        await deliver_once(database, listeners)
    assert delays == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16, 32, 64)]


async def test_after_the_eighth_failure_it_is_a_dead_letter_and_rests(
    database: Database, listeners: Listeners, clock: VirtualClock
) -> None:
    event_id = await fail_to_death(database, listeners)
    assert await take_jobs(database) == []
    async with database.reading() as reading:
        (letter,) = await list_dead_letters(reading)
    assert (letter.event_id, letter.subscriber, letter.name) == (event_id, BROOM, "tests.cup_broken")
    assert (letter.attempt_count, letter.last_error) == (8, "ZeroDivisionError(1)")
    assert letter.dead_since == clock.now()
    listeners.failing = set()
    await listeners.subscribers.deliver(database, msgspec.json.encode((event_id, BROOM)))
    assert await heard(database) == [(1, LEDGER)], "a job left over does not wake it: a person decides"


async def test_many_jobs_of_one_delivery_use_up_its_attempts_and_no_more(
    database: Database, listeners: Listeners
) -> None:
    listeners.failing = {BROOM}
    (event_id,) = await tell(database, 1)
    payload = (await take_jobs(database))[0]
    await asyncio.gather(*(listeners.subscribers.deliver(database, payload) for _ in range(20)))
    while await deliver_once(database, listeners):
        pass
    assert await delivery(database, event_id, BROOM) == Delivery(
        8, is_delivered=False, is_dead=True, last_error="ZeroDivisionError(1)"
    )


async def test_a_dead_letter_is_delivered_again_when_a_person_says_so(database: Database, listeners: Listeners) -> None:
    event_id = await fail_to_death(database, listeners)
    listeners.failing = set()
    await database.transact(lambda tx: retry_dead_letter(tx, event_id=event_id, subscriber=BROOM))
    assert await deliver_once(database, listeners) == 1
    assert await heard(database) == [(1, BROOM), (1, LEDGER)]
    async with database.reading() as reading:
        assert await list_dead_letters(reading) == []


async def test_a_revived_letter_has_all_its_attempts_again(database: Database, listeners: Listeners) -> None:
    event_id = await fail_to_death(database, listeners)
    await database.transact(lambda tx: retry_dead_letter(tx, event_id=event_id, subscriber=BROOM))
    rounds = 0
    while await deliver_once(database, listeners):
        rounds += 1
    assert rounds == 8
    told = await delivery(database, event_id, BROOM)
    assert told is not None
    assert (told.attempt_count, told.is_dead) == (8, True)


async def test_a_discarded_letter_is_never_delivered(database: Database, listeners: Listeners) -> None:
    event_id = await fail_to_death(database, listeners)
    await database.transact(lambda tx: discard_dead_letter(tx, event_id=event_id, subscriber=BROOM))
    listeners.failing = set()
    await listeners.subscribers.deliver(database, msgspec.json.encode((event_id, BROOM)))
    assert await heard(database) == [(1, LEDGER)]
    async with database.reading() as reading:
        assert await list_dead_letters(reading) == []
    with pytest.raises(NotFound):
        await database.transact(lambda tx: retry_dead_letter(tx, event_id=event_id, subscriber=BROOM))


@pytest.mark.parametrize("settle", [retry_dead_letter, discard_dead_letter])
async def test_what_is_not_dead_can_be_neither_revived_nor_discarded(
    database: Database, listeners: Listeners, settle: Callable[..., Awaitable[None]]
) -> None:
    (event_id,) = await tell(database, 1)
    await deliver_once(database, listeners)
    with pytest.raises(NotFound):
        await database.transact(lambda tx: settle(tx, event_id=event_id, subscriber=BROOM))
    assert await take_jobs(database) == []


async def test_a_subscriber_that_a_later_release_removed_is_a_recorded_failure(
    database: Database, listeners: Listeners
) -> None:
    (event_id,) = await tell(database, 1)
    await take_jobs(database)
    payload = msgspec.json.encode((event_id, "tests.on_nothing_any_more"))
    await listeners.subscribers.deliver(database, payload)
    rounds = 1
    while await deliver_once(database, listeners):
        rounds += 1
    assert rounds == 8
    async with database.reading() as reading:
        (letter,) = await list_dead_letters(reading)
    assert (letter.subscriber, letter.last_error) == (
        "tests.on_nothing_any_more",
        "LookupError('no subscriber is called tests.on_nothing_any_more')",
    )


async def test_an_event_told_before_a_field_was_added_still_decodes(database: Database, listeners: Listeners) -> None:
    heard_colours: list[str] = []

    async def hear(_tx: Transaction, event: CupBrokenColoured) -> None:
        heard_colours.append(event.colour)

    await tell(database, 1)
    payloads = await take_jobs(database)
    listeners.subscribers = Subscribers()
    listeners.subscribers.add(CupBrokenColoured, BROOM, hear)
    await listeners.subscribers.deliver(database, payloads[0])
    assert heard_colours == ["white"]


def test_two_subscribers_of_one_name_are_refused() -> None:
    async def hear(_tx: Transaction, _event: CupBroken) -> None: ...

    subscribers = Subscribers()
    subscribers.add(CupBroken, BROOM, hear)
    with pytest.raises(ValueError, match="a second subscriber is called"):
        subscribers.add(CupBroken, BROOM, hear)


async def test_a_delivery_has_one_moment_of_its_own(
    database: Database, listeners: Listeners, clock: VirtualClock
) -> None:
    moments: list[datetime] = []

    async def hear(tx: Transaction, _event: CupBroken) -> None:
        clock.advance(timedelta(minutes=1))
        moments.append(tx.at)

    (event_id,) = await tell(database, 1)
    later = clock.advance(timedelta(hours=1))
    listeners.subscribers = Subscribers()
    listeners.subscribers.add(CupBroken, BROOM, hear)
    await listeners.subscribers.deliver(database, msgspec.json.encode((event_id, BROOM)))
    async with database.reading() as reading:
        delivered_at = await reading.connection.fetchval("SELECT delivered_at FROM platform.delivery")
    assert (moments, delivered_at) == ([later], later)
