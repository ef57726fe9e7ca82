"""The one pattern of the console's lists: columns that can be put away, rows that can be dense, sorting by the address.

What somebody chose is remembered in a cookie of the console, so it costs no statement and works without script:
`dense.orders:items-recipient` means dense rows everywhere, and two columns of the orders put away.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec

from shopwright.platform.http import Request, visit_of
from shopwright.platform.i18n import translate
from shopwright.web.context import Context

COOKIE = "sw_lists"
DENSE = "dense"
_CHOICE = re.compile(r"([a-z_]{1,30}):([a-z_]{1,30}(?:-[a-z_]{1,30}){0,19})")
_LIST_COUNT_MAX = 20


class Column(msgspec.Struct, frozen=True):
    """A column: `label` is a gettext id, `kind` the words of `data_table`, `sort` the values that sort it up and down.

    A column that says what the row is cannot be put away.
    """

    key: str
    label: str
    kind: str = ""
    sort: tuple[str, str] = ("", "")
    is_fixed: bool = False


class Habits(msgspec.Struct, frozen=True):
    """How somebody likes lists: dense or not, and the columns put away, by list."""

    is_dense: bool = False
    away: Mapping[str, frozenset[str]] = MappingProxyType({})

    def text(self) -> str:
        """The cookie's text; empty where nothing was chosen."""
        choices = [f"{name}:{'-'.join(sorted(keys))}" for name, keys in sorted(self.away.items()) if keys]
        return ".".join([DENSE] * self.is_dense + choices[:_LIST_COUNT_MAX])

    def without(self, name: str, keys: Sequence[str]) -> "Habits":
        """The same, with just these columns of a list put away."""
        return msgspec.structs.replace(self, away={**self.away, name: frozenset(keys)})


def habits_of(request: Request) -> Habits:
    """What this visitor of the console chose; a cookie that is none of ours chose nothing."""
    away: dict[str, frozenset[str]] = {}
    parts = (visit_of(request.scope).cookie(COOKIE) or "").split(".")
    for part in parts[: _LIST_COUNT_MAX + 1]:
        found = _CHOICE.fullmatch(part)
        if found is not None:
            away[found[1]] = frozenset(found[2].split("-"))
    return Habits(DENSE in parts, away)


def table_context(
    request: Request,
    name: str,
    columns: Sequence[Column],
    *,
    language: str,
    here: str,
    sort: str = "",
    sort_url: Callable[[str], str] = str,
) -> Context:
    """What a list's template needs of its columns.

    Names: `columns` for `data_table`, `shown` (the keys of the columns that are shown), and `view` for `list_tools`.
    `sort_url` makes the address of this list in another order.
    """
    habits = habits_of(request)
    away = habits.away.get(name, frozenset())
    shown = [column for column in columns if column.is_fixed or column.key not in away]
    return {
        "columns": [_head(column, sort, sort_url, language) for column in shown],
        "shown": [column.key for column in shown],
        "view": {
            "name": name,
            "here": here,
            "is_dense": habits.is_dense,
            "columns": [
                {"key": one.key, "label": translate(one.label, language), "is_shown": one in shown}
                for one in columns
                if not one.is_fixed
            ],
        },
    }


def _head(column: Column, sort: str, sort_url: Callable[[str], str], language: str) -> dict[str, Any]:
    up, down = column.sort
    direction = {up: "asc", down: "desc"}.get(sort, "") if sort and up else ""
    return {
        "label": translate(column.label, language) if column.label else "",
        "kind": column.kind,
        "direction": direction,
        "sort_url": "" if not up else sort_url(up if direction == "desc" else down),
    }
