"""The SQL of sessions."""

from datetime import datetime

import msgspec

from shopwright.platform.db import Reading, RowCount, statement


class SessionRow(msgspec.Struct, frozen=True):
    """A session that is still open; `facts` is JSON text."""

    facts: str
    created_at: datetime
    expires_at: datetime


@statement(
    """
    SELECT facts, created_at, expires_at FROM platform.session
    WHERE token_digest = :digest AND audience = :audience AND expires_at > :at
    """
)
async def find_session(reading: Reading, *, digest: bytes, audience: str, at: datetime) -> SessionRow | None: ...


@statement(
    """
    INSERT INTO platform.session (token_digest, audience, facts, created_at, expires_at)
    VALUES (:digest, :audience, :facts, :at, :expires_at)
    """
)
async def insert_session(
    reading: Reading, *, digest: bytes, audience: str, facts: object, at: datetime, expires_at: datetime
) -> None: ...


@statement(
    """
    UPDATE platform.session SET facts = facts || :changes::jsonb, expires_at = :expires_at
    WHERE token_digest = :digest AND audience = :audience
    """
)
async def update_session(
    reading: Reading, *, digest: bytes, audience: str, changes: object, expires_at: datetime
) -> RowCount: ...


@statement(
    """
    WITH gone AS (DELETE FROM platform.session WHERE token_digest = :old_digest)
    INSERT INTO platform.session (token_digest, audience, facts, created_at, expires_at)
    VALUES (:digest, :audience, :facts, :at, :expires_at)
    """
)
async def replace_session(
    reading: Reading,
    *,
    old_digest: bytes,
    digest: bytes,
    audience: str,
    facts: object,
    at: datetime,
    expires_at: datetime,
) -> None: ...


@statement("DELETE FROM platform.session WHERE token_digest = :digest")
async def delete_session(reading: Reading, *, digest: bytes) -> None: ...


@statement("DELETE FROM platform.session WHERE owner_id = :owner_id AND audience = :audience")
async def delete_sessions_of(reading: Reading, *, audience: str, owner_id: int) -> RowCount: ...


@statement(
    """
    DELETE FROM platform.session WHERE token_digest IN (
        SELECT token_digest FROM platform.session WHERE expires_at <= :at ORDER BY expires_at LIMIT :count_max
    )
    """
)
async def delete_expired_sessions(reading: Reading, *, at: datetime, count_max: int) -> RowCount: ...


@statement(
    """
    SELECT DISTINCT owner_id AS "owner_id!" FROM platform.session
    WHERE owner_id = ANY(:customer_ids) AND audience = 'shop'
    """
)
async def list_customers_with_sessions(reading: Reading, *, customer_ids: list[int]) -> list[int]: ...
