"""What roles grant, and what members and roles may be: tables and properties, no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwright.kernel.errors import FieldError
from shopwright.modules.staff import rules
from shopwright.modules.staff.public import grants

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
