"""What is done to collections in their list: move one, put the order back, show or hide the chosen ones."""

from collections.abc import Sequence

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CollectionId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.errors import CollectionChanged
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, Undo, post, read_form, requires
from shopwright.platform.i18n import _
from shopwright.shop import language_of
from shopwright.web.console.bulk import back_to, change_each, tell_listing
from shopwright.web.console.collections.list import PATH
from shopwright.web.console.pages import act, done, read_key

Order = list[CollectionId]


@post(PATH + "/{collection_id:int}/place", requires(permissions.EDIT))
async def move_collection(request: Request, collection_id: FromPath[int]) -> Response[None]:
    """One place up or down among the others; the order of before can be had again."""
    form = await read_form(request)
    step = -1 if form.text("direction") == "up" else 1

    async def work(tx: Transaction, actor: Actor) -> tuple[Order, Order]:
        before = await _present(tx, language_of(request))
        after, chosen = list(before), CollectionId(collection_id)
        if chosen in after:
            place = after.index(chosen)
            after.insert(max(0, min(len(after) - 1, place + step)), after.pop(place))
            await catalog.order_collections(tx, actor=actor, collection_ids=after, seen=before)
        return before, after

    try:
        before, after = await act(request, work)
    except CollectionChanged:
        return await _left_as_it_is(request)
    undo = Undo(f"{PATH}/order", (("ids", _written(before)), ("seen", _written(after))))
    return await done(request, PATH, _("Saved."), undo=None if before == after else undo)


@post(PATH + "/order", requires(permissions.EDIT))
async def order_collections(request: Request) -> Response[None]:
    """Put all collections into the order of before, unless somebody moved one since."""
    form = await read_form(request)
    wished, seen = _read(form.text("ids")), _read(form.text("seen"))

    async def work(tx: Transaction, actor: Actor) -> None:
        await catalog.order_collections(tx, actor=actor, collection_ids=wished, seen=seen)

    try:
        await act(request, work)
    except CollectionChanged:
        return await _left_as_it_is(request)
    return await done(request, PATH, _("Undone."))


@post(f"{PATH}/listings", requires(permissions.LIST))
async def change_listings(request: Request) -> Response[None]:
    """Show the chosen collections to shoppers, or hide them, each by itself, and offer to undo that."""
    form = await read_form(request)
    is_listing = form.text("act") == "list"
    change = catalog.list_collection if is_listing else catalog.delist_collection

    async def work(tx: Transaction, actor: Actor, key: str) -> bool | None:
        collection_id = read_key(key)
        return (
            None if collection_id is None else await change(tx, actor=actor, collection_id=CollectionId(collection_id))
        )

    return await tell_listing(
        request,
        await change_each(request, form, work),
        back=back_to(form, PATH),
        is_listing=is_listing,
        told=_("Collections listed: {count}") if is_listing else _("Collections delisted: {count}"),
        refused=_("Collections that somebody else removed: {count}"),
    )


async def _left_as_it_is(request: Request) -> Response[None]:
    told = _("Somebody else changed the collections meanwhile, so their order was left as it is.")
    return await done(request, PATH, told, kind="danger")


async def _present(tx: Transaction, language: str) -> Order:
    return [collection.id for collection in await catalog.list_collections_for_staff(tx, language=language)]


def _written(ids: Sequence[CollectionId]) -> str:
    return ",".join(str(one) for one in ids)


def _read(text: str) -> Order:
    keys = [read_key(part) for part in text.split(",")]
    return [CollectionId(key) for key in keys if key is not None]
