"""Money is exact: parts sum to the whole, one rounding rule, no mixing of currencies."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwright.kernel.money import CurrencyMismatch, Money, allocate, share, total

minors = st.integers(-(10**15), 10**15)
weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=30)


def yuan(minor: int) -> Money:
    return Money(minor, "CNY")


def test_arithmetic_is_exact() -> None:
    assert yuan(10**18) + yuan(1) == yuan(10**18 + 1)
    assert yuan(5) - yuan(8) == yuan(-3)
    assert yuan(333) * 3 == yuan(999)
    assert -yuan(7) == yuan(-7)
    assert yuan(1) < yuan(2) <= yuan(2)
    assert yuan(3) > yuan(2) >= yuan(2)
    assert bool(yuan(-1))
    assert not yuan(0)


def test_currencies_never_mix() -> None:
    with pytest.raises(CurrencyMismatch, match="cannot combine CNY with JPY"):
        _ = yuan(1) + Money(1, "JPY")
    with pytest.raises(CurrencyMismatch):
        _ = yuan(1) - Money(1, "JPY")
    with pytest.raises(CurrencyMismatch):
        _ = yuan(1) <= Money(1, "JPY")
    with pytest.raises(CurrencyMismatch):
        total([yuan(1), Money(1, "JPY")], currency="CNY")
    assert yuan(1) != Money(1, "JPY")


def test_a_total_of_nothing_is_zero_of_its_currency() -> None:
    assert total([], currency="KWD") == Money(0, "KWD")
    assert total([yuan(1), yuan(2), yuan(-5)], currency="CNY") == yuan(-2)


@pytest.mark.parametrize(
    ("minor", "numerator", "denominator", "expected"),
    [
        (100, 1, 3, 33),
        (200, 1, 3, 67),
        (5, 1, 2, 3),
        (-5, 1, 2, -3),
        (15, 1, 10, 2),
        (14, 1, 10, 1),
        (1, 1, 2, 1),
        (1, 49, 100, 0),
        (100, -1, 3, -33),
        (0, 5, 7, 0),
        (9999, 6, 100, 600),
    ],
)
def test_a_share_is_rounded_half_away_from_zero(minor: int, numerator: int, denominator: int, expected: int) -> None:
    assert share(yuan(minor), ratio_numerator=numerator, ratio_denominator=denominator) == yuan(expected)


@given(minor=minors, numerator=st.integers(-(10**9), 10**9), denominator=st.integers(1, 10**9))
def test_a_share_is_never_further_off_than_half_a_unit(minor: int, numerator: int, denominator: int) -> None:
    part = share(yuan(minor), ratio_numerator=numerator, ratio_denominator=denominator).minor
    exact = Fraction(minor * numerator, denominator)
    assert abs(part - exact) <= Fraction(1, 2)
    if abs(part - exact) == Fraction(1, 2):
        assert abs(part) > abs(exact)


@pytest.mark.parametrize("denominator", [0, -1])
def test_a_share_of_no_whole_is_a_mistake(denominator: int) -> None:
    with pytest.raises(ValueError, match="ratio_denominator must be positive"):
        share(yuan(1), ratio_numerator=1, ratio_denominator=denominator)


@pytest.mark.parametrize(
    ("minor", "by", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (101, [1, 1, 1], [34, 34, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (800, [9900, 100], [792, 8]),
        (800, [0, 5], [0, 800]),
        (5, [0, 0], [3, 2]),
        (1, [1, 2], [0, 1]),
        (0, [3, 4], [0, 0]),
        (7, [5], [7]),
        (10, [1, 2, 3], [2, 3, 5]),
    ],
)
def test_what_is_left_over_goes_to_the_largest_remainders(minor: int, by: list[int], parts: list[int]) -> None:
    assert allocate(yuan(minor), weights=by) == tuple(yuan(part) for part in parts)


@given(minor=minors, by=weights)
def test_allocated_parts_sum_to_the_whole_and_are_within_one_unit_of_fair(minor: int, by: list[int]) -> None:
    parts = allocate(yuan(minor), weights=by)
    assert total(parts, currency="CNY") == yuan(minor)
    fair = by if any(by) else [1] * len(by)
    assert len(parts) == len(by)
    for part, weight in zip(parts, fair, strict=True):
        assert abs(part.minor - Fraction(minor * weight, sum(fair))) < 1
        assert part.minor * minor >= 0


@given(minor=minors, by=weights)
def test_a_greater_weight_never_gets_less(minor: int, by: list[int]) -> None:
    parts = [abs(part.minor) for part in allocate(yuan(minor), weights=by)]
    ranked = [part for _, part in sorted(zip(by, parts, strict=True))]
    assert ranked == sorted(ranked)


@given(minor=minors, by=weights)
def test_a_refund_is_split_as_the_charge_was(minor: int, by: list[int]) -> None:
    assert allocate(yuan(-minor), weights=by) == tuple(-part for part in allocate(yuan(minor), weights=by))


@pytest.mark.parametrize("by", [[], [1, -1]])
def test_wrong_weights_are_a_mistake(by: list[int]) -> None:
    with pytest.raises(ValueError, match="weights must be one or more non-negative integers"):
        allocate(yuan(1), weights=by)
