"""What a password may be and how it is kept; the one spelling of typed words; when an account rests."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwright.kernel.errors import FieldError
from shopwright.platform.credentials import (
    HashCost,
    check_password,
    clean_line,
    hash_password,
    hashing,
    parse_email,
    verify_password,
)

TOO_COMMON = FieldError("This password is among those that are guessed first. Choose another.")


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("correct horse", None),
        ("x" * 7 + "y", None),
        ("长密码也很好啊", FieldError("Enter at least {least} characters.", least=8)),
        ("长密码也很好的啊", None),
        ("1234567", FieldError("Enter at least {least} characters.", least=8)),
        ("xy" * 64, None),
        ("xy" * 64 + "z", FieldError("Enter at most {most} characters.", most=128)),
        ("12345678", TOO_COMMON),
        ("１２３４５６７８", TOO_COMMON),
        ("Password1", TOO_COMMON),
        ("woaini1314", TOO_COMMON),
        ("88888888", TOO_COMMON),
        ("zzzzzzzzzzzz", TOO_COMMON),
        ("Lin@Shop.example", FieldError("The password must differ from the login.")),
    ],
)
def test_a_password_is_long_enough_and_no_first_guess(password: str, error: FieldError | None) -> None:
    assert check_password(password, logins=["lin@shop.example"]) == error


@pytest.mark.parametrize(
    ("typed", "email"),
    [
        ("lin@shop.example", "lin@shop.example"),
        (" Ｌｉｎ＠Shop.example\u200b", "lin@shop.example"),
        ("lin", FieldError("Enter an e-mail address.")),
        ("lin@shop", FieldError("Enter an e-mail address.")),
        ("l" * 65 + "@shop.example", FieldError("Enter an e-mail address.")),
        (" " * 400 + "lin@shop.example", FieldError("Enter an e-mail address.")),
    ],
)
def test_an_email_address_has_one_spelling(typed: str, email: str | FieldError) -> None:
    assert parse_email(typed) == email


@given(st.text(max_size=60))
def test_a_cleaned_line_is_one_line_and_stays_as_it_is(typed: str) -> None:
    cleaned = clean_line(typed)
    assert clean_line(cleaned) == cleaned
    assert cleaned.isprintable()
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert [sign for sign in cleaned if unicodedata.category(sign) == "Cf"] == []


async def test_a_hash_is_salted_and_known_again() -> None:
    first, second = await hash_password("correct horse"), await hash_password("correct horse")
    assert first != second
    assert first.startswith("$argon2id$")
    assert await verify_password(first, "correct horse")
    assert not await verify_password(first, "Correct horse")
    assert not await verify_password(first, "")


async def test_full_width_digits_are_the_digits_they_look_like() -> None:
    assert await verify_password(await hash_password("secret 2027"), "secret ２０２７")


async def test_no_hash_and_a_broken_hash_are_never_right() -> None:
    assert not await verify_password(None, "the password of nobody")
    assert not await verify_password("", "")
    assert not await verify_password("not a hash", "not a hash")


async def test_a_password_of_any_signs_can_be_verified() -> None:
    assert not await verify_password(None, "\ud800\0")


async def test_hashes_of_another_cost_stay_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    password_hash = await hash_password("correct horse")
    monkeypatch.setattr(hashing, "cost", HashCost(memory_kib=16, pass_count=2, lane_count=1))
    assert await verify_password(password_hash, "correct horse")


def test_the_cost_of_the_shop_is_what_the_field_recommends() -> None:
    assert HashCost() == HashCost(memory_kib=19_456, pass_count=3, lane_count=1)
