"""Outbox, inbox and dead letters: how news travels up."""

from shopwright.platform.events.outbox import (
    Subscribers,
    discard_dead_letter,
    list_dead_letters,
    publish,
    retry_dead_letter,
)

__all__ = ["Subscribers", "discard_dead_letter", "list_dead_letters", "publish", "retry_dead_letter"]
