"""How news travels up: told in the teller's transaction, heard once by each subscriber in one of its own."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import msgspec
import structlog

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import NotFound
from shopwright.kernel.events import Event
from shopwright.kernel.ids import EventId
from shopwright.kernel.page import Page, Place, read_place
from shopwright.platform.db import Database, Reading, Transaction
from shopwright.platform.events import store
from shopwright.platform.events.store import DeadLetter
from shopwright.platform.jobs.queue import Job, enqueue

ENTRYPOINT = "deliver"
ATTEMPT_COUNT_MAX = 8
DEAD_LETTER_PAGE = 100
ERROR_LENGTH_MAX = 2_000
SUBSCRIBER_LENGTH_MAX = 200
Heard = TypeVar("Heard", bound=Event)
Hear = Callable[[Transaction, Heard], Awaitable[None]]
log = structlog.get_logger(__name__)


async def publish(tx: Transaction, *, actor: Actor, events: Sequence[Event]) -> None:
    """Tell facts: their rows and one delivery job per subscriber are inserted with the caller's transaction."""
    if not events:
        return
    ids = await store.insert_events(
        tx, names=[event.name for event in events], payloads=list(events), actor=actor, at=tx.at
    )
    subscribers = tx.database.subscribers
    await enqueue(
        tx,
        jobs=[
            _delivery_job(event_id, subscriber)
            for event_id, event in zip(ids, events, strict=True)
            for subscriber in subscribers.get(event.name, ())
        ],
    )


class Subscribers:
    """Who hears what. Filled once by `bootstrap`; the names are stable, since they stand in the inbox."""

    def __init__(self) -> None:
        self._hearers: dict[str, tuple[type[Event], Hear[Any]]] = {}
        self.by_event: dict[str, list[str]] = {}

    def add(self, kind: type[Heard], name: str, hear: Hear[Heard]) -> None:
        """Let `hear` be called for every event of `kind`, under the stable `name` such as `orders.on_captured`."""
        if name in self._hearers:
            raise ValueError(f"a second subscriber is called {name}")
        self._hearers[name] = (kind, hear)
        self.by_event.setdefault(kind.name, []).append(name)

    async def deliver(self, database: Database, payload: bytes) -> None:
        """Deliver one event to one subscriber, once, in one transaction; `payload` is the job's.

        A failure is recorded and tried again with growing delays; after the last attempt it rests as a dead letter.
        Other subscribers and other events never wait for it.
        """
        event_id, subscriber = msgspec.json.decode(payload, type=tuple[EventId, str])
        try:
            await database.transact(lambda tx: self._hear(tx, event_id, subscriber))
        except Exception as error:  # noqa: BLE001 - a failing subscriber blocks nobody; it is recorded and retried.
            told = repr(error)[:ERROR_LENGTH_MAX]
            log.warning("delivery_failed", event_id=event_id, subscriber=subscriber, error=told)
            await database.transact(lambda tx: _record_failure(tx, event_id, subscriber, told))

    async def _hear(self, tx: Transaction, event_id: EventId, subscriber: str) -> None:
        # First the event, then the claim: what cannot be told must not be recorded as heard.
        stored = await store.find_event(tx, event_id=event_id)
        if stored is None:
            log.warning("delivery_of_no_event", event_id=event_id, subscriber=subscriber)
            return
        if subscriber not in self._hearers:
            raise LookupError(f"no subscriber is called {subscriber}")
        if await store.claim_delivery(tx, event_id=event_id, subscriber=subscriber, at=tx.at) == 0:
            return
        kind, hear = self._hearers[subscriber]
        await hear(tx, msgspec.json.decode(stored.payload, type=kind))


async def retry_dead_letter(tx: Transaction, *, event_id: EventId, subscriber: str) -> None:
    """Deliver a dead letter once more, with all its attempts again."""
    if await store.revive_delivery(tx, event_id=event_id, subscriber=subscriber) == 0:
        raise NotFound
    await enqueue(tx, jobs=[_delivery_job(event_id, subscriber)])


async def discard_dead_letter(tx: Transaction, *, event_id: EventId, subscriber: str) -> None:
    """Put a dead letter aside for good; its record stays."""
    if await store.discard_delivery(tx, event_id=event_id, subscriber=subscriber, at=tx.at) == 0:
        raise NotFound


async def list_dead_letters(reading: Reading) -> list[DeadLetter]:
    """The newest dead letters, at most a page of them."""
    return list((await page_dead_letters(reading, limit=DEAD_LETTER_PAGE)).items)


async def page_dead_letters(reading: Reading, *, after: str | None = None, limit: int = 50) -> Page[DeadLetter]:
    """Dead letters, those that died last first, at most 100 a page."""
    limit = max(1, min(limit, DEAD_LETTER_PAGE))
    text, _slash, subscriber = (after or "").partition("/")
    place = read_place(text)
    found = await store.list_dead_letters(
        reading,
        dead_since=place.moment,
        event_id=EventId(place.id),
        subscriber=subscriber[:SUBSCRIBER_LENGTH_MAX],
        count_max=limit + 1,
    )
    if len(found) <= limit:
        return Page(tuple(found))
    last = found[limit - 1]
    return Page(tuple(found[:limit]), f"{Place(last.dead_since, last.event_id).key()}/{last.subscriber}")


async def get_dead_letter(reading: Reading, *, event_id: EventId, subscriber: str) -> DeadLetter:
    """One dead letter. Raises NotFound."""
    letter = await store.find_dead_letter(reading, event_id=event_id, subscriber=subscriber)
    if letter is None:
        raise NotFound
    return letter


async def count_dead_letters(reading: Reading, *, count_max: int) -> int:
    """How many dead letters there are, at most `count_max`."""
    return await store.count_dead_letters(reading, count_max=count_max)


def _delivery_job(event_id: EventId, subscriber: str, *, delay: timedelta = timedelta(0)) -> Job:
    return Job(entrypoint=ENTRYPOINT, payload=msgspec.json.encode((event_id, subscriber)), delay=delay)


async def _record_failure(tx: Transaction, event_id: EventId, subscriber: str, error: str) -> None:
    attempt_count = await store.record_failure(
        tx,
        event_id=event_id,
        subscriber=subscriber,
        error=error,
        attempt_count_max=ATTEMPT_COUNT_MAX,
        at=tx.at,
    )
    if attempt_count is not None and attempt_count < ATTEMPT_COUNT_MAX:
        delay = timedelta(seconds=min(2**attempt_count, 300))
        await enqueue(tx, jobs=[_delivery_job(event_id, subscriber, delay=delay)])
