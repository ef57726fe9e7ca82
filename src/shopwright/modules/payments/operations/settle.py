"""What a provider said becomes a fact of ours, once, whoever brought it: a notice, an answer or a question."""

import structlog

from shopwright.kernel.actor import Actor
from shopwright.modules.payments import rules, store
from shopwright.modules.payments.contracts import IntentStatus, ProviderRefundState, ProviderState, RefundStatus
from shopwright.modules.payments.events import PaymentCaptured
from shopwright.modules.payments.rules import Intent, Outcome, RefundPart
from shopwright.modules.payments.store import IntentKey, RefundKey
from shopwright.platform.db import Transaction
from shopwright.platform.db.live import look_again
from shopwright.platform.events import publish

log = structlog.get_logger(__name__)
_ENDS = {Outcome.FAILED: IntentStatus.FAILED, Outcome.CLOSED: IntentStatus.CLOSED}


async def settle_payment(tx: Transaction, *, actor: Actor, key: IntentKey, state: ProviderState) -> Outcome:
    """Apply a provider's state of a payment to its intent. Repeated, late or contrary news changes nothing."""
    intents = await store.lock_order_intents(tx, customer_id=key.customer_id, order_id=key.order_id)
    intent = next(intent for intent in intents if intent.id == key.id)
    outcome = rules.judge_payment(intent, state, at=tx.at)
    if outcome is Outcome.CAPTURED:
        await _capture(tx, actor=actor, intent=intent, state=state)
    elif outcome in _ENDS:
        await store.end_intent(tx, customer_id=intent.customer_id, intent_id=intent.id, status=_ENDS[outcome], at=tx.at)
    if outcome is Outcome.CAPTURED or outcome in _ENDS:
        look_again(tx, customer_id=intent.customer_id)
    _raise_alarm(outcome, reference=intent.reference, told=state.amount)
    return outcome


async def settle_refund(tx: Transaction, *, actor: Actor, key: RefundKey, state: ProviderRefundState) -> Outcome:
    """Apply a provider's state of a refund to it, and tell how its request ended once all parts of it have."""
    await store.lock_order_intents(tx, customer_id=key.customer_id, order_id=key.order_id)
    parts = await store.lock_refund_parts(tx, customer_id=key.customer_id, order_id=key.order_id, refund_id=key.id)
    part = next(part for part in parts if part.id == key.id)
    outcome = rules.judge_refund(part, state)
    if outcome in {Outcome.REFUNDED, Outcome.REFUND_FAILED}:
        await _end_refund(tx, part=part, state=state, outcome=outcome)
        parts = await store.lock_refund_parts(tx, customer_id=key.customer_id, order_id=key.order_id, refund_id=key.id)
        await publish(tx, actor=actor, events=rules.refund_news(parts))
    elif outcome is Outcome.NOTHING_NEW and part.is_undecided and state.provider_ref:
        await store.write_refund_under_way(
            tx,
            customer_id=part.customer_id,
            refund_id=part.id,
            status=RefundStatus.REQUESTED,
            provider_ref=state.provider_ref,
        )
    _raise_alarm(outcome, reference=part.reference, told=state.amount)
    return outcome


async def _capture(tx: Transaction, *, actor: Actor, intent: Intent, state: ProviderState) -> None:
    await store.capture_intent(
        tx, customer_id=intent.customer_id, intent_id=intent.id, provider_ref=state.provider_ref, at=tx.at
    )
    await store.insert_capture(
        tx,
        customer_id=intent.customer_id,
        intent_id=intent.id,
        order_id=intent.order_id,
        amount=intent.amount,
        provider_ref=state.provider_ref,
        paid_at=state.paid_at,
        at=tx.at,
    )
    told = PaymentCaptured(intent.customer_id, intent.order_id, intent.id, intent.amount.minor, intent.amount.currency)
    await publish(tx, actor=actor, events=[told])


async def _end_refund(tx: Transaction, *, part: RefundPart, state: ProviderRefundState, outcome: Outcome) -> None:
    status = RefundStatus.SUCCEEDED if outcome is Outcome.REFUNDED else RefundStatus.FAILED
    await store.end_refund(
        tx,
        customer_id=part.customer_id,
        refund_id=part.id,
        status=status,
        failure=state.failure,
        provider_ref=state.provider_ref or None,
        at=tx.at,
    )
    if status is RefundStatus.FAILED:
        await store.give_reservation_back(
            tx, customer_id=part.customer_id, intent_id=part.intent_id, minor=part.amount.minor
        )


def _raise_alarm(outcome: Outcome, *, reference: str, told: object) -> None:
    if outcome in rules.ALARMING:
        log.error("provider_news_do_not_fit", outcome=outcome, reference=reference, told=repr(told))
