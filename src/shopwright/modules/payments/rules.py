"""Pure decisions about money: what news of a provider means, what is given back from where. No I/O, no clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from shopwright.kernel.events import Event
from shopwright.kernel.ids import CustomerId, IntentId, OrderId, RefundId
from shopwright.kernel.money import Money
from shopwright.modules.payments.contracts import (
    IntentStatus,
    ProviderRefundState,
    ProviderState,
    ProviderStatus,
    RefundStatus,
)
from shopwright.modules.payments.events import RefundFailed, RefundSucceeded

PAY_PAGE_LIFETIME = timedelta(minutes=30)
PAY_PAGE_LIFETIME_LEAST = timedelta(minutes=1)
INTENT_COUNT_MAX = 50
QUERY_DELAYS = (5, 15, 60, 300, 300, 300, 900)
QUERY_DELAY_LAST = 3_600
ASKED_AFTER_EXPIRY = timedelta(days=1)
CALL_ON_ITS_WAY = timedelta(minutes=2)
"""No call of ours is still on its way to the provider after this long: a call has a deadline of seconds."""


class Outcome(StrEnum):
    """What a piece of news from a provider did."""

    CAPTURED = "captured"
    FAILED = "failed"
    CLOSED = "closed"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"
    NOTHING_NEW = "nothing_new"
    LATE = "late"
    OTHER_MERCHANT = "other_merchant"
    UNKNOWN_REFERENCE = "unknown_reference"
    OTHER_AMOUNT = "other_amount"
    OTHER_CURRENCY = "other_currency"
    CONTRADICTION = "contradiction"
    UNKNOWN_KIND = "unknown_kind"


ALARMING = frozenset(
    {
        Outcome.OTHER_MERCHANT,
        Outcome.UNKNOWN_REFERENCE,
        Outcome.OTHER_AMOUNT,
        Outcome.OTHER_CURRENCY,
        Outcome.CONTRADICTION,
    }
)


class Intent(msgspec.Struct, frozen=True):
    """An attempt to pay, as it stands in the database."""

    customer_id: CustomerId
    id: IntentId
    order_id: OrderId
    channel: str
    amount: Money
    status: IntentStatus
    reference: str
    pay_url: str | None
    captured_minor: int
    refunded_minor: int
    called_at: datetime
    expires_at: datetime
    close_requested_at: datetime | None
    query_count: int

    @property
    def is_undecided(self) -> bool:
        """Whether money may still come in by it as far as we know."""
        return self.status in {IntentStatus.OPEN, IntentStatus.PENDING}

    @property
    def refundable_minor(self) -> int:
        """What came in and was neither given back nor reserved to be."""
        return self.captured_minor - self.refunded_minor


class RefundPart(msgspec.Struct, frozen=True):
    """Money that goes back to one intent, as it stands in the database."""

    customer_id: CustomerId
    id: RefundId
    request_id: RefundId
    order_id: OrderId
    intent_id: IntentId
    amount: Money
    reason: str
    status: RefundStatus
    reference: str
    provider_ref: str | None
    query_count: int

    @property
    def is_undecided(self) -> bool:
        """Whether the provider has not yet said how it ended."""
        return self.status in {RefundStatus.REQUESTED, RefundStatus.UNKNOWN}


def is_paid(intents: Sequence[Intent], amount: Money) -> bool:
    """Whether the money that came in for an order, and stays, already makes up `amount`."""
    return sum(intent.refundable_minor for intent in intents) >= amount.minor


def find_usable(intents: Sequence[Intent], *, channel: str, amount: Money, at: datetime) -> Intent | None:
    """The open attempt that a second click comes back to, if it is for the same amount and still has time."""
    for intent in intents:
        if _occupies(intent, channel) and intent.amount == amount and at < intent.expires_at:
            return intent
    return None


def list_superseded(intents: Sequence[Intent], *, channel: str) -> list[Intent]:
    """Open attempts through a channel that must be closed before a new one is opened there."""
    return [intent for intent in intents if _occupies(intent, channel)]


def pay_page_expiry(wanted: datetime | None, *, at: datetime) -> datetime:
    """Until when a pay page opened now can be paid: as wanted, but long enough to be of any use."""
    return max(wanted or at + PAY_PAGE_LIFETIME, at + PAY_PAGE_LIFETIME_LEAST)


def query_delay(query_count: int) -> timedelta:
    """How long to wait before asking a provider, that was asked `query_count` times, once more."""
    return timedelta(seconds=QUERY_DELAYS[query_count] if query_count < len(QUERY_DELAYS) else QUERY_DELAY_LAST)


def is_hopeless(intent: Intent, *, at: datetime) -> bool:
    """Whether a provider was asked in vain for so long that the attempt is closed. Money that comes still counts."""
    return at >= intent.expires_at + ASKED_AFTER_EXPIRY


def judge_payment(intent: Intent, state: ProviderState, *, at: datetime) -> Outcome:
    """What a provider's state of a payment means for the intent.

    Money that came in is captured whatever the intent was thought to be, once; any other end counts only while the
    intent is undecided. An amount that is not the intent's never counts.
    """
    if state.status is not ProviderStatus.ABSENT and state.amount != intent.amount:
        return _mismatch(state.amount, intent.amount)
    if state.status is ProviderStatus.SUCCEEDED:
        return Outcome.NOTHING_NEW if intent.status is IntentStatus.CAPTURED else Outcome.CAPTURED
    if state.status is ProviderStatus.PENDING:
        return Outcome.NOTHING_NEW
    if not intent.is_undecided:
        return Outcome.LATE
    if state.status is ProviderStatus.ABSENT:
        return Outcome.CLOSED if _can_be_forgotten(intent, at=at) else Outcome.NOTHING_NEW
    return Outcome.FAILED if state.status is ProviderStatus.FAILED else Outcome.CLOSED


def judge_refund(part: RefundPart, state: ProviderRefundState) -> Outcome:
    """What a provider's state of a refund means for it. What succeeded or failed once stays so."""
    is_success = state.status is ProviderStatus.SUCCEEDED
    if state.amount != part.amount and (is_success or state.amount is not None):
        return _mismatch(state.amount, part.amount)
    if state.status not in {ProviderStatus.SUCCEEDED, ProviderStatus.FAILED}:
        return Outcome.NOTHING_NEW
    if not part.is_undecided:
        return Outcome.NOTHING_NEW if is_success == (part.status is RefundStatus.SUCCEEDED) else Outcome.CONTRADICTION
    return Outcome.REFUNDED if is_success else Outcome.REFUND_FAILED


