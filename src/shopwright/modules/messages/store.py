"""The SQL that changes messages."""

from datetime import datetime, timedelta

import msgspec

from shopwright.kernel.ids import CustomerId, OrderId
from shopwright.modules.messages.contracts import Channel, MessageId, MessageStatus, Template
from shopwright.platform.db import RowCount, Transaction, statement


class Claimed(msgspec.Struct, frozen=True):
    """A message that is ours to send for a while; `attempt_count` counts this attempt already."""

    customer_id: CustomerId
    id: MessageId
    order_id: OrderId
    template: Template
    occasion: int
    round_number: int
    attempt_count: int


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How an attempt ended, and what was said to whom."""

    status: MessageStatus
    language: str = ""
    recipient: str = ""
    subject: str = ""
    body: str = ""
    last_error: str = ""
    retry_in: timedelta | None = None
    is_held_back: bool = False
    """Whether nothing was tried: then the attempt does not count."""


@statement(
    """
    INSERT INTO messages.message (customer_id, order_id, channel, template, occasion, status, created_at, due_at)
    VALUES (:customer_id, :order_id, :channel, :template, :occasion, 'queued', :at, :at)
    ON CONFLICT (customer_id, order_id, template, occasion) DO NOTHING
    RETURNING id
    """
)
async def insert_message(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    order_id: OrderId,
    channel: Channel,
    template: Template,
    occasion: int,
    at: datetime,
) -> MessageId | None: ...


@statement(
    """
    UPDATE messages.message SET due_at = :leased_until, attempt_count = attempt_count + 1
    WHERE customer_id = :customer_id AND id = :message_id AND status = 'queued' AND due_at <= :at
    RETURNING customer_id, id, order_id, template, occasion, round_number, attempt_count
    """
)
async def claim_message(
    tx: Transaction, *, customer_id: CustomerId, message_id: MessageId, at: datetime, leased_until: datetime
) -> Claimed | None: ...


@statement(
    """
    UPDATE messages.message
    SET status = :outcome.status, language = :outcome.language, recipient = :outcome.recipient,
        subject = :outcome.subject, body = :outcome.body, last_error = :outcome.last_error, due_at = :due_at,
        sent_at = COALESCE(:sent_at, sent_at), ended_at = :ended_at,
        attempt_count = attempt_count - CASE WHEN :outcome.is_held_back::boolean THEN 1 ELSE 0 END
    WHERE customer_id = :claimed.customer_id AND id = :claimed.id AND status = 'queued'
        AND round_number = :claimed.round_number AND attempt_count = :claimed.attempt_count
    """
)
async def write_outcome(
    tx: Transaction,
    *,
    claimed: Claimed,
    outcome: Outcome,
    due_at: datetime | None,
    sent_at: datetime | None,
    ended_at: datetime | None,
) -> RowCount: ...


@statement(
    """
    UPDATE messages.message
    SET status = 'queued', round_number = round_number + 1, attempt_count = 0, last_error = '', due_at = :at,
        ended_at = NULL
    WHERE customer_id = :customer_id AND order_id = :order_id AND id = :message_id AND status <> 'queued'
    """
)
async def queue_again(
    tx: Transaction, *, customer_id: CustomerId, order_id: OrderId, message_id: MessageId, at: datetime
) -> RowCount: ...


@statement(
    """
    UPDATE messages.message AS m
    SET body = '', recipient = regexp_replace(m.recipient, '^.*@', '…@'), last_error = CASE
        -- A mail server says the address in ways of its own; of its words only the codes stay.
        WHEN m.status = 'failed' THEN COALESCE(substring(m.last_error FROM 'answered ([245][0-9]{2})'), '…')
        ELSE m.last_error
    END
    FROM (
        SELECT old.customer_id, old.id FROM messages.message AS old
        WHERE old.body <> '' AND COALESCE(old.ended_at, old.sent_at, old.created_at) < :before
          AND old.status <> 'queued'
        ORDER BY COALESCE(old.ended_at, old.sent_at, old.created_at) LIMIT :count_max
    ) AS due
    -- What is queued again meanwhile has not ended any more, and keeps its words.
    WHERE m.customer_id = due.customer_id AND m.id = due.id AND m.body <> ''
      AND COALESCE(m.ended_at, m.sent_at, m.created_at) < :before AND m.status <> 'queued'
    """
)
async def forget_words(tx: Transaction, *, before: datetime, count_max: int) -> RowCount:
    """Let go of what was said to whom in messages that ended before a moment; of an address its domain stays."""


@statement("DELETE FROM messages.message")
async def delete_all(tx: Transaction) -> None:
    """Every message there is."""
