"""The outbox's and inbox's SQL."""

from datetime import datetime

import msgspec

from shopwright.kernel.ids import EventId
from shopwright.platform.db import Reading, RowCount, Transaction, statement


class StoredEvent(msgspec.Struct, frozen=True):
    """An event as it lies in the outbox; `payload` and `actor` are JSON text."""

    id: EventId
    name: str
    payload: str
    actor: str
    occurred_at: datetime


class DeadLetter(msgspec.Struct, frozen=True):
    """A delivery that failed too often and waits for a person to retry or discard it."""

    event_id: EventId
    subscriber: str
    name: str
    payload: str
    attempt_count: int
    last_error: str
    dead_since: datetime


@statement(
    """
    WITH told AS MATERIALIZED (
        SELECT nextval('platform.event_id_seq') AS id, name, payload, position
        FROM unnest(:names::text[], :payloads::jsonb[]) WITH ORDINALITY AS told (name, payload, position)
    ), recorded AS (
        INSERT INTO platform.event (id, name, payload, actor, occurred_at)
        SELECT id, name, payload, :actor::jsonb, :at FROM told
    )
    SELECT id FROM told ORDER BY position
    """
)
async def insert_events(
    tx: Transaction, *, names: list[str], payloads: list[object], actor: object, at: datetime
) -> list[EventId]: ...


@statement("SELECT id, name, payload, actor, occurred_at FROM platform.event WHERE id = :event_id")
async def find_event(reading: Reading, *, event_id: EventId) -> StoredEvent | None: ...


@statement(
    """
    INSERT INTO platform.delivery (event_id, subscriber, delivered_at, attempt_count)
    VALUES (:event_id, :subscriber, :at, 1)
    ON CONFLICT (event_id, subscriber) DO UPDATE
        SET delivered_at = :at, attempt_count = delivery.attempt_count + 1
        WHERE delivery.delivered_at IS NULL AND delivery.dead_since IS NULL
    """
)
async def claim_delivery(tx: Transaction, *, event_id: EventId, subscriber: str, at: datetime) -> RowCount: ...


@statement(
    """
    INSERT INTO platform.delivery (event_id, subscriber, attempt_count, last_error)
    VALUES (:event_id, :subscriber, 1, :error)
    ON CONFLICT (event_id, subscriber) DO UPDATE
        SET attempt_count = delivery.attempt_count + 1, last_error = :error,
            dead_since = CASE WHEN delivery.attempt_count + 1 >= :attempt_count_max THEN :at::timestamptz END
        WHERE delivery.delivered_at IS NULL AND delivery.dead_since IS NULL
    RETURNING attempt_count
    """
)
async def record_failure(
    tx: Transaction, *, event_id: EventId, subscriber: str, error: str, attempt_count_max: int, at: datetime
) -> int | None: ...


@statement(
    """
    SELECT d.event_id, d.subscriber, e.name, e.payload, d.attempt_count, d.last_error, d.dead_since
    FROM platform.delivery AS d JOIN platform.event AS e ON e.id = d.event_id
    WHERE d.dead_since IS NOT NULL AND d.discarded_at IS NULL
      AND (d.dead_since, d.event_id, d.subscriber) < (:dead_since, :event_id, :subscriber)
    ORDER BY d.dead_since DESC, d.event_id DESC, d.subscriber DESC LIMIT :count_max
    """
)
async def list_dead_letters(
    reading: Reading, *, dead_since: datetime, event_id: EventId, subscriber: str, count_max: int
) -> list[DeadLetter]: ...


@statement(
    """
    SELECT d.event_id, d.subscriber, e.name, e.payload, d.attempt_count, d.last_error, d.dead_since
    FROM platform.delivery AS d JOIN platform.event AS e ON e.id = d.event_id
    WHERE d.event_id = :event_id AND d.subscriber = :subscriber
      AND d.dead_since IS NOT NULL AND d.discarded_at IS NULL
    """
)
async def find_dead_letter(reading: Reading, *, event_id: EventId, subscriber: str) -> DeadLetter | None: ...


@statement(
    """
    SELECT count(*) FROM (
        SELECT FROM platform.delivery WHERE dead_since IS NOT NULL AND discarded_at IS NULL LIMIT :count_max
    ) AS capped
    """
)
async def count_dead_letters(reading: Reading, *, count_max: int) -> int: ...


@statement(
    """
    UPDATE platform.delivery SET dead_since = NULL, attempt_count = 0
    WHERE event_id = :event_id AND subscriber = :subscriber AND dead_since IS NOT NULL AND discarded_at IS NULL
    """
)
async def revive_delivery(tx: Transaction, *, event_id: EventId, subscriber: str) -> RowCount: ...


@statement(
    """
    UPDATE platform.delivery SET discarded_at = :at
    WHERE event_id = :event_id AND subscriber = :subscriber AND dead_since IS NOT NULL AND discarded_at IS NULL
    """
)
async def discard_delivery(tx: Transaction, *, event_id: EventId, subscriber: str, at: datetime) -> RowCount: ...


@statement(
    """
    WITH gone AS (
        DELETE FROM platform.event WHERE id IN (
            SELECT e.id FROM platform.event AS e
            WHERE e.occurred_at < :before
              AND NOT EXISTS (
                  SELECT FROM platform.delivery AS d WHERE d.event_id = e.id AND d.delivered_at IS NULL
              )
              AND e.id NOT IN (
                  SELECT (convert_from(q.payload, 'UTF8')::jsonb ->> 0)::bigint
                  FROM jobs.pgqueuer AS q WHERE q.entrypoint = 'deliver' AND q.payload IS NOT NULL
              )
            ORDER BY e.occurred_at LIMIT :count_max
        ) RETURNING id
    ), forgotten AS (
        DELETE FROM platform.delivery USING gone WHERE delivery.event_id = gone.id
    )
    SELECT count(*) FROM gone
    """
)
async def delete_old_events(tx: Transaction, *, before: datetime, count_max: int) -> int: ...
