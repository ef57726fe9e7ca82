from typing import Annotated

import msgspec
import pytest

from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.money import Money
from shopwright.platform.http import Form, shown
from shopwright.platform.http.fields import Amount, Checkbox, Choice, Context, Key, Quantity, Text
from shopwright.platform.http.forms import amount_text, explain

CNY = Context("CNY")


class Offer(msgspec.Struct, frozen=True):
    title: Annotated[str, Text(least=2, most=10)]
    price: Annotated[Money, Amount(least_minor=1)]
    compare_at: Annotated[Money | None, Amount()] = None
    quantity: Annotated[int, Quantity(most=99)] = 1
    kind: Annotated[str, Choice(("tea", "pot"))] = "tea"
    tags: tuple[Annotated[int, Key()], ...] = ()
    is_listed: Annotated[bool, Checkbox()] = False


def _form(**texts: str | list[str]) -> Form:
    return Form({name: [text] if isinstance(text, str) else text for name, text in texts.items()}, {})


def test_a_right_form_becomes_its_struct() -> None:
    form = _form(title="  茶壶  ", price="12.5", quantity="3", kind="pot", tags=["4", "5"], is_listed="on")
    assert form.parse(Offer, currency="CNY") == Offer(
        "茶壶", Money(1250, "CNY"), None, 3, "pot", (4, 5), is_listed=True
    )


def test_every_wrong_field_is_told_at_once_and_nothing_typed_is_lost() -> None:
    form = _form(title="x", price="-1", quantity="0", kind="cup", tags=["4", "five"])
    with pytest.raises(InvalidInput) as refused:
        form.parse(Offer, currency="CNY")
    assert refused.value.fields == {
        "title": FieldError("Enter at least {least} characters.", least=2),
        "price": FieldError("Enter an amount such as {example}.", example="12.50"),
        "quantity": FieldError("Enter a number from {least} to {most}.", least=1, most=99),
        "kind": FieldError("This choice is not offered."),
        "tags": FieldError("This choice is not offered."),
    }
    assert form.filled(Offer) == {
        "title": "x",
        "price": "-1",
        "compare_at": "",
        "quantity": "0",
        "kind": "cup",
        "tags": ["4", "five"],
        "is_listed": "",
    }
    assert explain(refused.value.fields, "zh_CN")["quantity"] == "请输入 1 到 99 之间的数字。"


def test_an_empty_form_asks_for_what_it_needs() -> None:
    with pytest.raises(InvalidInput) as refused:
        _form().parse(Offer, currency="CNY")
    assert refused.value.fields == {
        "title": FieldError("Please fill this in."),
        "price": FieldError("Enter an amount such as {example}.", example="12.50"),
    }


def test_a_form_begins_with_a_record_or_with_defaults() -> None:
    assert shown(Offer)["quantity"] == "1"
    offer = Offer("茶壶", Money(1250, "CNY"), Money(2000, "CNY"), 3, "pot", (4, 5), is_listed=True)
    assert shown(Offer, offer) == {
        "title": "茶壶",
        "price": "12.50",
        "compare_at": "20.00",
        "quantity": "3",
        "kind": "pot",
        "tags": ["4", "5"],
        "is_listed": "on",
    }


@pytest.mark.parametrize(
    ("text", "minor"),
    [("0", 0), ("12", 1200), ("12.5", 1250), ("12.50", 1250), (" 0.01 ", 1), ("007", 700), ("99999999.99", 9999999999)],
)
def test_money_is_exact(text: str, minor: int) -> None:
    assert Amount().read(text, CNY) == Money(minor, "CNY")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-1",
        "+1",
        "1e3",
        "NaN",
        "Infinity",
        "１２",
        "12,50",
        "1,000",
        "12.505",
        ".5",
        "5.",
        "0x1f",
        "1 000",
        "9" * 40,
        "12.5\n0",
        "٣",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert isinstance(Amount().read(text, CNY), FieldError)


def test_an_amount_stays_within_its_bounds() -> None:
    told = FieldError("This amount is too small or too large.")
    assert Amount(least_minor=1).read("0", CNY) == told
    assert Amount(most_minor=100).read("1.01", CNY) == told


def test_each_currency_has_its_own_decimals() -> None:
    assert Amount().read("1250", Context("JPY")) == Money(1250, "JPY")
    assert isinstance(Amount().read("12.5", Context("JPY")), FieldError)
    assert Amount().read("1.234", Context("KWD")) == Money(1234, "KWD")
    assert [amount_text(Money(1250, code)) for code in ("CNY", "JPY", "KWD")] == ["12.50", "1250", "1.250"]


def test_text_is_trimmed_normalised_and_free_of_controls() -> None:
    assert Text().read(" cafe\u0301 ", CNY) == "café"
    assert Text(is_exact=True).read(" pass ", CNY) == " pass "
    assert Text(is_long=True).read("one\r\ntwo", CNY) == "one\ntwo"
    assert Text().read("\u202d138 0013 8000\u202c", CNY) == "138 0013 8000"
    assert Text().read("\u2067 \u202egnihton", CNY) == "gnihton"
    assert Text(is_exact=True).read("\u202epass", CNY) == "\u202epass"
    assert isinstance(Text().read("one\ntwo", CNY), FieldError)
    assert isinstance(Text().read("nul\x00", CNY), FieldError)
    assert isinstance(Text().read("\ud800", CNY), FieldError)


def test_a_box_that_must_be_ticked() -> None:
    assert Checkbox(must=True).read("", CNY) == FieldError("Please tick this box to continue.")
    assert Checkbox(must=True).read("on", CNY) is True


@pytest.mark.parametrize("text", ["-1", "1.0", "9223372036854775808", "１", "1e3", "x"])
def test_a_key_that_nobody_offered(text: str) -> None:
    assert Key().read(text, CNY) == FieldError("This choice is not offered.")
