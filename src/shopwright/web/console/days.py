"""A list's days: from the first to the last, both included, in the market's time zone; either end may be open."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.platform.http.forms import explain
from shopwright.platform.i18n import _, translate

FROM, UNTIL = "from", "until"
TEXT_LENGTH_MAX = 20
_LABELS = {FROM: _("From"), UNTIL: _("Until")}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEARS = range(1970, 3000)
"""Within these a day has a moment in every zone, and a computer a name for it."""


class Days(msgspec.Struct, frozen=True):
    """What an address or a form asks: `texts` as they were typed, by the name of the end, empty where it is open."""

    texts: Mapping[str, str] = MappingProxyType({})
    first_on: date | None = None
    last_on: date | None = None
    wrong: Mapping[str, FieldError] = MappingProxyType({})

    def query(self) -> dict[str, str]:
        """The same as the parts of an address."""
        return {name: self.texts.get(name, "") for name in (FROM, UNTIL)}

    def span(self, zone: str) -> tuple[datetime | None, datetime | None]:
        """The moment at which the first day begins, and that at which the last one is over; None where it is open.

        Raises InvalidInput where a day is none, so that nothing is listed that was not asked for.
        """
        self.check()
        return _midnight(self.first_on, zone), _midnight(self.last_on, zone, days_later=1)

    def check(self) -> None:
        """Raises InvalidInput where a day is none, or the last one before the first."""
        if self.wrong:
            raise InvalidInput(self.wrong)


NO_DAYS = Days()


def read_days(asked: Mapping[str, str]) -> Days:
    """The days that `from` and `until` name, and what is wrong with them."""
    texts = {name: asked.get(name, "").strip()[:TEXT_LENGTH_MAX] for name in (FROM, UNTIL)}
    days = {name: _read_day(text) for name, text in texts.items()}
    first_on, last_on = days[FROM], days[UNTIL]
    wrong = {
        name: FieldError(_("{text} is not a date. Write it like 2026-11-23."), text=text)
        for name, text in texts.items()
        if text and days[name] is None
    }
    if first_on is not None and last_on is not None and last_on < first_on:
        wrong[UNTIL] = FieldError(_("The last day is before the first."))
    return Days(texts, first_on, last_on, wrong)


def show_days(days: Days, language: str) -> list[dict[str, Any]]:
    """The two ends as the macro `list_days` takes them."""
    errors = explain(days.wrong, language)
    return [
        {
            "name": name,
            "label": translate(label, language),
            "text": days.texts.get(name, ""),
            "error": errors.get(name, ""),
        }
        for name, label in _LABELS.items()
    ]


def _read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return day if day is not None and day.year in _YEARS else None


def _midnight(day: date | None, zone: str, *, days_later: int = 0) -> datetime | None:
    return None if day is None else datetime.combine(day + timedelta(days=days_later), time(), ZoneInfo(zone))