def split_refund(intents: Sequence[Intent], amount_minor: int) -> list[tuple[Intent, int]] | None:
    """From which captured intents `amount_minor` goes back, in key order; None when it is more than they have left.

    The newest that has all of it gives it alone; else it is taken from the newest first.
    """
    newest_first = sorted(intents, key=lambda intent: intent.id, reverse=True)
    for intent in newest_first:
        if intent.refundable_minor >= amount_minor:
            return [(intent, amount_minor)]
    shares: list[tuple[Intent, int]] = []
    for intent in newest_first:
        share = min(amount_minor, intent.refundable_minor)
        amount_minor -= share
        if share:
            shares.append((intent, share))
    return None if amount_minor else sorted(shares, key=lambda share: share[0].id)


def refund_news(parts: Sequence[RefundPart]) -> list[Event]:
    """What is told of a refund once all its parts have ended; nothing before."""
    if any(part.is_undecided for part in parts):
        return []
    first = parts[0]
    currency = first.amount.currency
    succeeded = sum(part.amount.minor for part in parts if part.status is RefundStatus.SUCCEEDED)
    failed = sum(part.amount.minor for part in parts if part.status is RefundStatus.FAILED)
    news: list[Event] = []
    if succeeded:
        news.append(RefundSucceeded(first.customer_id, first.order_id, first.request_id, succeeded, currency))
    if failed:
        news.append(RefundFailed(first.customer_id, first.order_id, first.request_id, failed, currency))
    return news


def _occupies(intent: Intent, channel: str) -> bool:
    return intent.is_undecided and intent.close_requested_at is None and intent.channel == channel


def _mismatch(told: Money | None, ours: Money) -> Outcome:
    is_other_currency = told is not None and told.currency != ours.currency
    return Outcome.OTHER_CURRENCY if is_other_currency else Outcome.OTHER_AMOUNT


def _can_be_forgotten(intent: Intent, *, at: datetime) -> bool:
    """Whether an intent that the provider does not know can be closed: nothing of ours may still be on its way."""
    is_over = intent.close_requested_at is not None or at >= intent.expires_at
    return is_over and at >= intent.called_at + CALL_ON_ITS_WAY
