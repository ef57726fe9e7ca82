"""The collections in the shop's order."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CollectionId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import CollectionKind, StaffCollection
from shopwright.platform.db import Transaction
from shopwright.platform.files import picture_url
from shopwright.platform.http import Request, get, post, read_form, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.pages import act, done, frame, render

PATH = "/console/collections"
KIND_NAMES = {CollectionKind.HAND: _("Chosen by hand"), CollectionKind.RULE: _("By rule")}
_THUMBNAIL = 320


@get(PATH, requires(permissions.VIEW))
async def list_collections(request: Request) -> Response[str]:
    """All collections. One statement."""
    language = language_of(request)
    async with shop_of(request).database.reading() as reading:
        context = await frame(request, reading, module="collections", at=PATH)
        found = await catalog.list_collections_for_staff(reading, language=language)
    context |= {"rows": [_show(collection, language) for collection in found]}
    return render(request, "console/collections/list.html", context)


@post(PATH + "/{collection_id:int}/place", requires(permissions.EDIT))
async def move_collection(request: Request, collection_id: FromPath[int]) -> Response[None]:
    """One place up or down among the others."""
    form = await read_form(request)
    step = -1 if form.text("direction") == "up" else 1

    async def work(tx: Transaction, actor: Actor) -> None:
        present = await catalog.list_collections_for_staff(tx, language=language_of(request))
        ids = [collection.id for collection in present]
        chosen = CollectionId(collection_id)
        if chosen in ids:
            place = ids.index(chosen)
            ids.insert(max(0, min(len(ids) - 1, place + step)), ids.pop(place))
            await catalog.order_collections(tx, actor=actor, collection_ids=ids)

    await act(request, work)
    return await done(request, PATH, _("Saved."))


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
