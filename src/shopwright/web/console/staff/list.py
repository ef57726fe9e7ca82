"""The list of members, with the roles below it."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response

from shopwright.kernel.page import Page
from shopwright.modules.staff import permissions
from shopwright.modules.staff import public as staff
from shopwright.modules.staff.contracts import MemberSummary, RoleId, Standing, StandingCounts
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, get, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.listing import Column
from shopwright.web.console.pages import address, capped, frame, list_context, read_choice, read_key, render
from shopwright.web.console.staff.routes import PATH, say_role, show_role

PAGE_SIZE = 50
TERMS_LENGTH_MAX = 100
LONGEST, NEWEST = "longest", "newest"
TABS = {Standing.ALL: _("All"), Standing.ACTIVE: _("Active"), Standing.CLOSED: _("Deactivated")}
COLUMNS = (
    Column("member", _("Member"), "wide", is_fixed=True),
    Column("roles", _("Roles")),
    Column("status", _("Status"), "optional"),
    Column("since", _("Here since"), "optional", sort=(LONGEST, NEWEST)),
)


class Wanted(msgspec.Struct, frozen=True):
    """What the address asks of the list: a standing, words in name or e-mail, a role, the newest first."""

    standing: Standing
    terms: str
    role_id: RoleId | None
    is_newest_first: bool

    def query(self) -> dict[str, str]:
        """The same as the parts of an address, empty where nothing is asked."""
        return {
            "tab": "" if self.standing is Standing.ALL else self.standing.value,
            "q": self.terms,
            "role": "" if self.role_id is None else str(self.role_id),
            "sort": NEWEST if self.is_newest_first else "",
        }


@get(PATH, requires(permissions.VIEW))
async def list_members(request: Request) -> Response[str]:
    """Everybody who may come in, and the roles. Three statements."""
    language, after = language_of(request), request.query_params.get("after")
    wanted = read_wanted(request.query_params)
    async with shop_of(request).database.reading() as reading:
        context = await frame(request, reading, module="staff")
        page = await read_members(reading, wanted, after=after, limit=PAGE_SIZE)
        counts = await staff.count_members(reading, role_id=wanted.role_id, terms=wanted.terms)
        roles = [show_role(role, language) for role in await staff.list_roles(reading)]
    query = wanted.query()
    context |= list_context(
        request, "staff", COLUMNS, path=PATH, query=query, after=after, next_key=page.next_key, usual_sort=LONGEST
    )
    role = next((role["name"] for role in roles if role["id"] == wanted.role_id), "")
    context |= {
        "members": [
            msgspec.structs.replace(one, roles=tuple(say_role(name, language) for name in one.roles))
            for one in page.items
        ],
        "count": getattr(counts, wanted.standing),
        "tabs": _tabs(wanted, counts, language),
        "terms": wanted.terms,
        "role": role,
        "chosen_role": query["role"],
        "role_options": [(str(role["id"]), role["name"]) for role in roles],
        "roles": roles,
        "hidden": {name: query[name] for name in ("tab", "sort") if query[name]},
        "without_terms_url": address(PATH, **(query | {"q": ""})),
        "without_role_url": address(PATH, **(query | {"role": ""})),
    }
    return render(request, "console/staff/list.html", context)


def read_wanted(asked: Mapping[str, str]) -> Wanted:
    """What a query or a form asks."""
    role = read_key(asked.get("role"))
    return Wanted(
        standing=read_choice(asked.get("tab"), Standing, otherwise=Standing.ALL),
        terms=asked.get("q", "").strip()[:TERMS_LENGTH_MAX],
        role_id=None if role is None else RoleId(role),
        is_newest_first=asked.get("sort") == NEWEST,
    )


async def read_members(reading: Reading, wanted: Wanted, *, after: str | None, limit: int) -> Page[MemberSummary]:
    """A page of what is wanted."""
    return await staff.list_members(
        reading,
        standing=wanted.standing,
        role_id=wanted.role_id,
        terms=wanted.terms,
        is_newest_first=wanted.is_newest_first,
        after=after,
        limit=limit,
    )


def _tabs(wanted: Wanted, counts: StandingCounts, language: str) -> list[dict[str, Any]]:
    return [
        {
            "label": translate(name, language),
            "url": address(PATH, **(wanted.query() | {"tab": "" if tab is Standing.ALL else tab.value})),
            "is_current": tab is wanted.standing,
            "count": capped(getattr(counts, tab), language),
        }
        for tab, name in TABS.items()
    ]
