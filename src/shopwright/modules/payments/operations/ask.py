"""Ask providers what became of payments that they have not told of. Every question is asked outside a transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, IntentId, OrderId
from shopwright.modules.payments import queries, rules, store
from shopwright.modules.payments.contracts import AnswerUnknown, CallRefused, Channels, IntentStatus
from shopwright.modules.payments.errors import ChannelUnknown
from shopwright.modules.payments.operations.settle import settle_payment
from shopwright.modules.payments.rules import Intent, Outcome
from shopwright.modules.payments.store import IntentKey
from shopwright.platform.db import Database, Transaction

DUE_COUNT_MAX = 50
AT_ONCE_MAX = 8
ASKER = Actor.system("payments.ask")
Item = TypeVar("Item")
log = structlog.get_logger(__name__)


async def query_due(database: Database, channels: Channels) -> None:
    """Ask about every intent whose time to be asked has come, a bounded number a round.

    Each is claimed by moving its time on, so that two rounds at once ask about different ones and a provider that is
    down is left in peace for growing whiles. A day past its expiry an intent of which nothing was heard is closed.
    """
    due = await database.transact(_claim_due)
    await at_most_at_once(lambda intent: _ask_or_give_up(database, channels, intent), due)


async def check_payments(database: Database, channels: Channels, *, customer_id: CustomerId, order_id: OrderId) -> bool:
    """Ask now about the undecided payments of one order: for a shopper who comes back from the pay page.

    Says whether every provider has answered, so that what is undecided still is known to have brought no money yet.
    """
    async with database.reading() as reading:
        intents = await queries.list_undecided_intents(reading, customer_id=customer_id, order_id=order_id)
    answered: list[IntentId] = []

    async def ask_one(intent: Intent) -> None:
        if await _hear(database, channels, intent) is not None:
            answered.append(intent.id)

    await at_most_at_once(ask_one, intents)
    return len(answered) == len(intents)


async def close_now(database: Database, channels: Channels, *, customer_id: CustomerId, intent_id: IntentId) -> None:
    """Have the provider close an intent that is to be closed. What it cannot do now, the sweep does soon."""
    async with database.reading() as reading:
        intent = await queries.get_intent(reading, customer_id=customer_id, intent_id=intent_id)
    if intent.is_undecided and intent.close_requested_at is not None:
        await ask(database, channels, intent)


async def ask(database: Database, channels: Channels, intent: Intent) -> Outcome:
    """Ask the provider what became of an intent, or to close it where that is wanted, and settle what it says.

    A provider that does not answer or does not exist any more leaves everything as it is.
    """
    return await _hear(database, channels, intent) or Outcome.NOTHING_NEW


async def _hear(database: Database, channels: Channels, intent: Intent) -> Outcome | None:
    """The same, where it matters whether the provider answered: None when it did not."""
    try:
        channel = channels.get(intent.channel)
        call = channel.query if intent.close_requested_at is None else channel.close
        state = await call(reference=intent.reference)
    except (AnswerUnknown, CallRefused, ChannelUnknown) as error:
        log.warning("provider_was_asked_in_vain", reference=intent.reference, error=repr(error))
        return None
    key = IntentKey(intent.customer_id, intent.order_id, intent.id)
    return await database.transact(lambda tx: settle_payment(tx, actor=ASKER, key=key, state=state))


async def at_most_at_once(act: Callable[[Item], Awaitable[object]], items: Sequence[Item]) -> None:
    """Do `act` for every item, a few at a time. One that fails is logged and hurts no other."""
    gate = asyncio.Semaphore(AT_ONCE_MAX)

    async def do(item: Item) -> None:
        async with gate:
            await act(item)

    outcomes = await asyncio.gather(*map(do, items), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            log.error("asking_failed", error=repr(outcome))
        elif isinstance(outcome, BaseException):
            raise outcome


async def _claim_due(tx: Transaction) -> list[Intent]:
    due = await store.list_due_intents(tx, at=tx.at, count_max=DUE_COUNT_MAX)
    claimed = await store.claim_intents(
        tx,
        customer_ids=[intent.customer_id for intent in due],
        intent_ids=[intent.id for intent in due],
        counts=[intent.query_count for intent in due],
        moments=[tx.at + rules.query_delay(intent.query_count + 1) for intent in due],
    )
    return [intent for intent in due if intent.id in set(claimed)]


async def _ask_or_give_up(database: Database, channels: Channels, intent: Intent) -> None:
    outcome = await ask(database, channels, intent)
    if outcome in {Outcome.CAPTURED, Outcome.FAILED, Outcome.CLOSED}:
        return
    if rules.is_hopeless(intent, at=database.clock.now()):
        log.error("payment_was_given_up", reference=intent.reference, outcome=outcome)
        await database.transact(lambda tx: _give_up(tx, intent))


async def _give_up(tx: Transaction, intent: Intent) -> None:
    await store.lock_order_intents(tx, customer_id=intent.customer_id, order_id=intent.order_id)
    await store.end_intent(
        tx, customer_id=intent.customer_id, intent_id=intent.id, status=IntentStatus.CLOSED, at=tx.at
    )
