"""Decisions about messages: who is told of what, when it is tried again, and what marks a repetition. No I/O."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import timedelta

from shopwright.modules.messages.contracts import MessageId, SkipReason, Template
from shopwright.modules.orders.contracts import CancelReason, Order, OrderStatus

LEASE = timedelta(minutes=5)
"""How long whoever took a message may be about it; well above the mailer's own limit."""
RETRY_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
ATTEMPT_COUNT_MAX = len(RETRY_DELAYS) + 1
# Of these the shopper knows, or hears by another mail: the order was never paid, or its money is on its way back.
_UNTOLD_CANCELLATIONS = frozenset({CancelReason.UNPAID_IN_TIME, CancelReason.REFUNDED})
_ID_LENGTH = 24


def tells_of_cancellation(reason: str) -> bool:
    """Whether a cancellation for this reason is worth a mail."""
    return reason not in _UNTOLD_CANCELLATIONS


def retry_after(attempt_count: int) -> timedelta | None:
    """How long to wait after so many deferred attempts; None when it was the last."""
    return RETRY_DELAYS[attempt_count - 1] if attempt_count < ATTEMPT_COUNT_MAX else None


def choose_recipient(order: Order, logins: Sequence[str]) -> str | None:
    """Where the news of an order go: the e-mail given for it, else the customer's oldest e-mail login."""
    return order.email or next(iter(logins), None)


def find_reason_to_skip(template: Template, order: Order) -> SkipReason | None:
    """What happened meanwhile that makes a message wrong: nobody is thanked for an order that is cancelled."""
    is_over = order.order_status is OrderStatus.CANCELLED
    return SkipReason.OVERTAKEN if template is Template.ORDER_PAID and is_over else None


def message_id_of(message_id: MessageId, *, round_number: int, domain: str, key: bytes) -> str:
    """The Message-ID of one round of sending: the same for every attempt, and telling nothing of our counts."""
    digest = hmac.digest(key, b"%d.%d" % (message_id, round_number), hashlib.sha256)
    return f"{digest.hex()[:_ID_LENGTH]}@{domain}"
