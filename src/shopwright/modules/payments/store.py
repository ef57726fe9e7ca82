"""Payments' writing SQL. Whoever changes an intent or a refund has locked every intent of its order first."""

from datetime import datetime
from typing import Any

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, IntentId, OrderId, RefundId
from shopwright.kernel.money import Money
from shopwright.modules.payments.rules import Intent, Outcome, RefundPart
from shopwright.platform.db import Reading, RowCount, Transaction, statement

TABLES = ("provider_event", "refund", "capture", "intent")
"""All of them; what names others stands before them."""


class IntentKey(msgspec.Struct, frozen=True):
    """Which intent of which order."""

    customer_id: CustomerId
    order_id: OrderId
    id: IntentId


class RefundKey(msgspec.Struct, frozen=True):
    """Which refund of which order."""

    customer_id: CustomerId
    order_id: OrderId
    id: RefundId


@statement(
    """
    SELECT customer_id, id, order_id, channel, amount_minor, amount_currency, status, reference, pay_url,
           captured_minor, refunded_minor, called_at, expires_at, close_requested_at, query_count
    FROM payments.intent WHERE customer_id = :customer_id AND order_id = :order_id
    ORDER BY id FOR UPDATE
    """
)
async def lock_order_intents(tx: Transaction, *, customer_id: CustomerId, order_id: OrderId) -> list[Intent]: ...


@statement(
    """
    INSERT INTO payments.intent
        (customer_id, order_id, channel, amount_minor, amount_currency, status, reference, created_at, called_at,
         expires_at, query_after, actor_kind, actor_id, actor_label)
    VALUES (:customer_id, :order_id, :channel, :amount.minor, :amount.currency, 'open', :reference, :at, :at,
            :expires_at, :query_after, :actor.kind, :actor.id, :actor.label)
    ON CONFLICT DO NOTHING
    """
)
async def insert_intent(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    order_id: OrderId,
    channel: str,
    amount: Money,
    reference: str,
    at: datetime,
    expires_at: datetime,
    query_after: datetime,
    actor: Actor,
) -> RowCount: ...


@statement(
    "UPDATE payments.intent SET called_at = :at WHERE customer_id = :customer_id AND id = :intent_id",
)
async def write_called(tx: Transaction, *, customer_id: CustomerId, intent_id: IntentId, at: datetime) -> RowCount: ...


@statement(
    """
    UPDATE payments.intent SET status = CASE WHEN status = 'open' THEN 'pending' ELSE status END,
        provider_ref = COALESCE(:provider_ref, provider_ref), pay_url = COALESCE(:pay_url, pay_url)
    WHERE customer_id = :customer_id AND id = :intent_id
    """
)
async def write_created(
    tx: Transaction, *, customer_id: CustomerId, intent_id: IntentId, provider_ref: str | None, pay_url: str | None
) -> RowCount: ...


@statement(
    """
    UPDATE payments.intent
    SET close_requested_at = :at, close_requested_by = :by, query_after = :query_after, query_count = 0
    WHERE customer_id = :customer_id AND id = ANY(:intent_ids)
        AND status IN ('open', 'pending') AND close_requested_at IS NULL
    """
)
async def request_close(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    intent_ids: list[IntentId],
    at: datetime,
    by: str,
    query_after: datetime,
) -> RowCount: ...


@statement(
    """
    UPDATE payments.intent SET status = :status, closed_at = :at, query_after = NULL
    WHERE customer_id = :customer_id AND id = :intent_id AND status IN ('open', 'pending')
    """
)
async def end_intent(
    tx: Transaction, *, customer_id: CustomerId, intent_id: IntentId, status: str, at: datetime
) -> RowCount: ...


@statement(
    """
    UPDATE payments.intent
    SET status = 'captured', captured_minor = amount_minor, captured_at = :at, closed_at = NULL, query_after = NULL,
        provider_ref = :provider_ref
    WHERE customer_id = :customer_id AND id = :intent_id AND status <> 'captured'
    """
)
async def capture_intent(
    tx: Transaction, *, customer_id: CustomerId, intent_id: IntentId, provider_ref: str, at: datetime
) -> RowCount: ...


