"""Decisions about customers: what a login, a name and an address may be, and who may act for whom."""

import re

import msgspec

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.errors import FieldError
from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers.contracts import AddressInput, Login, LoginKind
from shopwright.platform.credentials import check_password, clean_line, narrow, parse_email
from shopwright.platform.divisions import UnknownDivision, path
from shopwright.platform.i18n import LANGUAGES

ADDRESS_COUNT_MAX = 50
NAME_LENGTH_MAX = 40
STREET_LENGTH_MIN = 4
STREET_LENGTH_MAX = 120
_TYPED_LENGTH_MAX = 400
# Signs that people and address books put between the digits of a number, among them every kind of hyphen.
_PHONE_SEPARATORS = re.compile(r"[\s().·‐-―-]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_PREFIX = re.compile(r"(?:\+86|0086|86)(?=1[3-9][0-9]{9}$)")
# Two or three digits of area after the zero, then a number that starts with neither 0 nor 1.
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([2-9][0-9]{6,7})")
_NEIGHBOURS = re.compile(r"(?:\+|00)((?:852|853)[2-9][0-9]{7}|886[2-9][0-9]{7,8})")
_POSTCODE = re.compile(r"[0-9]{6}")


class CheckedAddress(msgspec.Struct, frozen=True):
    """An address that may be kept: every field in its one spelling, with the names of its divisions."""

    recipient: str
    phone: str
    district_code: str
    province: str
    city: str
    district: str
    street: str
    postcode: str


def may_act_for(actor: Actor, customer_id: CustomerId) -> bool:
    """Whether the actor may touch what belongs to the customer: nobody else's customer ever may."""
    if actor.kind is ActorKind.CUSTOMER:
        return actor.id == customer_id
    return actor.kind in {ActorKind.STAFF, ActorKind.SYSTEM}


def parse_login(typed: str) -> Login | FieldError:
    """Read a mobile number of the Chinese mainland or an e-mail address, however it was typed.

    Full-width signs, spaces, hyphens, capitals and a leading +86 make no difference: one person, one spelling.
    """
    if len(typed) > _TYPED_LENGTH_MAX:
        return FieldError("Enter a mobile number or an e-mail address.")
    if "@" in narrow(typed):
        email = parse_email(typed)
        return email if isinstance(email, FieldError) else Login(LoginKind.EMAIL, email)
    mobile = _read_mobile(_digits_of(typed))
    if mobile is None:
        return FieldError("Enter a mobile number or an e-mail address.")
    return Login(LoginKind.PHONE, mobile)


def parse_phone(typed: str) -> str | FieldError:
    """Read a number that a courier can call: mainland mobile, mainland landline with area code, +852, +853, +886."""
    digits = _digits_of(typed) if len(typed) <= _TYPED_LENGTH_MAX else ""
    mobile = _read_mobile(digits)
    if mobile is not None:
        return mobile
    landline = _LANDLINE.fullmatch(digits)
    if landline is not None:
        return f"{landline[1]}-{landline[2]}"
    neighbour = _NEIGHBOURS.fullmatch(digits)
    if neighbour is not None:
        return f"+{neighbour[1]}"
    return FieldError("Enter a mobile number, or a landline with its area code.")


def check_name(name: str) -> FieldError | None:
    """What is wrong with a customer's name; it may be empty."""
    return FieldError("Enter at most {most} characters.", most=NAME_LENGTH_MAX) if len(name) > NAME_LENGTH_MAX else None


def check_language(language: str) -> FieldError | None:
    """What is wrong with the language that a customer wants to be addressed in."""
    return None if language in LANGUAGES else FieldError("Choose one of the languages of the shop.")


def check_registration(
    *, login: str, password: str, name: str, language: str
) -> tuple[Login, str] | dict[str, FieldError]:
    """The login and the name to keep, or every field that is wrong, by name."""
    parsed, cleaned = parse_login(login), clean_line(name)
    spellings = [login] if isinstance(parsed, FieldError) else [login, parsed.value]
    found = {
        "login": parsed if isinstance(parsed, FieldError) else None,
        "password": check_password(password, logins=spellings),
        "name": check_name(cleaned),
        "language": check_language(language),
    }
    wrong = _only_wrong(found)
    return (parsed, cleaned) if isinstance(parsed, Login) and not wrong else wrong


def check_profile(*, name: str, language: str) -> dict[str, FieldError]:
    """Every field of a profile that is wrong, by name; empty when it may be kept."""
    return _only_wrong({"name": check_name(name), "language": check_language(language)})


def check_address(address: AddressInput) -> CheckedAddress | dict[str, FieldError]:
    """The address to keep, or every field that is wrong, by name."""
    recipient, street = clean_line(address.recipient), clean_line(address.street)
    phone, postcode = parse_phone(address.phone), narrow(address.postcode)
    divisions = _find_divisions(narrow(address.district_code))
    wrong = _only_wrong(
        {
            "recipient": _check_length(recipient, least=1, most=NAME_LENGTH_MAX),
            "phone": phone if isinstance(phone, FieldError) else None,
            "district_code": divisions if isinstance(divisions, FieldError) else None,
            "street": _check_length(street, least=STREET_LENGTH_MIN, most=STREET_LENGTH_MAX),
            "postcode": _check_postcode(postcode),
        }
    )
    if wrong or isinstance(phone, FieldError) or isinstance(divisions, FieldError):
        return wrong
    code, province, city, district = divisions
    return CheckedAddress(recipient, phone, code, province, city, district, street, postcode)


def _only_wrong(found: dict[str, FieldError | None]) -> dict[str, FieldError]:
    return {field: error for field, error in found.items() if error is not None}


def _find_divisions(code: str) -> tuple[str, str, str, str] | FieldError:
    try:
        province, city, district = path(code)
    except UnknownDivision:
        return FieldError("Choose province, city and district.")
    return code, province.name, city.name, district.name


def _check_length(text: str, *, least: int, most: int) -> FieldError | None:
    if least <= len(text) <= most:
        return None
    if not text:
        return FieldError("Please fill this in.")
    return FieldError("Enter {least} to {most} characters.", least=least, most=most)


def _check_postcode(postcode: str) -> FieldError | None:
    if not postcode or _POSTCODE.fullmatch(postcode):
        return None
    return FieldError("Enter the postcode of six digits, or nothing.")


def _read_mobile(digits: str) -> str | None:
    rest = _MOBILE_PREFIX.sub("", digits, count=1)
    return rest if _MOBILE.fullmatch(rest) else None


def _digits_of(typed: str) -> str:
    return _PHONE_SEPARATORS.sub("", narrow(typed))
