"""What crosses the wire, and what the store keeps. Moments in the store are milliseconds since 1970."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import msgspec

Reference = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_\-]{1,64}$")]
Url = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class PaymentStatus(StrEnum):
    """Where a payment is. Only `pending` changes any more."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CLOSED = "closed"
    EXPIRED = "expired"


class RefundStatus(StrEnum):
    """Where a refund is. Only `processing` changes any more."""

    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class PayAction(StrEnum):
    """What a person does on the pay page."""

    PAY = "pay"
    FAIL = "fail"
    LEAVE = "leave"


class NoticeMode(StrEnum):
    """How the notice of a payment reaches the merchant."""

    NORMAL = "normal"
    TWICE = "twice"
    FIVE_TIMES = "five_times"
    DELAYED = "delayed"
    NEVER = "never"
    BEFORE_REDIRECT = "before_redirect"
    WRONG_SIGNATURE = "wrong_signature"


class RefundMode(StrEnum):
    """How refunds of a payment will end."""

    SUCCEED = "succeed"
    FAIL = "fail"


class Operation(StrEnum):
    """The merchant's calls, named for faults."""

    CREATE_PAYMENT = "create_payment"
    QUERY_PAYMENT = "query_payment"
    CLOSE_PAYMENT = "close_payment"
    CREATE_REFUND = "create_refund"
    QUERY_REFUND = "query_refund"


class FaultKind(StrEnum):
    """`unavailable`: 503, nothing done. `answer_lost`: done, but the answer is 504."""

    UNAVAILABLE = "unavailable"
    ANSWER_LOST = "answer_lost"


class Amount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Money on the wire: integer minor units, at least one, and an ISO 4217 code."""

    minor: Annotated[int, msgspec.Meta(ge=1, le=10**13)]
    currency: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]


class CreatePayment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The body of POST /v1/payments."""

    out_trade_no: Reference
    amount: Amount
    description: Annotated[str, msgspec.Meta(min_length=1, max_length=127)]
    notify_url: Url
    return_url: Url
    expires_in_seconds: Annotated[int, msgspec.Meta(ge=1, le=7 * 86_400)] | None = None


class CreateRefund(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The body of POST /v1/refunds."""

    out_refund_no: Reference
    out_trade_no: Reference
    amount: Amount
    reason: Annotated[str, msgspec.Meta(max_length=127)] = ""
    notify_url: Url | None = None


class ActOnPayment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a person, or a test in their place, does on the pay page."""

    action: PayAction
    notice: NoticeMode = NoticeMode.NORMAL
    delay_seconds: Annotated[int, msgspec.Meta(ge=0, le=7 * 86_400)] = 10
    refund: RefundMode = RefundMode.SUCCEED


class ResendNotice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Send an event again, `copies` times at once."""

    copies: Annotated[int, msgspec.Meta(ge=1, le=200)] = 1


class PlanFault(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Let the next `count` calls of an operation fail."""

    operation: Operation
    kind: FaultKind
    count: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 1


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """A payment as the store keeps it."""

    id: str
    out_trade_no: str
    minor: int
    currency: str
    description: str
    notify_url: str
    return_url: str
    status: PaymentStatus
    created_at: int
    expires_at: int
    settled_at: int | None
    refund_mode: RefundMode


class Refund(msgspec.Struct, frozen=True, kw_only=True):
    """A refund as the store keeps it; `settles_at` is when a processing one ends."""

    id: str
    out_refund_no: str
    payment_id: str
    out_trade_no: str
    minor: int
    currency: str
    reason: str
    notify_url: str
    status: RefundStatus
    created_at: int
    settles_at: int
    settled_at: int | None


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One copy of an event on its way to the merchant; `due_at` is None once delivered or given up."""

    id: int
    event_id: str
    payment_id: str
    url: str
    body: str
    is_signed_rightly: bool
    attempt_count: int
    due_at: int | None
    delivered_at: int | None
    last_answer: str


class PaymentAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A payment as the merchant sees it, in answers and in the resource of a notice."""

    payment_id: str
    out_trade_no: str
    amount: Amount
    status: PaymentStatus
    pay_url: str
    created_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    refunded_minor: int


class RefundAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A refund as the merchant sees it, in answers and in the resource of a notice."""

    refund_id: str
    out_refund_no: str
    payment_id: str
    out_trade_no: str
    amount: Amount
    reason: str
    status: RefundStatus
    created_at: datetime
    settled_at: datetime | None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """The body of a notice."""

    id: str
    type: str
    created_at: datetime
    merchant_id: str
    resource: PaymentAnswer | RefundAnswer


class ProviderRefusal(Exception):
    """The provider refuses: an HTTP status, a stable code and a sentence, answered as {code, message}."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def to_milliseconds(moment: datetime) -> int:
    """A moment as the store keeps it."""
    return int(moment.timestamp() * 1000)


def to_moment(milliseconds: int) -> datetime:
    """A stored moment, in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
