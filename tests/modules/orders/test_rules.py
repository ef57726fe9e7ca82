from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwright.kernel.errors import InvalidInput
from shopwright.kernel.ids import OrderLineId, ProductId, VariantId
from shopwright.kernel.money import Money, total
from shopwright.modules.orders import rules
from shopwright.modules.orders.contracts import CancelReason, OrderLine, ParcelLine
from shopwright.modules.orders.errors import NothingToShip
from shopwright.modules.orders.rules import OrderFacts

AT = datetime(2027, 3, 8, 4, 0, tzinfo=UTC)
EXPIRED: dict[str, object] = {"cancelled_at": AT, "cancel_reason": CancelReason.UNPAID_IN_TIME}
CURRENCIES = st.sampled_from(["CNY", "JPY", "KWD"])


@pytest.mark.parametrize(
    ("facts", "order", "payment", "fulfilment"),
    [
        ({}, "pending_payment", "unpaid", "unfulfilled"),
        ({"captured_minor": 40}, "pending_payment", "partially_paid", "unfulfilled"),
        ({"captured_minor": 100}, "placed", "paid", "unfulfilled"),
        ({"captured_minor": 200}, "placed", "paid", "unfulfilled"),
        ({"captured_minor": 200, "refunded_minor": 100}, "placed", "paid", "unfulfilled"),
        ({"captured_minor": 100, "refund_requested_minor": 100}, "placed", "paid", "unfulfilled"),
        ({"captured_minor": 100, "refunded_minor": 1}, "placed", "partially_refunded", "unfulfilled"),
        ({"captured_minor": 100, "refunded_minor": 100}, "placed", "refunded", "unfulfilled"),
        ({"cancelled_at": AT}, "cancelled", "unpaid", "unfulfilled"),
        ({"cancelled_at": AT, "captured_minor": 100}, "cancelled", "paid", "unfulfilled"),
        ({"cancelled_at": AT, "captured_minor": 100, "refunded_minor": 100}, "cancelled", "refunded", "unfulfilled"),
        ({"total_minor": 0}, "placed", "paid", "unfulfilled"),
        ({"captured_minor": 100, "shipped_quantity": 1}, "placed", "paid", "partially_fulfilled"),
        (
            {"captured_minor": 100, "shipped_quantity": 1, "delivered_quantity": 1},
            "placed",
            "paid",
            "partially_fulfilled",
        ),
        ({"captured_minor": 100, "shipped_quantity": 3}, "placed", "paid", "fulfilled"),
        ({"captured_minor": 100, "shipped_quantity": 2, "cancelled_quantity": 1}, "placed", "paid", "fulfilled"),
        ({"captured_minor": 100, "shipped_quantity": 3, "delivered_quantity": 2}, "placed", "paid", "fulfilled"),
        ({"captured_minor": 100, "shipped_quantity": 3, "delivered_quantity": 3}, "placed", "paid", "delivered"),
        (
            {"captured_minor": 100, "shipped_quantity": 3, "delivered_quantity": 3, "completed_at": AT},
            "completed",
            "paid",
            "delivered",
        ),
    ],
)
def test_statuses_follow_from_the_facts(facts: dict[str, object], order: str, payment: str, fulfilment: str) -> None:
    given_facts = {"currency": "CNY", "total_minor": 100, "item_quantity": 3, **facts}
    statuses = rules.derive_statuses(msgspec.convert(given_facts, OrderFacts))
    assert (statuses.order, statuses.payment, statuses.fulfilment) == (order, payment, fulfilment)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30), st.integers(0, 10**6), CURRENCIES)
def test_shares_of_the_freight_sum_to_it(totals: list[int], freight_minor: int, currency: str) -> None:
    shares = rules.share_out_freight(totals, Money(freight_minor, currency))
    assert len(shares) == len(totals)
    assert sum(shares) == freight_minor
    assert min(shares) >= 0


def test_freight_is_shared_by_worth() -> None:
    assert rules.share_out_freight([3_000, 1_000], Money(800, "CNY")) == (600, 200)
    assert rules.share_out_freight([1, 1, 1], Money(800, "CNY")) == (267, 267, 266)
    assert rules.share_out_freight([0, 0], Money(5, "JPY")) == (3, 2)
    assert rules.share_out_freight([700], Money(1_500, "KWD")) == (1_500,)


def a_line(line_id: int, *, quantity: int, payable: Money, refunded_quantity: int = 0) -> OrderLine:
    zero = Money(0, payable.currency)
    return OrderLine(
        id=OrderLineId(line_id),
        variant_id=VariantId(1),
        product_id=ProductId(1),
        sku="",
        title="",
        options_text="",
        picture_url="",
        quantity=quantity,
        unit_price=zero,
        discount=zero,
        total=zero,
        payable=payable,
        cancelled_quantity=0,
        shipped_quantity=0,
        refunded_quantity=refunded_quantity,
        refunded=zero,
    )


