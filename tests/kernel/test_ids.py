"""Order numbers: one for every id and back, revealing neither count nor neighbour."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwright.kernel.ids import ID_MAX, NUMBER_DIGITS, NumberCipher

CIPHER = NumberCipher(b"a key of the shop")
OTHER = NumberCipher(b"a key of another shop")


@given(st.integers(0, ID_MAX))
def test_a_number_leads_back_to_its_id(value: int) -> None:
    number = CIPHER.number(value)
    assert CIPHER.find(number) == value
    assert len(number) == NUMBER_DIGITS
    assert number[0] in "12"


@given(st.integers(10**12, 10**12 + ID_MAX).map(str))
def test_every_number_in_range_belongs_to_one_id(number: str) -> None:
    value = CIPHER.find(number)
    assert value is not None
    assert CIPHER.number(value) == number


def test_ten_thousand_neighbours_have_ten_thousand_numbers_in_no_order() -> None:
    numbers = [int(CIPHER.number(value)) for value in range(10_000)]
    assert len(set(numbers)) == 10_000
    rising = sum(left < right for left, right in itertools.pairwise(numbers))
    assert 4_500 < rising < 5_500
    near = sum(abs(left - right) < 100_000_000 for left, right in itertools.pairwise(numbers))
    assert near < 10


def test_the_ends_of_the_range_have_numbers() -> None:
    assert {CIPHER.find(CIPHER.number(value)) for value in (0, 1, ID_MAX)} == {0, 1, ID_MAX}


def test_another_key_gives_other_numbers() -> None:
    assert [value for value in range(1_000) if CIPHER.number(value) == OTHER.number(value)] == []


@pytest.mark.parametrize("value", [-1, ID_MAX + 1])
def test_an_id_out_of_range_is_a_mistake(value: int) -> None:
    with pytest.raises(ValueError, match="id out of range"):
        CIPHER.number(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "123456789012",
        "12345678901234",
        "0999999999999",
        "2099511627776",
        "9999999999999",
        "-123456789012",
        "+123456789012",
        " 123456789012",
        "1e10000000000",
        "１２３４５６７８９０１２３",
        "1_00000000000",
        "1000000000000\n",
    ],
)
def test_what_is_no_number_of_ours_is_found_nowhere(text: str) -> None:
    assert CIPHER.find(text) is None


@given(st.text(max_size=20))
def test_any_text_may_be_asked_for(text: str) -> None:
    found = CIPHER.find(text)
    assert found is None or CIPHER.number(found) == text
