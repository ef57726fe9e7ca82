"""Outbox, inbox and dead letters: how news travels up."""

from shopwright.platform.events.outbox import (
    Subscribers,
    count_dead_letters,
    discard_dead_letter,
    get_dead_letter,
    list_dead_letters,
    page_dead_letters,
    publish,
    retry_dead_letter,
)
from shopwright.platform.events.purge import purge_events

__all__ = [
    "Subscribers",
    "count_dead_letters",
    "discard_dead_letter",
    "get_dead_letter",
    "list_dead_letters",
    "page_dead_letters",
    "publish",
    "purge_events",
    "retry_dead_letter",
]