@statement(
    """
    INSERT INTO payments.capture
        (customer_id, intent_id, order_id, amount_minor, amount_currency, provider_ref, paid_at, captured_at)
    VALUES (:customer_id, :intent_id, :order_id, :amount.minor, :amount.currency, :provider_ref, :paid_at, :at)
    """
)
async def insert_capture(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    intent_id: IntentId,
    order_id: OrderId,
    amount: Money,
    provider_ref: str,
    paid_at: datetime | None,
    at: datetime,
) -> None: ...


@statement(
    """
    SELECT customer_id, id, order_id, channel, amount_minor, amount_currency, status, reference, pay_url,
           captured_minor, refunded_minor, called_at, expires_at, close_requested_at, query_count
    FROM payments.intent WHERE query_after <= :at ORDER BY query_after LIMIT :count_max
    """
)
async def list_due_intents(reading: Reading, *, at: datetime, count_max: int) -> list[Intent]: ...


@statement(
    """
    UPDATE payments.intent AS i SET query_count = i.query_count + 1, query_after = c.query_after
    FROM unnest(:customer_ids::bigint[], :intent_ids::bigint[], :counts::int[], :moments::timestamptz[])
        AS c (customer_id, id, query_count, query_after)
    WHERE i.customer_id = c.customer_id AND i.id = c.id AND i.query_count = c.query_count
        AND i.status IN ('open', 'pending')
    RETURNING i.id
    """
)
async def claim_intents(
    tx: Transaction,
    *,
    customer_ids: list[CustomerId],
    intent_ids: list[IntentId],
    counts: list[int],
    moments: list[datetime],
) -> list[IntentId]: ...


@statement(
    """
    UPDATE payments.intent AS i SET refunded_minor = i.refunded_minor + r.minor
    FROM unnest(:intent_ids::bigint[], :minors::bigint[]) AS r (id, minor)
    WHERE i.customer_id = :customer_id AND i.id = r.id AND i.refunded_minor + r.minor <= i.captured_minor
    """
)
async def reserve_refunds(
    tx: Transaction, *, customer_id: CustomerId, intent_ids: list[IntentId], minors: list[int]
) -> RowCount: ...


@statement(
    """
    UPDATE payments.intent SET refunded_minor = refunded_minor - :minor
    WHERE customer_id = :customer_id AND id = :intent_id AND refunded_minor >= :minor
    """
)
async def give_reservation_back(
    tx: Transaction, *, customer_id: CustomerId, intent_id: IntentId, minor: int
) -> RowCount: ...


@statement("SELECT nextval('payments.refund_id_seq') AS id FROM generate_series(1, :count)")
async def take_refund_ids(tx: Transaction, *, count: int) -> list[RefundId]: ...


@statement(
    """
    INSERT INTO payments.refund
        (customer_id, id, request_id, order_id, intent_id, key, amount_minor, amount_currency, reason, status,
         reference, actor_kind, actor_id, actor_label, requested_at, query_after)
    SELECT :customer_id, r.id, :request_id, :order_id, r.intent_id, :key, r.minor, :currency, :reason, 'requested',
           r.reference, :actor.kind, :actor.id, :actor.label, :at, :query_after
    FROM unnest(:refund_ids::bigint[], :intent_ids::bigint[], :minors::bigint[], :references::text[])
        AS r (id, intent_id, minor, reference)
    """
)
async def insert_refunds(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    request_id: RefundId,
    order_id: OrderId,
    key: str,
    currency: str,
    reason: str,
    refund_ids: list[RefundId],
    intent_ids: list[IntentId],
    minors: list[int],
    references: list[str],
    actor: Actor,
    at: datetime,
    query_after: datetime,
) -> None: ...


@statement(
    """
    SELECT customer_id, id, request_id, order_id, intent_id, amount_minor, amount_currency, reason, status, reference,
           provider_ref, query_count
    FROM payments.refund WHERE customer_id = :customer_id AND order_id = :order_id AND key = :key
    ORDER BY id LIMIT 100
    """
)
async def list_refunds_of_key(
    tx: Transaction, *, customer_id: CustomerId, order_id: OrderId, key: str
) -> list[RefundPart]: ...


