"""What payments tells when asked. Every list is bounded."""

from shopwright.kernel.ids import CustomerId, IntentId, OrderId, RefundId
from shopwright.modules.payments.contracts import Attempt, Misfit, Payment, Refund
from shopwright.modules.payments.rules import ALARMING, Intent, RefundPart
from shopwright.modules.payments.store import IntentKey, RefundKey
from shopwright.platform.db import Reading, statement

MISFIT_COUNT_MAX = 20


async def list_misfits(reading: Reading) -> list[Misfit]:
    """The newest notices that did not fit, 20 at most."""
    outcomes = sorted(str(outcome) for outcome in ALARMING)
    return await list_notices_with(reading, outcomes=outcomes, count_max=MISFIT_COUNT_MAX)


@statement(
    """
    SELECT channel, event_id, kind, outcome, received_at FROM payments.provider_event
    WHERE outcome = ANY (:outcomes) ORDER BY received_at DESC LIMIT :count_max
    """
)
async def list_notices_with(reading: Reading, *, outcomes: list[str], count_max: int) -> list[Misfit]:
    """The newest notices of these outcomes."""


@statement(
    """
    SELECT id AS intent_id, order_id, channel, amount_minor, amount_currency, status, reference, provider_ref,
           captured_minor, refunded_minor, created_at, expires_at, captured_at, closed_at
    FROM payments.intent WHERE customer_id = :customer_id AND order_id = :order_id
    ORDER BY id DESC LIMIT 100
    """
)
async def list_payments(reading: Reading, *, customer_id: CustomerId, order_id: OrderId) -> list[Payment]:
    """The attempts to pay an order, newest first; there are never more than 50 of them."""


@statement(
    """
    SELECT channel, status FROM payments.intent WHERE customer_id = :customer_id AND order_id = :order_id
    ORDER BY (status = 'captured') DESC, id DESC LIMIT 1
    """
)
async def find_attempt(reading: Reading, *, customer_id: CustomerId, order_id: OrderId) -> Attempt | None:
    """How paying an order stands as far as we have heard; None where nobody has tried."""


@statement(
    """
    SELECT request_id AS refund_id, intent_id, amount_minor, amount_currency, reason, status, failure, reference,
           requested_at, settled_at
    FROM payments.refund WHERE customer_id = :customer_id AND order_id = :order_id
    ORDER BY id DESC LIMIT 200
    """
)
async def list_refunds(reading: Reading, *, customer_id: CustomerId, order_id: OrderId) -> list[Refund]:
    """The newest refunds of an order, each part of a request by itself."""


@statement(
    """
    SELECT customer_id, id, order_id, channel, amount_minor, amount_currency, status, reference, pay_url,
           captured_minor, refunded_minor, called_at, expires_at, close_requested_at, query_count
    FROM payments.intent WHERE customer_id = :customer_id AND id = :intent_id
    """
)
async def get_intent(reading: Reading, *, customer_id: CustomerId, intent_id: IntentId) -> Intent:
    """One intent as it stands now."""


@statement(
    """
    SELECT customer_id, id, order_id, channel, amount_minor, amount_currency, status, reference, pay_url,
           captured_minor, refunded_minor, called_at, expires_at, close_requested_at, query_count
    FROM payments.intent
    WHERE customer_id = :customer_id AND order_id = :order_id AND status IN ('open', 'pending')
    ORDER BY id LIMIT 50
    """
)
async def list_undecided_intents(reading: Reading, *, customer_id: CustomerId, order_id: OrderId) -> list[Intent]:
    """The attempts to pay an order of which the provider has not yet said how they ended."""


@statement(
    """
    SELECT customer_id, id, request_id, order_id, intent_id, amount_minor, amount_currency, reason, status, reference,
           provider_ref, query_count
    FROM payments.refund WHERE customer_id = :customer_id AND id = :refund_id
    """
)
async def get_refund_part(reading: Reading, *, customer_id: CustomerId, refund_id: RefundId) -> RefundPart:
    """One part of a refund as it stands now."""


@statement(
    """
    SELECT customer_id, order_id, id FROM payments.intent
    WHERE reference = :reference AND channel = :channel
    ORDER BY customer_id LIMIT 1
    """
)
async def find_intent_key(reading: Reading, *, reference: str, channel: str) -> IntentKey | None:
    """Whose intent a provider's news is about."""


@statement(
    """
    SELECT r.customer_id, r.order_id, r.id
    FROM payments.refund AS r JOIN payments.intent AS i ON i.customer_id = r.customer_id AND i.id = r.intent_id
    WHERE r.reference = :reference AND i.channel = :channel
    ORDER BY r.customer_id LIMIT 1
    """
)
async def find_refund_key(reading: Reading, *, reference: str, channel: str) -> RefundKey | None:
    """Whose refund a provider's news is about."""
