"""What crosses the wall of messages."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

import msgspec

from shopwright.kernel.ids import CustomerId, NumberCipher, OrderId
from shopwright.platform.db import Reading
from shopwright.platform.i18n import _
from shopwright.platform.mail import Mailer

FORGOTTEN_NAME = "…"
MessageId = NewType("MessageId", int)


class Channel(StrEnum):
    """The ways by which a message reaches somebody."""

    EMAIL = "email"


class Template(StrEnum):
    """What a message is about."""

    ORDER_PAID = "order_paid"
    ORDER_SHIPPED = "order_shipped"
    ORDER_CANCELLED = "order_cancelled"
    ORDER_REFUNDED = "order_refunded"


class MessageStatus(StrEnum):
    """How far a message is. A queued one is sent as soon as it is due."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


class SkipReason(StrEnum):
    """Why a message was not sent although nothing failed; it stands where an error would. `TOO_MANY` only waits."""

    NO_CHANNEL = "no_channel"
    NO_ADDRESS = "no_address"
    OVERTAKEN = "overtaken"
    NEVER_PAID = "never_paid"
    TOO_MANY = "too_many"


TEMPLATE_NAMES = {
    Template.ORDER_PAID: _("Order confirmation"),
    Template.ORDER_SHIPPED: _("Shipping notice"),
    Template.ORDER_CANCELLED: _("Cancellation notice"),
    Template.ORDER_REFUNDED: _("Refund notice"),
}
STATUS_NAMES = {
    MessageStatus.QUEUED: _("Waiting to be sent"),
    MessageStatus.SENT: _("Sent"),
    MessageStatus.FAILED: _("Not delivered"),
    MessageStatus.SKIPPED: _("Not sent"),
}
SKIP_SENTENCES = {
    SkipReason.NO_CHANNEL: _("No mail server is set up, so there is no channel to send it by."),
    SkipReason.NO_ADDRESS: _("The customer gave no e-mail address."),
    SkipReason.OVERTAKEN: _("The order was closed before it could be sent."),
    SkipReason.NEVER_PAID: _("The order was never paid, so there is nothing to tell."),
    SkipReason.TOO_MANY: _("So many mails went to this address within a day that this one was held back."),
}


class Message(msgspec.Struct, frozen=True):
    """One message as the log has it.

    `occasion` tells messages of one kind on one order apart: a parcel's id, the sum refunded so far, or 0. Language,
    recipient, subject and body are those of the last attempt, and empty before the first. In time the body is forgotten
    and of the recipient the name before the @ (`FORGOTTEN_NAME`).
    """

    id: MessageId
    customer_id: CustomerId
    order_id: OrderId
    channel: Channel
    template: Template
    occasion: int
    language: str
    recipient: str
    subject: str
    body: str
    status: MessageStatus
    attempt_count: int
    last_error: str
    created_at: datetime
    due_at: datetime | None
    sent_at: datetime | None

    @property
    def can_resend(self) -> bool:
        """Whether it has come to an end, good or bad."""
        return self.status is not MessageStatus.QUEUED

    @property
    def is_forgotten(self) -> bool:
        """Whether it is so old that nobody knows any more what it said to whom."""
        return self.recipient.startswith(f"{FORGOTTEN_NAME}@")


class StatusCounts(msgspec.Struct, frozen=True):
    """How many messages are of each status, each figure capped."""

    queued: int
    sent: int
    failed: int
    skipped: int


class Brand(msgspec.Struct, frozen=True):
    """How the shop presents itself in a mail: its name by language, and its colour such as `#2a6fb0`.

    An empty `accent` means the house's own.
    """

    names: Mapping[str, str]
    accent: str = ""


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """What sending needs beside the database; put together by `bootstrap`.

    Without a `mailer` nothing is sent, and the log says so. `domain` ends the Message-IDs, which `key` makes. What was
    said to whom is `kept` for so long.
    """

    mailer: Mailer | None
    brand: Callable[[Reading], Awaitable[Brand]]
    numbers: NumberCipher
    base_url: str
    domain: str
    key: bytes
    kept: timedelta = timedelta(days=90)