@statement(
    """
    SELECT customer_id, id, request_id, order_id, intent_id, amount_minor, amount_currency, reason, status, reference,
           provider_ref, query_count
    FROM payments.refund WHERE customer_id = :customer_id AND order_id = :order_id
        AND request_id = (SELECT request_id FROM payments.refund WHERE customer_id = :customer_id AND id = :refund_id)
    ORDER BY id FOR UPDATE
    """
)
async def lock_refund_parts(
    tx: Transaction, *, customer_id: CustomerId, order_id: OrderId, refund_id: RefundId
) -> list[RefundPart]: ...


@statement(
    """
    UPDATE payments.refund
    SET status = :status, settled_at = :at, query_after = NULL, failure = :failure,
        provider_ref = COALESCE(:provider_ref, provider_ref)
    WHERE customer_id = :customer_id AND id = :refund_id AND status IN ('requested', 'unknown')
    """
)
async def end_refund(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    refund_id: RefundId,
    status: str,
    failure: str,
    provider_ref: str | None,
    at: datetime,
) -> RowCount: ...


@statement(
    """
    UPDATE payments.refund SET status = :status, provider_ref = COALESCE(:provider_ref, provider_ref)
    WHERE customer_id = :customer_id AND id = :refund_id AND status IN ('requested', 'unknown')
    """
)
async def write_refund_under_way(
    tx: Transaction, *, customer_id: CustomerId, refund_id: RefundId, status: str, provider_ref: str | None
) -> RowCount: ...


@statement(
    """
    SELECT customer_id, id, request_id, order_id, intent_id, amount_minor, amount_currency, reason, status, reference,
           provider_ref, query_count
    FROM payments.refund WHERE query_after <= :at ORDER BY query_after LIMIT :count_max
    """
)
async def list_due_refunds(reading: Reading, *, at: datetime, count_max: int) -> list[RefundPart]: ...


@statement(
    """
    UPDATE payments.refund AS r SET query_count = r.query_count + 1, query_after = c.query_after
    FROM unnest(:customer_ids::bigint[], :refund_ids::bigint[], :counts::int[], :moments::timestamptz[])
        AS c (customer_id, id, query_count, query_after)
    WHERE r.customer_id = c.customer_id AND r.id = c.id AND r.query_count = c.query_count
        AND r.status IN ('requested', 'unknown')
    RETURNING r.id
    """
)
async def claim_refunds(
    tx: Transaction,
    *,
    customer_ids: list[CustomerId],
    refund_ids: list[RefundId],
    counts: list[int],
    moments: list[datetime],
) -> list[RefundId]: ...


@statement(
    """
    INSERT INTO payments.provider_event (channel, event_id, kind, payload, received_at)
    VALUES (:channel, :event_id, :kind, :payload::jsonb, :at)
    ON CONFLICT (channel, event_id) DO NOTHING
    """
)
async def insert_event(
    tx: Transaction, *, channel: str, event_id: str, kind: str, payload: dict[str, Any], at: datetime
) -> RowCount: ...


@statement(
    """
    UPDATE payments.provider_event SET handled_at = :at, outcome = :outcome
    WHERE channel = :channel AND event_id = :event_id
    """
)
async def write_outcome(
    tx: Transaction, *, channel: str, event_id: str, outcome: Outcome, at: datetime
) -> RowCount: ...


@statement(
    """
    DELETE FROM payments.provider_event WHERE (channel, event_id) IN (
        SELECT channel, event_id FROM payments.provider_event
        WHERE received_at < :before AND handled_at IS NOT NULL AND outcome <> ALL (:alarming)
        ORDER BY received_at LIMIT :count_max
    )
    """
)
async def delete_old_events(tx: Transaction, *, before: datetime, alarming: list[str], count_max: int) -> RowCount: ...


@statement("DELETE FROM payments.{table}", fragments={"table": {name: name for name in TABLES}})
async def delete_all(tx: Transaction, *, table: str) -> None:
    """Every row of a table."""


@statement('SELECT EXISTS (SELECT FROM payments.intent WHERE channel <> :channel) AS "found!"')
async def has_intents_beside(reading: Reading, *, channel: str) -> bool:
    """Whether anybody was sent to another provider than this one."""
