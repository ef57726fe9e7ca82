"""The small shared words: quantity, clock, refusals, actors."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.clock import SystemClock, VirtualClock
from shopwright.kernel.errors import FieldError, InvalidInput, NotFound, Refusal
from shopwright.kernel.quantity import QUANTITY_MAX, parse_quantity

NO_NUMBER = FieldError("Enter a whole number.")
OUT_OF_RANGE = FieldError("Enter a number from {least} to {most}.", least=1, most=9_999)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 1),
        (" 12 ", 12),
        ("007", 7),
        ("9999", 9_999),
        ("0", OUT_OF_RANGE),
        ("10000", OUT_OF_RANGE),
        ("9999999", OUT_OF_RANGE),
        ("", NO_NUMBER),
        ("-1", NO_NUMBER),
        ("+1", NO_NUMBER),
        ("0.5", NO_NUMBER),
        ("1.0", NO_NUMBER),
        ("1e3", NO_NUMBER),
        ("1e9", NO_NUMBER),
        ("NaN", NO_NUMBER),
        ("inf", NO_NUMBER),
        ("0x10", NO_NUMBER),
        ("1_000", NO_NUMBER),
        ("1,000", NO_NUMBER),
        ("１２", NO_NUMBER),
        ("²", NO_NUMBER),
        ("9223372036854775808", NO_NUMBER),
        ("9" * 10_000, NO_NUMBER),
        ("1\n2", NO_NUMBER),
        ("1; DROP TABLE", NO_NUMBER),
    ],
)
def test_a_quantity_is_a_whole_number_in_range_or_nothing(text: str, expected: int | FieldError) -> None:
    assert parse_quantity(text) == expected


def test_a_quantity_has_the_range_that_the_caller_names() -> None:
    assert parse_quantity("0", least=0, most=5) == 0
    assert parse_quantity("6", least=0, most=5) == FieldError("Enter a number from {least} to {most}.", least=0, most=5)


@given(st.integers(1, QUANTITY_MAX))
def test_every_quantity_in_range_reads_as_itself(quantity: int) -> None:
    assert parse_quantity(str(quantity)) == quantity


@given(st.text(max_size=30))
def test_any_text_is_a_quantity_in_range_or_told_as_wrong(text: str) -> None:
    read = parse_quantity(text)
    assert isinstance(read, FieldError) or 1 <= read <= QUANTITY_MAX


def test_a_virtual_clock_stands_until_it_is_moved_and_tells_utc() -> None:
    start = datetime(2027, 3, 8, 12, 0, tzinfo=timezone(timedelta(hours=8)))
    clock = VirtualClock(start)
    assert clock.now() == clock.now() == start
    assert clock.now().tzinfo is UTC
    assert clock.advance(timedelta(minutes=30)) == datetime(2027, 3, 8, 4, 30, tzinfo=UTC)
    assert clock.advance(timedelta(0)) == clock.now()


def test_a_virtual_clock_never_runs_backwards_and_needs_a_zone() -> None:
    clock = VirtualClock(datetime(2027, 3, 8, tzinfo=UTC))
    with pytest.raises(ValueError, match="time does not run backwards"):
        clock.advance(timedelta(microseconds=-1))
    assert clock.now() == datetime(2027, 3, 8, tzinfo=UTC)
    with pytest.raises(ValueError, match="a moment needs a zone"):
        VirtualClock(datetime(2027, 3, 8))  # noqa: DTZ001 - the missing zone is the point.


def test_the_system_clock_tells_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


class OutOfPaint(Refusal):
    code = "out_of_paint"
    sentence = "Only {left} of {colour} left."


def test_a_refusal_says_its_sentence_with_its_values() -> None:
    refusal = OutOfPaint(left=2, colour="red")
    assert str(refusal) == "Only 2 of red left."
    assert refusal.values == {"left": 2, "colour": "red"}
    assert (refusal.code, refusal.status) == ("out_of_paint", 409)
    assert str(OutOfPaint(left=2)) == "Only 2 of {colour} left."
    assert NotFound().status == 404


def test_invalid_input_names_every_wrong_field() -> None:
    refusal = InvalidInput({"name": NO_NUMBER, "size": OUT_OF_RANGE})
    assert refusal.status == 422
    assert refusal.fields == {"name": NO_NUMBER, "size": OUT_OF_RANGE}
    assert NO_NUMBER != OUT_OF_RANGE
    assert FieldError("Enter {a}.", a=1) != FieldError("Enter {a}.", a=2)
    assert len({FieldError("Enter {a}.", a=1), FieldError("Enter {a}.", a=1)}) == 1


def test_an_actor_is_of_one_kind() -> None:
    assert Actor.customer(5) == Actor(ActorKind.CUSTOMER, 5, "")
    assert Actor.staff(5, "Lin") == Actor(ActorKind.STAFF, 5, "Lin")
    assert Actor.system("sweep") == Actor(ActorKind.SYSTEM, None, "sweep")
    assert Actor.provider("pay") == Actor(ActorKind.PROVIDER, None, "pay")
    assert Actor.customer(5) != Actor.staff(5)
