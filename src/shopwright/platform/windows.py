"""How often a subject (an act and who or where) was tried since its window opened: counted in the database."""

from datetime import datetime

import msgspec

from shopwright.platform.db import Reading, RowCount, statement


class Window(msgspec.Struct, frozen=True):
    """How often a subject was tried since its window opened."""

    hit_count: int
    opened_at: datetime


@statement(
    """
    INSERT INTO platform.rate_window AS seen (subject, opened_at, hit_count) VALUES (:subject, :at, 1)
    ON CONFLICT (subject) DO UPDATE SET
        hit_count = CASE WHEN seen.opened_at <= :opened_before THEN 1 ELSE seen.hit_count + 1 END,
        opened_at = CASE WHEN seen.opened_at <= :opened_before THEN :at ELSE seen.opened_at END
    RETURNING hit_count, opened_at
    """
)
async def hit_window(reading: Reading, *, subject: str, at: datetime, opened_before: datetime) -> Window:
    """Count one try; a window that was opened at `opened_before` or earlier is over and begins anew."""


@statement("UPDATE platform.rate_window SET hit_count = hit_count - 1 WHERE subject = :subject AND hit_count > 0")
async def give_back_hit(reading: Reading, *, subject: str) -> None:
    """Count one try less."""


@statement("DELETE FROM platform.rate_window WHERE subject = :subject")
async def delete_window(reading: Reading, *, subject: str) -> None:
    """Begin to count anew."""


@statement(
    """
    DELETE FROM platform.rate_window WHERE subject IN (
        SELECT subject FROM platform.rate_window WHERE opened_at <= :opened_before ORDER BY opened_at LIMIT :count_max
    )
    """
)
async def delete_old_windows(reading: Reading, *, opened_before: datetime, count_max: int) -> RowCount:
    """Delete windows that were opened at `opened_before` or earlier, a bounded number."""
