"""What a login, a phone number, a profile and an address may be: tables and properties, no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError
from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers import rules
from shopwright.modules.customers.contracts import AddressInput, Login, LoginKind
from shopwright.modules.customers.rules import CheckedAddress, check_address, parse_login, parse_phone

NO_LOGIN = FieldError("Enter a mobile number or an e-mail address.")
NO_EMAIL = FieldError("Enter an e-mail address.")
NO_PHONE = FieldError("Enter a mobile number, or a landline with its area code.")
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
LETTERS = "abcdefghijklmnopqrstuvwxyz"

mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
labels = st.text(LETTERS + "0123456789", min_size=1, max_size=10)
emails = st.builds(
    lambda mailbox, host, top: f"{'.'.join(mailbox)}@{'.'.join([*host, top])}",
    st.lists(labels, min_size=1, max_size=3),
    st.lists(labels, min_size=1, max_size=2),
    st.text(LETTERS, min_size=2, max_size=6),
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("13800138000", "13800138000"),
        (" 138 0013 8000 ", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+8613800138000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("(+86)13800138000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("＋８６　１３８００１３８０００", "13800138000"),
        ("\u202d13800138000\u202c", "13800138000"),
        ("19912345678", "19912345678"),
    ],
)
def test_a_mobile_number_is_read_however_it_was_typed(typed: str, value: str) -> None:
    assert parse_login(typed) == Login(LoginKind.PHONE, value)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("mei@example.com", "mei@example.com"),
        ("  Mei.Lin@Example.COM ", "mei.lin@example.com"),
        ("ｍｅｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", "mei@example.com"),
        ("mei＠example.com", "mei@example.com"),
        ("mei+shop@mail.example.co", "mei+shop@mail.example.co"),
        ("12345678@qq.com", "12345678@qq.com"),
        ("\u200bmei@example.com\ufeff", "mei@example.com"),
    ],
)
def test_an_email_address_is_read_however_it_was_typed(typed: str, value: str) -> None:
    assert parse_login(typed) == Login(LoginKind.EMAIL, value)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", NO_LOGIN),
        ("mei", NO_LOGIN),
        ("12345678901", NO_LOGIN),
        ("1380013800", NO_LOGIN),
        ("138001380000", NO_LOGIN),
        ("+8513800138000", NO_LOGIN),
        ("+86+8613800138000", NO_LOGIN),
        ("٠١٣٨٠٠١٣٨٠٠", NO_LOGIN),
        ("1380013800x", NO_LOGIN),
        ("@", NO_EMAIL),
        ("mei@", NO_EMAIL),
        ("@example.com", NO_EMAIL),
        ("mei@example", NO_EMAIL),
        ("mei@exa mple.com", NO_EMAIL),
        ("mei lin@example.com", NO_EMAIL),
        ("mei@@example.com", NO_EMAIL),
        ("mei..lin@example.com", NO_EMAIL),
        (".mei@example.com", NO_EMAIL),
        ("mei@-example.com", NO_EMAIL),
        ("mei@example.com.", NO_EMAIL),
        ("mei@1.2.3.4", NO_EMAIL),
        ("mei@例子.com", NO_EMAIL),
        ("mei@example.com\r\nBcc: all@example.com", NO_EMAIL),
        ("mei@example.com\0", NO_EMAIL),
        ("a" * 65 + "@example.com", NO_EMAIL),
        ("mei@" + "a" * 62 + "." + "b" * 62 + "." + "c" * 62 + "." + "d" * 62 + ".com", NO_EMAIL),
        ("a" * 401, NO_LOGIN),
    ],
)
def test_anything_else_is_no_login(typed: str, error: FieldError) -> None:
    assert parse_login(typed) == error


@given(
    mobile=mobiles,
    prefix=st.sampled_from(["", "+86", "0086", "86"]),
    cuts=st.sets(st.integers(0, 13)),
    wide=st.booleans(),
)
def test_every_way_of_typing_a_mobile_number_is_one_login(mobile: str, prefix: str, cuts: set[int], wide: bool) -> None:
    spaced = "".join(f" {sign}" if place in cuts else sign for place, sign in enumerate(prefix + mobile))
    typed = spaced.translate(WIDE) if wide else spaced
    assert parse_login(typed) == Login(LoginKind.PHONE, mobile)


@given(
    email=emails,
    upper=st.sets(st.integers(0, 60)),
    wide=st.booleans(),
    space=st.sampled_from(["", " ", "\u3000", "\t"]),
)
def test_every_way_of_typing_an_email_address_is_one_login(email: str, upper: set[int], wide: bool, space: str) -> None:
    cased = "".join(sign.upper() if place in upper else sign for place, sign in enumerate(email))
    typed = space + (cased.translate(WIDE) if wide else cased) + space
    assert parse_login(typed) == Login(LoginKind.EMAIL, email)


@given(typed=st.text(max_size=80) | emails | mobiles)
def test_what_was_read_reads_as_itself(typed: str) -> None:
    read = parse_login(typed)
    if isinstance(read, Login):
        assert parse_login(read.value) == read
        assert read.value.isascii()


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("13800138000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("0571-88888888", "0571-88888888"),
        ("(0571) 8888 8888", "0571-88888888"),
        ("010 66666666", "010-66666666"),
        ("０２１－６２３４５６７８", "021-62345678"),
        ("0898 6666666", "0898-6666666"),
        ("+852 9123 4567", "+85291234567"),
        ("00853 66123456", "+85366123456"),
        ("+886 912 345 678", "+886912345678"),
    ],
)
def test_a_number_that_a_courier_can_call(typed: str, phone: str) -> None:
    assert parse_phone(typed) == phone
    assert parse_phone(phone) == phone


@pytest.mark.parametrize(
    "typed", ["", "88888888", "0571", "0571-08888888", "12345678901", "+1 212 555 0100", "110", "1" * 500]
)
def test_a_number_that_nobody_can_call(typed: str) -> None:
    assert parse_phone(typed) == NO_PHONE


HOME = AddressInput(recipient="林梅", phone="13800138000", district_code="330106", street="文三路 90 号 3 幢 201")


def test_an_address_is_kept_with_the_names_of_its_divisions() -> None:
    typed = AddressInput(
        recipient="  林\u200b 梅 ",
        phone="+86 138 0013 8000",
        district_code="３３０１０６",
        street="文三路\n90 号",
        postcode=" 310012 ",
    )
    assert check_address(typed) == CheckedAddress(
        "林 梅", "13800138000", "330106", "浙江省", "杭州市", "西湖区", "文三路 90 号", "310012"
    )


def test_every_wrong_field_of_an_address_is_told_at_once() -> None:
    typed = AddressInput(recipient=" ", phone="110", district_code="330100", street="路", postcode="3100")
    assert check_address(typed) == {
        "recipient": FieldError("Please fill this in."),
        "phone": NO_PHONE,
        "district_code": FieldError("Choose province, city and district."),
        "street": FieldError("Enter {least} to {most} characters.", least=4, most=120),
        "postcode": FieldError("Enter the postcode of six digits, or nothing."),
    }


@pytest.mark.parametrize(
    ("recipient", "street", "wrong"),
    [
        ("梅", "文三路九", []),
        ("梅" * 40, "文" * 120, []),
        ("梅" * 41, "文" * 121, ["recipient", "street"]),
        ("", "文三路", ["recipient", "street"]),
        ("\u200b", "\u200b" * 9, ["recipient", "street"]),
    ],
)
def test_lengths_are_counted_in_signs_that_show(recipient: str, street: str, wrong: list[str]) -> None:
    checked = check_address(AddressInput(recipient, HOME.phone, HOME.district_code, street))
    assert (sorted(checked) if isinstance(checked, dict) else []) == wrong


@pytest.mark.parametrize("code", ["", "330100", "330000", "999999", "33010６x", "330106'; DROP"])
def test_a_district_that_does_not_exist_is_refused(code: str) -> None:
    checked = check_address(AddressInput(HOME.recipient, HOME.phone, code, HOME.street))
    assert checked == {"district_code": FieldError("Choose province, city and district.")}


def test_every_wrong_field_of_a_registration_is_told_at_once() -> None:
    assert rules.check_registration(login="mei", password="short", name="梅" * 41, language="tlh") == {
        "login": NO_LOGIN,
        "password": FieldError("Enter at least {least} characters.", least=8),
        "name": FieldError("Enter at most {most} characters.", most=40),
        "language": FieldError("Choose one of the languages of the shop."),
    }


@pytest.mark.parametrize("password", ["13800138000", "+86 138 0013 8000", "１３８００１３８０００"])
def test_a_password_that_is_the_login_is_refused(password: str) -> None:
    refused = rules.check_registration(login="+86 138 0013 8000", password=password, name="", language="en")
    assert refused == {"password": FieldError("The password must differ from the login.")}


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (Actor.customer(5), True),
        (Actor.customer(6), False),
        (Actor.customer(0), False),
        (Actor.staff(5), True),
        (Actor.staff(6), True),
        (Actor.system("import"), True),
        (Actor.provider("pay"), False),
    ],
)
def test_nobody_acts_for_another_customer(actor: Actor, allowed: bool) -> None:
    assert rules.may_act_for(actor, CustomerId(5)) is allowed
