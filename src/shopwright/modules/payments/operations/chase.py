"""Have refunds made by the provider and learn how they ended. Every call is made outside a transaction."""

import structlog

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, RefundId
from shopwright.modules.payments import queries, rules, store
from shopwright.modules.payments.contracts import (
    AnswerUnknown,
    CallRefused,
    Channels,
    PaymentChannel,
    ProviderRefundState,
    ProviderStatus,
    RefundStatus,
)
from shopwright.modules.payments.errors import ChannelUnknown
from shopwright.modules.payments.operations.ask import at_most_at_once
from shopwright.modules.payments.operations.settle import settle_refund
from shopwright.modules.payments.rules import RefundPart
from shopwright.modules.payments.store import RefundKey
from shopwright.platform.db import Database, Transaction

DUE_COUNT_MAX = 50
CHASER = Actor.system("payments.chase")
log = structlog.get_logger(__name__)


async def send_refund(database: Database, channels: Channels, *, customer_id: CustomerId, refund_id: RefundId) -> None:
    """Have the provider make a refund that was requested. Safe twice; what fails now the sweep does soon."""
    async with database.reading() as reading:
        part = await queries.get_refund_part(reading, customer_id=customer_id, refund_id=refund_id)
    if part.is_undecided:
        await _chase(database, channels, part)


async def query_refunds(database: Database, channels: Channels) -> None:
    """Chase every refund whose end is not known and whose time to be asked has come, a bounded number a round."""
    due = await database.transact(_claim_due)
    await at_most_at_once(lambda part: _chase(database, channels, part), due)


async def _chase(database: Database, channels: Channels, part: RefundPart) -> None:
    async with database.reading() as reading:
        intent = await queries.get_intent(reading, customer_id=part.customer_id, intent_id=part.intent_id)
    try:
        state = await _ask_or_send(channels.get(intent.channel), part, payment_reference=intent.reference)
    except (AnswerUnknown, CallRefused, ChannelUnknown) as error:
        log.warning("refund_answer_unknown", reference=part.reference, error=repr(error))
        await database.transact(lambda tx: _mark_unknown(tx, part))
        return
    key = RefundKey(part.customer_id, part.order_id, part.id)
    await database.transact(lambda tx: settle_refund(tx, actor=CHASER, key=key, state=state))


async def _ask_or_send(channel: PaymentChannel, part: RefundPart, *, payment_reference: str) -> ProviderRefundState:
    """Ask first where the provider may know the refund already; send it, under its one reference, where it does not."""
    if part.status is RefundStatus.UNKNOWN or part.provider_ref is not None:
        state = await channel.query_refund(reference=part.reference)
        if state.status is not ProviderStatus.ABSENT:
            return state
    return await channel.refund(
        reference=part.reference, payment_reference=payment_reference, amount=part.amount, reason=part.reason
    )


async def _mark_unknown(tx: Transaction, part: RefundPart) -> None:
    await store.lock_order_intents(tx, customer_id=part.customer_id, order_id=part.order_id)
    await store.write_refund_under_way(
        tx, customer_id=part.customer_id, refund_id=part.id, status=RefundStatus.UNKNOWN, provider_ref=None
    )


async def _claim_due(tx: Transaction) -> list[RefundPart]:
    due = await store.list_due_refunds(tx, at=tx.at, count_max=DUE_COUNT_MAX)
    claimed = await store.claim_refunds(
        tx,
        customer_ids=[part.customer_id for part in due],
        refund_ids=[part.id for part in due],
        counts=[part.query_count for part in due],
        moments=[tx.at + rules.query_delay(part.query_count + 1) for part in due],
    )
    return [part for part in due if part.id in set(claimed)]
