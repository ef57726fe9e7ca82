"""What crosses payments' wall: what is told of payments, and what a provider's adapter must be able to do."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

import msgspec

from shopwright.kernel.ids import IntentId, OrderId, RefundId
from shopwright.kernel.money import Money
from shopwright.modules.payments.errors import ChannelUnknown


class IntentStatus(StrEnum):
    """Where an attempt to pay stands. Open: prepared here. Pending: the provider was told of it."""

    OPEN = "open"
    PENDING = "pending"
    CAPTURED = "captured"
    FAILED = "failed"
    CLOSED = "closed"


class RefundStatus(StrEnum):
    """Where giving money back stands. Unknown: the provider's answer was lost and it is being asked."""

    REQUESTED = "requested"
    UNKNOWN = "unknown"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class PayPage(msgspec.Struct, frozen=True):
    """Where the shopper goes to pay."""

    intent_id: IntentId
    pay_url: str


class Payment(msgspec.Struct, frozen=True):
    """One attempt to pay an order, as it is shown.

    `captured_minor` is 0 or the whole amount; `refunded_minor` of it was given back or is reserved to be.
    """

    intent_id: IntentId
    order_id: OrderId
    channel: str
    amount: Money
    status: IntentStatus
    reference: str
    provider_ref: str | None
    captured_minor: int
    refunded_minor: int
    created_at: datetime
    expires_at: datetime
    captured_at: datetime | None
    closed_at: datetime | None


class Attempt(msgspec.Struct, frozen=True):
    """Which attempt to pay an order tells how its payment stands: one that brought money, else the newest."""

    channel: str
    status: IntentStatus


class Refund(msgspec.Struct, frozen=True):
    """One part of a refund, as it is shown: money that goes back to one payment. `refund_id` names the request."""

    refund_id: RefundId
    intent_id: IntentId
    amount: Money
    reason: str
    status: RefundStatus
    failure: str
    reference: str
    requested_at: datetime
    settled_at: datetime | None


class ProviderStatus(StrEnum):
    """What a provider says of a payment or a refund. Ended: closed or expired unpaid. Absent: it knows of none."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ENDED = "ended"
    ABSENT = "absent"


class Created(msgspec.Struct, frozen=True):
    """A pay page at the provider. A status other than pending says that the reference was used up before."""

    provider_ref: str
    pay_url: str
    status: ProviderStatus


class ProviderState(msgspec.Struct, frozen=True):
    """A payment as its provider knows it, by our reference. `amount` is None when it is absent."""

    reference: str
    status: ProviderStatus
    amount: Money | None = None
    provider_ref: str = ""
    paid_at: datetime | None = None


class ProviderRefundState(msgspec.Struct, frozen=True):
    """A refund as its provider knows it, by our reference. `failure` is the provider's code for a refusal."""

    reference: str
    status: ProviderStatus
    amount: Money | None = None
    provider_ref: str = ""
    failure: str = ""


class VerifiedNotice(msgspec.Struct, frozen=True):
    """News whose signature was right. `news` is None for a kind that we do not know; `payload` is kept as it came."""

    event_id: str
    kind: str
    is_ours: bool
    news: ProviderState | ProviderRefundState | None
    payload: dict[str, Any]


class Misfit(msgspec.Struct, frozen=True):
    """A notice that a provider signed and that fits nothing of ours, or not as it is; `outcome` says why."""

    channel: str
    event_id: str
    kind: str
    outcome: str
    received_at: datetime


class PaymentChannel(Protocol):
    """A payment provider. One implementation is in the tree: `channels/simpay.py`.

    Every call is idempotent by our reference, is bounded in time and size, and is made outside any transaction. It
    returns what the provider certainly said, else raises `AnswerUnknown`: it may or may not have been done, and
    repeating it or asking by reference is safe. A certain refusal raises `CallRefused`, except where a status says it.
    """

    @property
    def code(self) -> str:
        """Its name in addresses and in the database."""
        ...

    async def create(
        self,
        *,
        reference: str,
        amount: Money,
        description: str,
        return_url: str,
        expires_in_seconds: int,
        language: str,
    ) -> Created:
        """Open a pay page. The same reference and amount again is the same page."""
        ...

    async def query(self, *, reference: str) -> ProviderState:
        """What became of a payment."""
        ...

    async def close(self, *, reference: str) -> ProviderState:
        """Let nobody pay any more; what ended before, paid or not, is returned as it is."""
        ...

    async def refund(
        self, *, reference: str, payment_reference: str, amount: Money, reason: str
    ) -> ProviderRefundState:
        """Give money back. A certain refusal is a failed state."""
        ...

    async def query_refund(self, *, reference: str) -> ProviderRefundState:
        """What became of a refund."""
        ...

    def verify(self, *, headers: Mapping[str, str], body: bytes) -> VerifiedNotice:
        """Read a notice whose signature, age and shape are right, else raise `NoticeRejected`."""
        ...


class AnswerUnknown(Exception):
    """The provider could not be reached or its answer was lost or proves nothing."""


class CallRefused(Exception):
    """The provider certainly refused a call; `code` is its own word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Channels:
    """The providers that this shop takes money through, by code. Made once by `bootstrap`; it has no state."""

    def __init__(self, channels: Sequence[PaymentChannel]) -> None:
        self._by_code = {channel.code: channel for channel in channels}
        if len(self._by_code) != len(channels):
            raise ValueError("two payment channels share a code")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, in the order in which they are offered."""
        return tuple(self._by_code)

    def get(self, code: str) -> PaymentChannel:
        """The channel with this code, else `ChannelUnknown`."""
        channel = self._by_code.get(code)
        if channel is None:
            raise ChannelUnknown
        return channel
