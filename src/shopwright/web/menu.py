"""How many categories stand side by side in the desk's menu; the rest goes behind "more". No I/O."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_WIDE = frozenset({"W", "F"})
_WIDE_REM = 1.0
_NARROW_REM = 0.58
_ARROW_REM = 1.25
_GAP_REM = 1.5
_MORE_REM = 6.0
# What is left beside the gutters from each width of the window on; mega-menu.css has the same steps.
_STEPS = (("", 44.0), ("m", 59.0), ("l", 74.0))
_REST = "rest"


def fit_menu(categories: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The categories at the top with `from`: "" where they always fit beside each other, `m` and `l` where they do on
    wider windows, `rest` where they never do. Widths are judged by the letters, so no script has to measure.
    """  # noqa: D205 - the values read better in one go than below a title.
    counts = [(step, _fitting_count(categories, room)) for step, room in _STEPS]
    return [
        {**category, "from": next((step for step, count in counts if place < count), _REST)}
        for place, category in enumerate(categories)
    ]


def _fitting_count(categories: Sequence[Mapping[str, Any]], room_rem: float) -> int:
    widths = [_width_rem(category) for category in categories]
    if sum(widths) - _GAP_REM <= room_rem:
        return len(widths)
    used, count = _MORE_REM, 0
    for width in widths:
        used += width
        if used > room_rem:
            break
        count += 1
    return count


def _width_rem(category: Mapping[str, Any]) -> float:
    wide_count = sum(unicodedata.east_asian_width(sign) in _WIDE for sign in category["name"])
    letters = wide_count * _WIDE_REM + (len(category["name"]) - wide_count) * _NARROW_REM
    return letters + (_ARROW_REM if category["children"] else 0.0) + _GAP_REM
