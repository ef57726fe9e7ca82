"""Decisions about messages: who is told of what, when it is tried again, and what marks a repetition. No I/O."""

import hashlib
import hmac
import re
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
RECIPIENT_COUNT_MAX = 30
"""Mails sent to one mailbox within a day: nobody shall have the shop fill that of somebody else. The rest waits."""
RECIPIENT_WINDOW = timedelta(days=1)
# Of these the shopper knows, or hears by another mail: the order was never paid, or its money is on its way back.
_UNTOLD_CANCELLATIONS = frozenset({CancelReason.UNPAID_IN_TIME, CancelReason.REFUNDED})
_ID_LENGTH = 24
_HOUSE_ACCENT = "#bd4025"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_CONTRAST_MIN = 4.5
_DARKER = 0.99
_LINEAR_BELOW = 0.04045


def tells_of_cancellation(reason: str) -> bool:
    """Whether a cancellation for this reason is worth a mail."""
    return reason not in _UNTOLD_CANCELLATIONS


def retry_after(attempt_count: int) -> timedelta | None:
    """How long to wait after so many deferred attempts; None when it was the last."""
    return RETRY_DELAYS[attempt_count - 1] if attempt_count < ATTEMPT_COUNT_MAX else None


def mailbox_subject(address: str, *, key: bytes) -> str:
    """What the mails to an address are counted under: it tells one mailbox from another, and no address.

    What stands after a plus sign is a mark of the mailbox's owner (RFC 5233), and the mailbox the same.
    """
    name, _, domain = address.lower().rpartition("@")
    mailbox = f"{name.partition('+')[0] or name}@{domain}"
    return f"mailbox:{hmac.digest(key, mailbox.encode(), hashlib.sha256).hex()}"


def choose_recipient(order: Order, logins: Sequence[str]) -> str | None:
    """Where the news of an order go: the e-mail given for it, else the customer's oldest e-mail login."""
    return order.email or next(iter(logins), None)


def find_reason_to_skip(template: Template, order: Order) -> SkipReason | None:
    """What makes a message wrong: nobody is thanked for an order that is cancelled.

    Of an order that nobody paid nobody hears: else whoever types an address at checkout could have us write to it.
    """
    if template is Template.ORDER_PAID and order.order_status is OrderStatus.CANCELLED:
        return SkipReason.OVERTAKEN
    if template is Template.ORDER_CANCELLED and order.captured.minor == 0:
        return SkipReason.NEVER_PAID
    return None


def readable_accent(accent: str) -> str:
    """The shop's colour, darkened until white words on it and its words on white can be read (WCAG 2.2, 1.4.3)."""
    if not _COLOUR.fullmatch(accent):
        return _HOUSE_ACCENT
    channels = [int(accent[place : place + 2], 16) for place in (1, 3, 5)]
    while 1.05 / (_luminance(channels) + 0.05) < _CONTRAST_MIN:
        channels = [int(channel * _DARKER) for channel in channels]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def message_id_of(message_id: MessageId, *, round_number: int, domain: str, key: bytes) -> str:
    """The Message-ID of one round of sending: the same for every attempt, and telling nothing of our counts."""
    digest = hmac.digest(key, b"%d.%d" % (message_id, round_number), hashlib.sha256)
    return f"{digest.hex()[:_ID_LENGTH]}@{domain}"


def _luminance(channels: Sequence[int]) -> float:
    """How bright a colour is, from 0 to 1, as WCAG reckons it."""
    parts = [channel / 255 for channel in channels]
    linear = [part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
