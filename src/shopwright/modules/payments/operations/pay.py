"""Open a pay page: prepare in a transaction, call the provider outside any, record in another."""

import secrets
from datetime import datetime

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, OrderId
from shopwright.kernel.money import Money
from shopwright.modules.payments import queries, rules, store
from shopwright.modules.payments.contracts import (
    AnswerUnknown,
    CallRefused,
    Channels,
    Created,
    IntentStatus,
    PaymentChannel,
    PayPage,
    ProviderStatus,
)
from shopwright.modules.payments.errors import (
    AlreadyPaid,
    NothingToPay,
    PaymentEnded,
    ProviderRefused,
    ProviderSilent,
    TooManyPayments,
)
from shopwright.modules.payments.operations.ask import ask
from shopwright.modules.payments.operations.close import request_closing
from shopwright.modules.payments.rules import Intent, Outcome
from shopwright.platform.db import Database, Transaction

REFERENCE_COUNT = 10**24
PAGES_OPENED_MAX = 3


class _Wish(msgspec.Struct, frozen=True):
    """What is to be paid, and how the page is to look."""

    actor: Actor
    customer_id: CustomerId
    order_id: OrderId
    amount: Money
    channel: str
    return_url: str
    language: str
    description: str
    expires_at: datetime | None


async def pay(
    database: Database,
    channels: Channels,
    *,
    actor: Actor,
    customer_id: CustomerId,
    order_id: OrderId,
    amount: Money,
    channel: str,
    return_url: str,
    language: str,
    description: str = "",
    expires_at: datetime | None = None,
) -> PayPage:
    """Open a page on which `amount` of an order is paid through `channel`; a second click comes back to the same page.

    A page that has ended is followed by a new one with a new reference. `description` (at most 127 characters) is what
    the provider shows, by default its reference; the page lives until `expires_at`, by default half an hour. The caller
    has checked that the order is the customer's and waits for money. Refused: nothing to pay, paid already, and a
    provider that is silent (try again: it is the same payment) or refuses.
    """
    provider = channels.get(channel)
    if amount.minor <= 0:
        raise NothingToPay
    wish = _Wish(actor, customer_id, order_id, amount, channel, return_url, language, description[:127], expires_at)
    for _ in range(PAGES_OPENED_MAX):
        page = await _open(database, channels, provider, wish)
        if page is not None:
            return page
    raise PaymentEnded


async def _open(database: Database, channels: Channels, provider: PaymentChannel, wish: _Wish) -> PayPage | None:
    """The page of the open attempt, or None where that attempt turned out to have ended and another may follow."""
    intent = await database.transact(lambda tx: _prepare(tx, wish))
    if intent.pay_url is not None:
        # A page that was opened before may have ended without our hearing of it.
        still_waits = await ask(database, channels, intent) is Outcome.NOTHING_NEW
        return PayPage(intent.id, intent.pay_url) if still_waits else None
    created = await _create(database, provider, intent, wish)
    now = await database.transact(lambda tx: _record(tx, intent, created))
    if created.status is ProviderStatus.PENDING and now.is_undecided and now.close_requested_at is None:
        return PayPage(intent.id, created.pay_url)
    await ask(database, channels, now)
    if now.close_requested_at is not None:
        # The order was cancelled while its page was being opened: nothing is opened in its place.
        raise PaymentEnded
    return None


async def _prepare(tx: Transaction, wish: _Wish) -> Intent:
    """The open attempt for this wish, found or made. Attempts that it supersedes are closed."""
    intents = await store.lock_order_intents(tx, customer_id=wish.customer_id, order_id=wish.order_id)
    if rules.is_paid(intents, wish.amount):
        raise AlreadyPaid
    known = rules.find_usable(intents, channel=wish.channel, amount=wish.amount, at=tx.at)
    if known is not None:
        if known.pay_url is None:
            await store.write_called(tx, customer_id=known.customer_id, intent_id=known.id, at=tx.at)
        return known
    if len(intents) >= rules.INTENT_COUNT_MAX:
        raise TooManyPayments
    await request_closing(tx, actor=wish.actor, intents=rules.list_superseded(intents, channel=wish.channel))
    await store.insert_intent(
        tx,
        customer_id=wish.customer_id,
        order_id=wish.order_id,
        channel=wish.channel,
        amount=wish.amount,
        reference=f"P{secrets.randbelow(REFERENCE_COUNT):024d}",
        at=tx.at,
        expires_at=rules.pay_page_expiry(wish.expires_at, at=tx.at),
        query_after=tx.at + rules.query_delay(0),
        actor=wish.actor,
    )
    # Whoever clicked first has inserted it; the other waited for that row and now finds it.
    intents = await store.lock_order_intents(tx, customer_id=wish.customer_id, order_id=wish.order_id)
    made = rules.find_usable(intents, channel=wish.channel, amount=wish.amount, at=tx.at)
    if made is None:
        raise PaymentEnded
    return made


async def _create(database: Database, provider: PaymentChannel, intent: Intent, wish: _Wish) -> Created:
    try:
        return await provider.create(
            reference=intent.reference,
            amount=intent.amount,
            description=wish.description or intent.reference,
            return_url=wish.return_url,
            expires_in_seconds=round((intent.expires_at - database.clock.now()).total_seconds()),
            language=wish.language,
        )
    except AnswerUnknown as unknown:
        await database.transact(lambda tx: _record(tx, intent, None))
        raise ProviderSilent from unknown
    except CallRefused as refused:
        await database.transact(lambda tx: _fail(tx, intent))
        raise ProviderRefused from refused


async def _record(tx: Transaction, intent: Intent, created: Created | None) -> Intent:
    await store.lock_order_intents(tx, customer_id=intent.customer_id, order_id=intent.order_id)
    await store.write_created(
        tx,
        customer_id=intent.customer_id,
        intent_id=intent.id,
        provider_ref=None if created is None else created.provider_ref,
        pay_url=None if created is None else created.pay_url,
    )
    return await queries.get_intent(tx, customer_id=intent.customer_id, intent_id=intent.id)


async def _fail(tx: Transaction, intent: Intent) -> None:
    await store.lock_order_intents(tx, customer_id=intent.customer_id, order_id=intent.order_id)
    await store.end_intent(
        tx, customer_id=intent.customer_id, intent_id=intent.id, status=IntentStatus.FAILED, at=tx.at
    )
