"""When an account rests after wrong passwords, and which sessions outlive a new one."""

from datetime import datetime, timedelta

LOGIN_FAILURE_COUNT_MAX = 10
LOGIN_REST = timedelta(minutes=15)


def is_resting(locked_until: datetime | None, *, at: datetime) -> bool:
    """Whether an account refuses every password for now, after too many wrong ones."""
    return locked_until is not None and at < locked_until


def is_session_valid(*, opened_at: datetime, sessions_valid_after: datetime) -> bool:
    """Whether a session opened at that moment still counts; one opened by the very act that ended the others does."""
    return opened_at >= sessions_valid_after
