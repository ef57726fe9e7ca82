"""Decisions about markets."""

from shopwright.kernel.errors import FieldError
from shopwright.kernel.money import Money
from shopwright.modules.markets.contracts import CURRENCIES, Terms
from shopwright.platform.i18n import LANGUAGES

UNPAID_MINUTES_MAX = 10_080
"""A week."""


def freight_of(goods: Money, *, flat: Money, free_over: Money | None) -> Money:
    """What the buyer pays for freight on `goods`: nothing from `free_over` on, else the flat amount."""
    if free_over is not None and goods >= free_over:
        return Money(0, flat.currency)
    return flat


def check_freight(currency: str, *, flat: Money, free_over: Money | None) -> dict[str, FieldError]:
    """Every field that is wrong with a market's freight, by name; empty when it may be used."""
    wrong: dict[str, FieldError] = {}
    if flat.currency != currency:
        wrong["freight_flat"] = FieldError("Enter an amount in {currency}.", currency=currency)
    elif flat.minor < 0:
        wrong["freight_flat"] = FieldError("Enter an amount of zero or more.")
    if free_over is None:
        return wrong
    if free_over.currency != currency:
        wrong["freight_free_over"] = FieldError("Enter an amount in {currency}.", currency=currency)
    elif free_over.minor <= 0:
        wrong["freight_free_over"] = FieldError("Enter an amount above zero, or nothing.")
    return wrong


def check_terms(terms: Terms) -> dict[str, FieldError]:
    """Every field that is wrong with a market's terms, by name; empty when they may be used."""
    wrong = check_freight(terms.currency, flat=terms.freight_flat, free_over=terms.freight_free_over)
    if terms.currency not in CURRENCIES:
        wrong["currency"] = FieldError("This choice is not offered.")
    if not terms.languages or not set(terms.languages) <= set(LANGUAGES):
        wrong["languages"] = FieldError("Offer at least one language.")
    if terms.default_language not in terms.languages:
        wrong["default_language"] = FieldError("The first language must be one of those offered.")
    if not 1 <= terms.unpaid_minutes <= UNPAID_MINUTES_MAX:
        wrong["unpaid_minutes"] = FieldError("Enter a number from {least} to {most}.", least=1, most=UNPAID_MINUTES_MAX)
    return wrong
