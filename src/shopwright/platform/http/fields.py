"""How the text of one form field becomes a value, or a sentence that says what is wrong with it."""

import re
import unicodedata
from collections.abc import Collection
from typing import Any

import msgspec
from babel.numbers import get_currency_precision

from shopwright.kernel.errors import FieldError
from shopwright.kernel.money import Money
from shopwright.kernel.quantity import QUANTITY_MAX, parse_quantity

MONEY_MINOR_MAX = 10_000_000_000
# Room for what surrounds a text when it is pasted and is gone from it afterwards.
_ROOM = 400
# What Unicode's own stream-safe format allows: no language comes near.
_MARK_COUNT_MAX = 30
_MONEY = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,4}))?")
# They turn round whatever stands behind the text on the same line, and phones copy them along with numbers.
_DIRECTIONS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
# Controls, surrogates, private and unassigned signs; joiners (Cf) belong to the scripts and emoji of many people.
_UNWRITABLE = frozenset({"Cc", "Cs", "Co", "Cn"})


class Context(msgspec.Struct, frozen=True):
    """What readers must know beyond the text: the currency of amounts."""

    currency: str = ""


class Text(msgspec.Struct, frozen=True):
    """Words of `least` to `most` characters, trimmed; several lines only where `is_long`."""

    least: int = 0
    most: int = 200
    is_long: bool = False
    is_exact: bool = False
    """Taken as typed, for passwords: neither trimmed nor normalised."""

    def read(self, raw: str, _context: Context) -> str | FieldError:
        """The text without surrounding space, in normal form, free of control characters."""
        if len(raw) > _ROOM + 4 * self.most:
            return FieldError("Enter at most {most} characters.", most=self.most)
        allowed = "\n\t" if self.is_long else ""
        directed = raw if self.is_exact else raw.translate(_DIRECTIONS)
        lines = directed.replace("\r\n", "\n") if self.is_long else directed
        typed = lines if self.is_exact else lines.strip()
        if _is_unwritable(typed, allowed=allowed):
            return FieldError("This contains characters that cannot be used.")
        value = typed if self.is_exact else unicodedata.normalize("NFC", typed)
        if len(value) < self.least:
            if not value:
                return FieldError("Please fill this in.")
            return FieldError("Enter at least {least} characters.", least=self.least)
        if len(value) > self.most:
            return FieldError("Enter at most {most} characters.", most=self.most)
        return value


class Choice(msgspec.Struct, frozen=True):
    """One of the given values, exactly."""

    values: tuple[str, ...]

    def read(self, raw: str, _context: Context) -> str | FieldError:
        """The value, when it is one of those offered."""
        if raw in self.values:
            return raw
        return FieldError("Please choose one.") if not raw else FieldError("This choice is not offered.")


class Quantity(msgspec.Struct, frozen=True):
    """A whole number of pieces."""

    least: int = 1
    most: int = QUANTITY_MAX

    def read(self, raw: str, _context: Context) -> int | FieldError:
        """The number, written in ASCII digits only."""
        return parse_quantity(raw, least=self.least, most=self.most)


class Key(msgspec.Struct, frozen=True):
    """The id of a thing that a page offered."""

    most: int = 2**63 - 1

    def read(self, raw: str, _context: Context) -> int | FieldError:
        """The id; what is not one cannot have been offered."""
        if not (raw.isascii() and raw.isdigit()) or len(raw) > len(str(self.most)) or int(raw) > self.most:
            return FieldError("Please choose one.") if not raw else FieldError("This choice is not offered.")
        return int(raw)


class Amount(msgspec.Struct, frozen=True):
    """An exact amount of the form's currency, written with a point: `12.50`. No sign, no exponent, no full width."""

    least_minor: int = 0
    most_minor: int = MONEY_MINOR_MAX

    def read(self, raw: str, context: Context) -> Money | FieldError:
        """The amount in minor units; more decimals than the currency has are refused, never rounded."""
        found = _MONEY.fullmatch(raw.strip())
        digits = get_currency_precision(context.currency)
        if found is None or len(found[2] or "") > digits:
            return FieldError("Enter an amount such as {example}.", example="12.50" if digits else "1250")
        minor = int(found[1]) * 10**digits + int((found[2] or "").ljust(digits, "0") or "0")
        if not self.least_minor <= minor <= self.most_minor:
            return FieldError("This amount is too small or too large.")
        return Money(minor, context.currency)


class Checkbox(msgspec.Struct, frozen=True):
    """Ticked or not; an unticked box is not sent at all."""

    must: bool = False
    """Whether it must be ticked, as for consent."""

    def read(self, raw: str, _context: Context) -> bool | FieldError:
        """True where anything was sent."""
        return FieldError("Please tick this box to continue.") if self.must and not raw else bool(raw)


Reader = Text | Choice | Quantity | Key | Amount | Checkbox


def find_reader(metadata: Collection[Any]) -> Reader | None:
    """The reader among the annotations of a field."""
    return next((item for item in metadata if isinstance(item, Reader)), None)


def _is_unwritable(text: str, *, allowed: str) -> bool:
    """Whether a sign cannot be kept, or bears absurdly many marks: the normal form takes the square of their number."""
    marks = 0
    for sign in text:
        category = unicodedata.category(sign)
        marks = marks + 1 if category[0] == "M" else 0
        if marks > _MARK_COUNT_MAX or (category in _UNWRITABLE and sign not in allowed):
            return True
    return False
