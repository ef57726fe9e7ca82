"""The ways of paying, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from shopwright.platform.i18n import _, translate


class Way(msgspec.Struct, frozen=True):
    """How a payment channel is offered: gettext ids."""

    name: str
    note: str


_WAYS: Mapping[str, Way] = {
    "simpay": Way(_("Simulated payment"), _("A simulator for trying the shop: no real money moves.")),
}


def list_ways(codes: Sequence[str], language: str) -> list[dict[str, Any]]:
    """The channels as options of a radio group; one without words of its own is called by its code."""
    options = []
    for code in codes:
        way = _WAYS.get(code, Way(code, ""))
        note = translate(way.note, language) if way.note else ""
        options.append({"value": code, "label": translate(way.name, language), "note": note})
    return options
