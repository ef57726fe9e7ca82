"""Figures in words and numbers, as templates take them."""

from decimal import Decimal
from typing import Any

from babel.dates import format_skeleton
from babel.numbers import get_currency_precision

from shopwright.kernel.money import Money
from shopwright.platform.i18n import _, format_money, format_number, translate
from shopwright.web.console.figures.reading import Figures, Period

_PERIOD_NAMES = {1: _("Today so far"), 7: _("Last 7 days"), 30: _("Last 30 days")}
_BEFORE = {1: _("yesterday by this time"), 7: _("the 7 days before"), 30: _("the 30 days before")}


def show_figures(figures: Figures, language: str) -> dict[str, Any]:
    """The context of `console/figures/figures.html`."""
    return {
        "periods": [_show_period(period, language) for period in figures.periods],
        "days": [
            {
                "day": format_skeleton("MMMd", day.day, locale=language),
                "full": day.day.isoformat(),
                "order_count": day.order_count,
                "paid": day.paid,
                "paid_plain": plain_amount(day.paid),
            }
            for day in figures.days
        ],
        "currency": figures.days[-1].paid.currency,
        "best_sellers": figures.best_sellers,
        "has_orders": any(day.order_count for day in figures.days),
    }


def plain_amount(money: Money) -> str:
    """An amount as a plain decimal, for programs: the chart and the file."""
    return str(Decimal(money.minor).scaleb(-get_currency_precision(money.currency)))


def _show_period(period: Period, language: str) -> dict[str, Any]:
    before = translate(_BEFORE[period.day_count], language)
    average, average_before = period.average, period.average_before
    return {
        "name": translate(_PERIOD_NAMES[period.day_count], language),
        "rows": [
            {
                "label": translate(_("Amount paid"), language),
                "value": format_money(period.paid, language),
                **_change(period.paid.minor, period.paid_before.minor, before, language),
            },
            {
                "label": translate(_("Paid orders"), language),
                "value": format_number(period.order_count, language),
                **_change(period.order_count, period.order_count_before, before, language),
            },
            {
                "label": translate(_("Average order"), language),
                "value": "–" if average is None else format_money(average, language),
                **_change(
                    None if average is None else average.minor,
                    None if average_before is None else average_before.minor,
                    before,
                    language,
                ),
            },
        ],
    }


def _change(now: int | None, before: int | None, when: str, language: str) -> dict[str, str]:
    """How far a figure moved, in whole per cent; nothing where there is nothing to compare with."""
    if now is None or not before:
        return {"change": "", "kind": ""}
    percent = (200 * (now - before) + before) // (2 * before)
    if percent == 0:
        return {"change": translate(_("As {when}"), language, when=when), "kind": ""}
    sentence = _("{percent}% more than {when}") if percent > 0 else _("{percent}% less than {when}")
    told = translate(sentence, language, percent=format_number(abs(percent), language), when=when)
    return {"change": told, "kind": "positive" if percent > 0 else "danger"}
