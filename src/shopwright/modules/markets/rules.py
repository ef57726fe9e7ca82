"""Decisions about markets."""

from shopwright.kernel.errors import FieldError
from shopwright.kernel.money import Money


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
