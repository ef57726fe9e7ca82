"""The collections in the shop's order: all there are, since there are never many."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Response

from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import CollectionKind, StaffCollection
from shopwright.platform.files import picture_url
from shopwright.platform.http import Request, get, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.listing import Column
from shopwright.web.console.pages import address, capped, frame, list_context, render

PATH = "/console/collections"
KIND_NAMES = {CollectionKind.HAND: _("Chosen by hand"), CollectionKind.RULE: _("By rule")}
TERMS_LENGTH_MAX = 100
ALL, LISTED, DELISTED = "", "listed", "delisted"
TABS = {ALL: _("All"), LISTED: _("Listed"), DELISTED: _("Delisted")}
OLDEST, NEWEST = "changed_up", "changed_down"
COLUMNS = (
    Column("picture", "", "picture", is_fixed=True),
    Column("collection", _("Collection"), "wide", is_fixed=True),
    Column("products", _("Products"), "optional"),
    Column("status", _("Status"), "optional"),
    Column("changed", _("Changed"), "optional", sort=(OLDEST, NEWEST)),
    Column("acts", "", "acts", is_fixed=True),
)
_THUMBNAIL = 320


class Wanted(msgspec.Struct, frozen=True):
    """What the address asks of the list: a tab, words in the name or address; `sort` is empty for the shop's order."""

    tab: str
    terms: str
    sort: str

    def query(self) -> dict[str, str]:
        """The same as the parts of an address, empty where nothing is asked."""
        return {"tab": self.tab, "q": self.terms, "sort": self.sort}

    def choose(self, collections: Sequence[StaffCollection]) -> list[StaffCollection]:
        """Those of all collections that are asked for, in the order that is asked for."""
        words = self.terms.lower()
        found = [
            one
            for one in collections
            if _is_in(one, self.tab) and (words in one.name.lower() or words in one.slug.lower())
        ]
        if self.sort:
            found.sort(key=lambda one: (one.updated_at, one.id), reverse=self.sort == NEWEST)
        return found


@get(PATH, requires(permissions.VIEW))
async def list_collections(request: Request) -> Response[str]:
    """All collections, or those in a tab with words in their name. One statement."""
    language = language_of(request)
    wanted = read_wanted(request.query_params)
    async with shop_of(request).database.reading() as reading:
        context = await frame(request, reading, module="collections", at=PATH)
        found = await catalog.list_collections_for_staff(reading, language=language)
    query = wanted.query()
    rows = wanted.choose(found)
    context |= list_context(request, "collections", COLUMNS, path=PATH, query=query)
    context |= {
        "rows": [_show(collection, language) for collection in rows],
        # Neighbours can only be told apart where all stand in the shop's order.
        "can_move": not any(query.values()),
        "is_any": bool(found),
        "tabs": [
            {
                "label": translate(name, language),
                "url": address(PATH, **(query | {"tab": tab})),
                "is_current": tab == wanted.tab,
                "count": capped(sum(_is_in(one, tab) for one in found), language),
            }
            for tab, name in TABS.items()
        ],
        "terms": wanted.terms,
        "hidden": {name: query[name] for name in ("tab", "sort") if query[name]},
        "without_terms_url": address(PATH, **(query | {"q": ""})),
        "shop_order_url": address(PATH, **(query | {"sort": ""})),
    }
    return render(request, "console/collections/list.html", context)


def read_wanted(asked: Mapping[str, str]) -> Wanted:
    """What a query or a form asks."""
    tab, sort = asked.get("tab", ""), asked.get("sort", "")
    return Wanted(
        tab=tab if tab in TABS else ALL,
        terms=asked.get("q", "").strip()[:TERMS_LENGTH_MAX],
        sort=sort if sort in {OLDEST, NEWEST} else "",
    )


def _is_in(collection: StaffCollection, tab: str) -> bool:
    return tab == ALL or (tab == LISTED) == (collection.listed_at is not None)


def _show(collection: StaffCollection, language: str) -> dict[str, Any]:
    key = collection.picture_key
    return {
        "id": collection.id,
        "url": f"{PATH}/{collection.id}",
        "name": collection.name,
        "slug": collection.slug,
        "kind": translate(KIND_NAMES[collection.kind], language),
        "chosen_count": collection.chosen_count if collection.kind is CollectionKind.HAND else None,
        "picture_url": None if key is None else picture_url(key, collection.picture_width, wanted_width=_THUMBNAIL),
        "is_listed": collection.listed_at is not None,
        "updated_at": collection.updated_at,
    }
