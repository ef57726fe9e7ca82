"""The pure decisions: every state against every news, and splits that always sum."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwright.kernel.ids import CustomerId, IntentId, OrderId, RefundId
from shopwright.kernel.money import Money
from shopwright.modules.payments import rules
from shopwright.modules.payments.contracts import (
    IntentStatus,
    ProviderRefundState,
    ProviderState,
    ProviderStatus,
    RefundStatus,
)
from shopwright.modules.payments.events import RefundFailed, RefundSucceeded
from shopwright.modules.payments.rules import Intent, Outcome, RefundPart

NOW = datetime(2027, 3, 8, 4, 0, tzinfo=UTC)
PRICE = Money(12_900, "CNY")
INTENT = Intent(
    customer_id=CustomerId(1),
    id=IntentId(2),
    order_id=OrderId(3),
    channel="simpay",
    amount=PRICE,
    status=IntentStatus.PENDING,
    reference="P" + "1" * 24,
    pay_url="http://provider.test/pay/1",
    captured_minor=0,
    refunded_minor=0,
    called_at=NOW,
    expires_at=NOW + timedelta(minutes=30),
    close_requested_at=None,
    query_count=0,
)
PART = RefundPart(
    customer_id=CustomerId(1),
    id=RefundId(5),
    request_id=RefundId(5),
    order_id=OrderId(3),
    intent_id=IntentId(2),
    amount=Money(5_000, "CNY"),
    reason="",
    status=RefundStatus.REQUESTED,
    reference="R" + "1" * 24,
    provider_ref=None,
    query_count=0,
)


def captured(number: int, minor: int, refunded_minor: int = 0) -> Intent:
    return msgspec.structs.replace(
        INTENT,
        id=IntentId(number),
        status=IntentStatus.CAPTURED,
        amount=Money(minor, "CNY"),
        captured_minor=minor,
        refunded_minor=refunded_minor,
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "outcome"),
    [
        ("open", "succeeded", "captured"),
        ("pending", "succeeded", "captured"),
        ("failed", "succeeded", "captured"),
        ("closed", "succeeded", "captured"),
        ("captured", "succeeded", "nothing_new"),
        ("pending", "pending", "nothing_new"),
        ("captured", "pending", "nothing_new"),
        ("open", "failed", "failed"),
        ("pending", "failed", "failed"),
        ("pending", "ended", "closed"),
        ("captured", "failed", "late"),
        ("captured", "ended", "late"),
        ("captured", "absent", "late"),
        ("closed", "failed", "late"),
        ("pending", "absent", "nothing_new"),
    ],
)
def test_every_state_meets_every_news(ours: str, theirs: str, outcome: str) -> None:
    intent = msgspec.structs.replace(INTENT, status=IntentStatus(ours))
    state = ProviderState(INTENT.reference, ProviderStatus(theirs), amount=None if theirs == "absent" else PRICE)
    assert rules.judge_payment(intent, state, at=NOW) == outcome


@pytest.mark.parametrize("status", [status for status in ProviderStatus if status != "absent"])
@pytest.mark.parametrize("amount", [None, Money(12_901, "CNY"), Money(12_900, "JPY")])
def test_another_amount_never_counts(status: ProviderStatus, amount: Money | None) -> None:
    outcome = rules.judge_payment(INTENT, ProviderState(INTENT.reference, status, amount=amount), at=NOW)
    assert outcome in {Outcome.OTHER_AMOUNT, Outcome.OTHER_CURRENCY}


def test_what_the_provider_does_not_know_is_closed_only_when_no_call_can_be_on_its_way() -> None:
    absent = ProviderState(INTENT.reference, ProviderStatus.ABSENT)
    closing = msgspec.structs.replace(INTENT, close_requested_at=NOW)
    assert rules.judge_payment(closing, absent, at=NOW + timedelta(seconds=119)) == "nothing_new"
    assert rules.judge_payment(closing, absent, at=NOW + timedelta(seconds=120)) == "closed"
    assert rules.judge_payment(INTENT, absent, at=NOW + timedelta(minutes=29)) == "nothing_new"
    assert rules.judge_payment(INTENT, absent, at=NOW + timedelta(minutes=30)) == "closed"


@pytest.mark.parametrize(
    ("ours", "theirs", "outcome"),
    [
        ("requested", "succeeded", "refunded"),
        ("unknown", "succeeded", "refunded"),
        ("unknown", "failed", "refund_failed"),
        ("requested", "pending", "nothing_new"),
        ("unknown", "absent", "nothing_new"),
        ("succeeded", "succeeded", "nothing_new"),
        ("failed", "failed", "nothing_new"),
        ("succeeded", "failed", "contradiction"),
        ("failed", "succeeded", "contradiction"),
    ],
)
def test_a_refund_ends_once(ours: str, theirs: str, outcome: str) -> None:
    part = msgspec.structs.replace(PART, status=RefundStatus(ours))
    state = ProviderRefundState(PART.reference, ProviderStatus(theirs), amount=PART.amount)
    assert rules.judge_refund(part, state) == outcome


def test_a_refund_of_another_amount_never_counts() -> None:
    for amount in (None, Money(4_999, "CNY")):
        state = ProviderRefundState(PART.reference, ProviderStatus.SUCCEEDED, amount=amount)
        assert rules.judge_refund(PART, state) == "other_amount"


@given(
    lefts=st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 10**9)), min_size=1, max_size=6),
    wanted=st.integers(1, 10**10),
)
def test_a_split_sums_to_the_amount_and_fits_everywhere(lefts: list[tuple[int, int]], wanted: int) -> None:
    intents = [captured(number, minor, min(minor, back)) for number, (minor, back) in enumerate(lefts, 1)]
    shares = rules.split_refund(intents, wanted)
    left = sum(intent.refundable_minor for intent in intents)
    assert (shares is None) == (wanted > left)
    for intent, share in shares or []:
        assert 0 < share <= intent.refundable_minor
    assert shares is None or sum(share for _, share in shares) == wanted
    assert shares is None or [intent.id for intent, _ in shares] == sorted({intent.id for intent, _ in shares})


def test_a_split_takes_the_newest_first_and_only_when_it_must() -> None:
    intents = [captured(1, 100), captured(2, 60)]
    assert rules.split_refund(intents, 60) == [(intents[1], 60)]
    assert rules.split_refund(intents, 90) == [(intents[0], 90)]
    assert rules.split_refund(intents, 130) == [(intents[0], 70), (intents[1], 60)]
    assert rules.split_refund(intents, 161) is None


def test_nothing_is_told_before_every_part_has_ended() -> None:
    other = msgspec.structs.replace(PART, id=RefundId(6), amount=Money(700, "CNY"))
    done = msgspec.structs.replace(PART, status=RefundStatus.SUCCEEDED)
    failed = msgspec.structs.replace(other, status=RefundStatus.FAILED)
    assert rules.refund_news([done, other]) == []
    assert rules.refund_news([done, failed]) == [
        RefundSucceeded(CustomerId(1), OrderId(3), RefundId(5), 5_000, "CNY"),
        RefundFailed(CustomerId(1), OrderId(3), RefundId(5), 700, "CNY"),
    ]


def test_a_page_lives_as_wanted_but_never_less_than_a_minute() -> None:
    assert rules.pay_page_expiry(None, at=NOW) == NOW + timedelta(minutes=30)
    assert rules.pay_page_expiry(NOW + timedelta(minutes=5), at=NOW) == NOW + timedelta(minutes=5)
    assert rules.pay_page_expiry(NOW - timedelta(hours=1), at=NOW) == NOW + timedelta(minutes=1)