def test_a_part_is_refunded_half_up_and_the_last_part_takes_the_rest() -> None:
    payable = Money(1_000, "CNY")
    first = rules.refundable([a_line(1, quantity=3, payable=payable)], {OrderLineId(1): 1})
    then = rules.refundable([a_line(1, quantity=3, payable=payable, refunded_quantity=1)], {OrderLineId(1): 1})
    rest = rules.refundable([a_line(1, quantity=3, payable=payable, refunded_quantity=2)], {OrderLineId(1): 1})
    assert [part[OrderLineId(1)].minor for part in (first, then, rest)] == [333, 334, 333]


@given(
    st.integers(0, 10**9),
    CURRENCIES,
    st.lists(st.integers(1, 40), min_size=1, max_size=12),
)
def test_parts_refunded_in_any_steps_sum_to_the_whole(payable_minor: int, currency: str, steps: list[int]) -> None:
    quantity, payable = sum(steps), Money(payable_minor, currency)
    parts, done = [], 0
    for step in steps:
        line = a_line(1, quantity=quantity, payable=payable, refunded_quantity=done)
        parts.append(rules.refundable([line], {OrderLineId(1): step})[OrderLineId(1)])
        done += step
    assert total(parts, currency=currency) == payable
    assert min(part.minor for part in parts) >= 0


@given(st.data(), CURRENCIES, st.integers(0, 10**5))
def test_refunding_every_line_gives_back_exactly_what_was_captured(
    data: st.DataObject, currency: str, freight_minor: int
) -> None:
    sold = data.draw(st.lists(st.tuples(st.integers(1, 99), st.integers(0, 10**6)), min_size=1, max_size=10))
    totals = [quantity * price for quantity, price in sold]
    shares = rules.share_out_freight(totals, Money(freight_minor, currency))
    lines = [
        a_line(index, quantity=quantity, payable=Money(totals[index] + shares[index], currency))
        for index, (quantity, _) in enumerate(sold)
    ]
    back = rules.refundable(lines, {line.id: line.quantity for line in lines})
    assert total(list(back.values()), currency=currency) == Money(sum(totals) + freight_minor, currency)


@pytest.mark.parametrize("quantity", [-1, 3])
def test_no_more_pieces_are_refunded_than_are_left(quantity: int) -> None:
    line = a_line(1, quantity=3, payable=Money(1_000, "CNY"), refunded_quantity=1)
    with pytest.raises(ValueError, match="cannot be refunded"):
        rules.refundable([line], {line.id: quantity})


@pytest.mark.parametrize(
    ("facts", "can_revive", "surplus"),
    [
        ({"captured_minor": 100}, False, 0),
        ({"captured_minor": 150}, False, 50),
        ({"captured_minor": 200, "refund_requested_minor": 100}, False, 0),
        ({**EXPIRED, "captured_minor": 99}, False, 99),
        ({**EXPIRED, "captured_minor": 100}, True, 100),
        ({**EXPIRED, "captured_minor": 100, "refund_requested_minor": 100}, False, 0),
        ({**EXPIRED, "captured_minor": 200, "refund_requested_minor": 100}, False, 100),
        *(
            ({"cancelled_at": AT, "cancel_reason": reason, "captured_minor": 100}, False, 100)
            for reason in CancelReason
            if reason is not CancelReason.UNPAID_IN_TIME
        ),
    ],
)
def test_what_late_money_may_do(facts: dict[str, object], *, can_revive: bool, surplus: int) -> None:
    known = msgspec.convert({"currency": "CNY", "total_minor": 100, "item_quantity": 1, **facts}, OrderFacts)
    assert rules.can_revive(known) == can_revive
    assert rules.surplus_minor(known) == surplus


def test_a_line_named_twice_counts_together() -> None:
    one, two = OrderLineId(1), OrderLineId(2)
    assert rules.merge_parcel([ParcelLine(one, 1), ParcelLine(two, 2), ParcelLine(one, 3)]) == {one: 4, two: 2}


@pytest.mark.parametrize("quantities", [[], [0], [-1], [1, -1], [10_000], [2**63]])
def test_a_parcel_without_whole_pieces_is_refused(quantities: list[int]) -> None:
    with pytest.raises(NothingToShip):
        rules.merge_parcel([ParcelLine(OrderLineId(index), quantity) for index, quantity in enumerate(quantities)])


@pytest.mark.parametrize(
    ("typed", "cleaned"), [(" sf 1234 5678 ", "SF12345678"), ("jt-001", "JT-001"), ("9" * 40, "9" * 40)]
)
def test_a_tracking_number_is_cleaned(typed: str, cleaned: str) -> None:
    assert rules.clean_tracking_number(typed) == cleaned


@pytest.mark.parametrize("typed", ["", "  ", "-", "9" * 41, "SF/1", "１２３", "<b>", "顺丰1"])
def test_what_is_no_tracking_number_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.clean_tracking_number(typed)
    assert list(refused.value.fields) == ["tracking_number"]


def test_the_shops_own_reasons_are_not_offered_to_shoppers() -> None:
    own = {CancelReason.UNPAID_IN_TIME, CancelReason.STOCK_GONE, CancelReason.REFUNDED}
    assert own.isdisjoint(rules.SHOPPER_CANCEL_REASONS)
    assert CancelReason.OUT_OF_STOCK not in rules.SHOPPER_CANCEL_REASONS
