"""The SQL that looks into the queue library's own tables; its moments are by the database's clock."""

from datetime import datetime

import msgspec

from shopwright.platform.db import Reading, RowCount, Transaction, statement


class HeldJob(msgspec.Struct, frozen=True):
    """A job that failed too often and waits for a person; `error` is empty where the log was lost in a crash."""

    id: int
    entrypoint: str
    payload: bytes
    attempt_count: int
    error: str
    held_since: datetime


@statement(
    """
    SELECT q.id, q.entrypoint, COALESCE(q.payload, '') AS payload, q.attempts + 1 AS attempt_count,
        COALESCE((
            SELECT concat_ws(': ', l.traceback ->> 'exception_type', l.traceback ->> 'exception_message')
            FROM jobs.pgqueuer_log AS l
            WHERE l.job_id = q.id AND l.traceback IS NOT NULL ORDER BY l.created DESC LIMIT 1
        ), '') AS error,
        q.updated AS held_since
    FROM jobs.pgqueuer AS q WHERE q.status = 'failed' AND (q.updated, q.id) < (:held_since, :job_id)
    ORDER BY q.updated DESC, q.id DESC LIMIT :count_max
    """
)
async def list_held_jobs(reading: Reading, *, held_since: datetime, job_id: int, count_max: int) -> list[HeldJob]:
    """The jobs given up before a place in the list, the last ones first, as many as asked."""


@statement("SELECT count(*) FROM jobs.pgqueuer WHERE status = 'failed'")
async def count_held_jobs(reading: Reading) -> int:
    """How many jobs were given up."""


@statement(
    """
    UPDATE jobs.pgqueuer
    SET status = 'queued', attempts = 0, execute_after = created, queue_manager_id = NULL, dedupe_key = NULL
    WHERE id = :job_id AND status = 'failed' RETURNING entrypoint
    """
)
async def revive_job(tx: Transaction, *, job_id: int) -> str | None: ...


@statement("DELETE FROM jobs.pgqueuer WHERE id = :job_id AND status = 'failed' RETURNING entrypoint")
async def delete_held_job(tx: Transaction, *, job_id: int) -> str | None: ...


@statement(
    """
    DELETE FROM jobs.pgqueuer_log WHERE id IN (
        SELECT l.id FROM jobs.pgqueuer_log AS l
        WHERE l.created < :before
          AND NOT EXISTS (SELECT FROM jobs.pgqueuer AS q WHERE q.id = l.job_id AND q.status = 'failed')
        ORDER BY l.created LIMIT :count_max
    )
    """
)
async def delete_old_log(tx: Transaction, *, before: datetime, count_max: int) -> RowCount: ...
