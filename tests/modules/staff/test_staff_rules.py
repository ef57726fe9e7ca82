"""What roles grant and what passwords may be: tables and properties, no database."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwright.kernel.errors import FieldError
from shopwright.modules.staff import rules
from shopwright.modules.staff.operations.hash_password import HashCost
from shopwright.modules.staff.public import check_password, clean_line, grants, hash_password, hashing, verify_password

TOO_COMMON = FieldError("This password is among those that are guessed first. Choose another.")
words = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)
permissions = st.builds(lambda module, verb: f"{module}.{verb}", words, words)


@pytest.mark.parametrize(
    ("held", "permission", "granted"),
    [
        (["*"], "catalog.edit", True),
        (["catalog.*"], "catalog.edit", True),
        (["catalog.edit"], "catalog.edit", True),
        (["orders.view", "catalog.edit"], "catalog.edit", True),
        ([], "catalog.edit", False),
        (["catalog.view"], "catalog.edit", False),
        (["catalog.*"], "catalogue.edit", False),
        (["cat.*"], "catalog.edit", False),
        (["catalog"], "catalog.edit", False),
        (["*.edit"], "catalog.edit", False),
        (["catalog.ed"], "catalog.edit", False),
        (["*"], "*", False),
        (["*"], "", False),
        (["*"], "catalog", False),
        (["*"], ".edit", False),
        (["*"], "catalog.", False),
        (["catalog.*"], "catalog.*", False),
        (["catalog.*"], "catalog.", False),
    ],
)
def test_what_a_member_holds_decides_what_is_allowed(held: list[str], permission: str, granted: bool) -> None:
    assert grants(held, permission) is granted


@pytest.mark.parametrize(
    ("held", "wanted", "covered"),
    [
        (["*"], ["*", "catalog.*", "orders.view"], True),
        (["catalog.*"], ["catalog.*", "catalog.edit"], True),
        (["catalog.edit"], ["catalog.edit"], True),
        (["catalog.edit"], [], True),
        ([], [], True),
        (["catalog.edit"], ["catalog.*"], False),
        (["catalog.*"], ["*"], False),
        (["catalog.*"], ["catalog.edit", "orders.view"], False),
        (["catalog.*", "orders.*", "staff.*"], ["*"], False),
    ],
)
def test_nobody_gives_more_than_they_hold(held: list[str], wanted: list[str], covered: bool) -> None:
    assert rules.covers(held, wanted) is covered


@given(held=st.lists(permissions | words.map("{}.*".format) | st.just("*")), wanted=st.lists(permissions))
def test_what_is_covered_is_granted_one_by_one(held: list[str], wanted: list[str]) -> None:
    assert rules.covers(held, wanted) is all(grants(held, permission) for permission in wanted)


@pytest.mark.parametrize(
    "wrong", ["", "catalog", "Catalog.edit", "catalog.edit.all", "*.*", "*.edit", "catalog.", "a b.c", "a.b\n"]
)
def test_a_role_holds_only_well_formed_permissions(wrong: str) -> None:
    assert rules.check_role(name="Clerk", permissions=["orders.view", wrong]) == {
        "permissions": FieldError("There is no permission {wrong}.", wrong=wrong)
    }


def test_every_wrong_field_of_a_member_is_told_at_once() -> None:
    assert rules.check_member(email="lin", name=" ") == {
        "email": FieldError("Enter an e-mail address."),
        "name": FieldError("Enter 1 to {most} characters.", most=40),
    }
    assert rules.check_member(email=" LIN@Shop.example", name=" Lin\n Mei ") == ("lin@shop.example", "Lin Mei")


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


async def test_hashes_of_another_cost_stay_valid() -> None:
    password_hash = await hash_password("correct horse")
    hashing.cost = HashCost(memory_kib=16, pass_count=2, lane_count=1)
    assert await verify_password(password_hash, "correct horse")


def test_the_cost_of_the_shop_is_what_the_field_recommends() -> None:
    assert HashCost() == HashCost(memory_kib=19_456, pass_count=3, lane_count=1)
