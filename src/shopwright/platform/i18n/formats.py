"""Money, moments and numbers as a person writes them. Everything that babel computes slowly is kept."""

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal, get_currency_precision, get_currency_symbol

from shopwright.kernel.money import Money
from shopwright.platform.i18n.catalogues import DEFAULT_LANGUAGE, LANGUAGES

MomentStyle = Literal["short", "medium", "long", "day"]

# Widths of the date and of the time in each style. Only the long one says seconds and the zone.
_WIDTHS: dict[str, tuple[Literal["short", "medium", "long"], Literal["short", "long"] | None]] = {
    "short": ("short", "short"),
    "medium": ("medium", "short"),
    "long": ("long", "long"),
    "day": ("medium", None),
}


class MoneyParts(NamedTuple):
    """An amount cut for setting: joined with a point before a fraction, they are what format_money gives."""

    sign: str
    symbol: str
    whole: str
    fraction: str


class _CurrencyShape(NamedTuple):
    symbol: str
    exponent: int
    unit_minor: int


def format_money(money: Money, language: str) -> str:
    """The amount with its currency's sign and as many decimals as the currency has, such as ¥129.00 or JP¥500."""
    return _money_text(money.minor, money.currency, language)


def format_round_money(money: Money, language: str) -> str:
    """The amount without its minor part where that is nothing, such as ¥99: for promises, never for a bill."""
    parts = money_parts(money, language)
    fraction = f".{parts.fraction}" if parts.fraction.strip("0") else ""
    return f"{parts.sign}{parts.symbol}{parts.whole}{fraction}"


def money_parts(money: Money, language: str) -> MoneyParts:
    """The amount as sign, symbol, grouped whole and fraction ("" when the currency has none)."""
    shape = _currency_shape(money.currency, language)
    whole, rest = divmod(abs(money.minor), shape.unit_minor)
    return MoneyParts(
        sign="-" if money.minor < 0 else "",
        symbol=shape.symbol,
        whole=f"{whole:,}",
        fraction=f"{rest:0{shape.exponent}d}" if shape.exponent else "",
    )


def format_moment(moment: datetime, language: str, zone: str, style: MomentStyle = "medium") -> str:
    """The moment in the IANA time zone `zone`; "day" leaves the time away. Raises ValueError for one without zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a zone")
    locale = _locale(language)
    local = moment.astimezone(ZoneInfo(zone))
    date_width, time_width = _WIDTHS[style]
    day = format_date(local.date(), date_width, locale)
    if time_width is None:
        return day
    time = format_time(local, time_width, tzinfo=local.tzinfo, locale=locale)
    return str(locale.datetime_formats[date_width]).replace("'", "").format(time, day)


@lru_cache(maxsize=16_384)
def format_number(value: int, language: str) -> str:
    """A whole number with its thousands grouped."""
    return format_decimal(value, locale=_locale(language))


@lru_cache(maxsize=16_384)
def _money_text(minor: int, currency: str, language: str) -> str:
    """Babel needs a tenth of a millisecond for this, and a shop has few different prices."""
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    return _with_home_symbol(format_currency(amount, currency, locale=_locale(language)), currency)


@lru_cache(maxsize=1024)
def _currency_shape(currency: str, language: str) -> _CurrencyShape:
    locale = _locale(language)
    exponent = get_currency_precision(currency)
    # Some languages part a symbol made of letters from the figure by a space, so the symbol is cut from a sample.
    sample = _with_home_symbol(format_currency(Decimal(0), currency, locale=locale), currency)
    symbol = sample.partition("0")[0] or get_currency_symbol(currency, locale)
    return _CurrencyShape(symbol, exponent, 10**exponent)


def _with_home_symbol(text: str, currency: str) -> str:
    """In every language of ours the bare sign is the yuan's, as at home; the yen's says whose it is."""
    if currency == "CNY":
        return text.replace("CN¥", "¥")
    return text.replace("¥", "JP¥") if currency == "JPY" and "JP¥" not in text else text


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale.parse(language if language in LANGUAGES else DEFAULT_LANGUAGE)
