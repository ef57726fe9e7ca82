"""When an account rests after wrong passwords."""

from datetime import datetime, timedelta

LOGIN_FAILURE_COUNT_MAX = 10
LOGIN_REST = timedelta(minutes=15)


def is_resting(locked_until: datetime | None, *, at: datetime) -> bool:
    """Whether an account refuses every password for now, after too many wrong ones."""
    return locked_until is not None and at < locked_until
