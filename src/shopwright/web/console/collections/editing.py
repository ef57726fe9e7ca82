"""One collection: its words, its picture, its rule or its products, and whether shoppers see it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, NotFound, Refusal
from shopwright.kernel.ids import CollectionId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import CollectionForStaff, CollectionPicture, RemovedCollection
from shopwright.modules.catalog.errors import SlugTaken, TooManyCollections
from shopwright.platform.db import Reading, Transaction
from shopwright.platform.files import picture_url
from shopwright.platform.http import Form, Request, Undo, explain, get, post, read_form, requires
from shopwright.platform.i18n import _, localised, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.collections.forms import CollectionForm, at_fields, form_values, to_input, to_rule
from shopwright.web.console.collections.list import PATH
from shopwright.web.console.pages import act, category_options, done, frame, list_tree, may, render
from shopwright.web.console.sealed import UndoneAlready, UndoTooLate, sealed_undo, unseal, use_once
from shopwright.web.context import Context

ONE = PATH + "/{collection_id:int}"
UPLOAD_BYTES_MAX = 16_000_000
SEARCH_LENGTH_MAX = 100
FOUND_COUNT_MAX = 12
SAMPLE_COUNT = 6


class Back(msgspec.Struct, frozen=True):
    """A form that came back: what was typed, what is wrong; `is_preview` asks what the rule would find."""

    values: Mapping[str, Any]
    errors: Mapping[str, FieldError] = MappingProxyType({})
    problem: str = ""
    status: int = 200
    rule: CollectionForm | None = None


NOTHING = Back({})


@get(PATH + "/new", requires(permissions.EDIT))
async def show_new_collection(request: Request) -> Response[str]:
    """An empty form."""
    return await collection_page(request, None)


@post(PATH, requires(permissions.EDIT), body_bytes_max=UPLOAD_BYTES_MAX)
async def add_collection(request: Request) -> Response[Any]:
    """One more collection, which shoppers do not see yet; or only a look at what its rule would find."""
    return await _keep(request, None)


@get(ONE, requires(permissions.VIEW))
async def show_collection(request: Request, collection_id: FromPath[int]) -> Response[str]:
    """One collection, with a search for what could be put into it."""
    return await collection_page(request, CollectionId(collection_id))


@post(ONE, requires(permissions.EDIT), body_bytes_max=UPLOAD_BYTES_MAX)
async def change_collection(request: Request, collection_id: FromPath[int]) -> Response[Any]:
    """Write a collection anew; or only look at what its rule would find."""
    return await _keep(request, CollectionId(collection_id))


@post(ONE + "/listing", requires(permissions.LIST))
async def change_listing(request: Request, collection_id: FromPath[int]) -> Response[Any]:
    """Show it to shoppers, or hide it."""
    form = await read_form(request)
    is_listing = form.text("act") == "list"
    change = catalog.list_collection if is_listing else catalog.delist_collection

    async def work(tx: Transaction, actor: Actor) -> bool:
        return await change(tx, actor=actor, collection_id=CollectionId(collection_id))

    is_changed = await act(request, work)
    opposite = Undo(request.scope["path"], (("act", "delist" if is_listing else "list"),))
    told = _("Shoppers see the collection now.") if is_listing else _("Shoppers do not see the collection any more.")
    return await done(request, f"{PATH}/{collection_id}", told, undo=opposite if is_changed else None)


@post(ONE + "/removal", requires(permissions.EDIT))
async def remove_collection(request: Request, collection_id: FromPath[int]) -> Response[Any]:
    """Remove it; its products stay, and it can be put back."""

    async def work(tx: Transaction, actor: Actor) -> RemovedCollection:
        return await catalog.remove_collection(tx, actor=actor, collection_id=CollectionId(collection_id))

    removed = await act(request, work)
    undo = sealed_undo(request, f"{PATH}/restoration", "removed", removed)
    return await done(request, PATH, _("The collection was removed."), undo=undo)


@post(PATH + "/restoration", requires(permissions.EDIT))
async def restore_collection(request: Request) -> Response[Any]:
    """Put a collection back that was just removed, once, unless another has its address by now.

    Who may not show collections to shoppers gets it back hidden.
    """
    sealed = (await read_form(request)).text("removed")
    try:
        removed = unseal(request, sealed, RemovedCollection)
    except UndoTooLate as late:
        return await done(request, PATH, late.sentence, kind="danger")
    may_list = may(request, permissions.LIST)

    async def work(tx: Transaction, actor: Actor) -> bool:
        await use_once(tx, sealed)
        return await catalog.restore_collection(tx, actor=actor, removed=removed, may_list=may_list)

    try:
        is_restored = await act(request, work)
    except UndoneAlready as refused:
        return await done(request, PATH, refused.sentence, kind="danger")
    except SlugTaken:
        told = _("It was not put back: another collection has its address by now.")
        return await done(request, PATH, told, kind="danger")
    except TooManyCollections as refused:
        return await done(request, PATH, refused.sentence, kind="danger", limit=str(refused.values["limit"]))
    is_hidden = is_restored and removed.collection.listed_at is not None and not may_list
    told = _("The collection is back, but hidden: you may not show collections to shoppers.")
    return await done(request, f"{PATH}/{removed.collection.id}", told if is_hidden else _("Undone."))


async def _keep(request: Request, collection_id: CollectionId | None) -> Response[Any]:
    form, language = await read_form(request), language_of(request)
    try:
        async with shop_of(request).database.reading() as reading:
            currency = (await shop_of(request).market(reading)).currency
            present = None if collection_id is None else await _get(reading, collection_id)
        wanted = form.parse(CollectionForm, currency=currency)
        if form.text("act") == "preview":
            return await collection_page(request, collection_id, Back(form.filled(CollectionForm), rule=wanted))
        picture = await _picture(request, form, present)
        kept_id = await _write(request, collection_id, wanted, currency, picture)
    except NotFound:
        raise
    except InvalidInput as refused:
        back = Back(form.filled(CollectionForm), at_fields(refused), status=refused.status)
        return await collection_page(request, collection_id, back)
    except SlugTaken as refused:
        errors = {"slug": FieldError(refused.sentence, **refused.values)}
        return await collection_page(
            request, collection_id, Back(form.filled(CollectionForm), errors, status=refused.status)
        )
    except Refusal as refused:
        problem = translate(refused.sentence, language, **refused.values)
        back = Back(form.filled(CollectionForm), problem=problem, status=refused.status)
        return await collection_page(request, collection_id, back)
    return await done(request, f"{PATH}/{kept_id}", _("Saved."))


async def _write(
    request: Request,
    collection_id: CollectionId | None,
    wanted: CollectionForm,
    currency: str,
    picture: CollectionPicture | None,
) -> CollectionId:
    collection = to_input(wanted, currency=currency, picture=picture)

    async def work(tx: Transaction, actor: Actor) -> CollectionId:
        if collection_id is None:
            return await catalog.create_collection(tx, actor=actor, collection=collection)
        await catalog.change_collection(
            tx, actor=actor, collection_id=collection_id, version=wanted.version, collection=collection
        )
        return collection_id

    return await act(request, work)


async def _picture(request: Request, form: Form, present: CollectionForStaff | None) -> CollectionPicture | None:
    upload = next((file for file in form.files.get("picture", ()) if file.filename), None)
    if upload is None:
        return None if present is None else present.picture
    stored = await catalog.store_picture(shop_of(request).files, content=await upload.read())
    return CollectionPicture(stored.file_key, stored.width, stored.height)


async def _get(reading: Reading, collection_id: CollectionId) -> CollectionForStaff:
    return await catalog.get_collection_for_staff(reading, collection_id=collection_id)


async def collection_page(request: Request, collection_id: CollectionId | None, back: Back = NOTHING) -> Response[str]:
    """The page of a collection, or the form of a new one."""
    language = language_of(request)
    path = f"{PATH}/new" if collection_id is None else f"{PATH}/{collection_id}"
    async with shop_of(request).database.reading() as reading:
        present = None if collection_id is None else await _get(reading, collection_id)
        title = translate("New collection", language) if present is None else localised(present.names, language)
        context = await frame(request, reading, module="collections", crumbs=[(title, path)], at=path)
        market = context["market"]
        values = {**form_values(present, market.currency), **back.values}
        context |= await _found(request, reading, present, back, context)
        context |= {
            "brands": await catalog.list_brands(reading),
            "tags": await catalog.list_tags(reading),
            "categories": category_options(await list_tree(request, reading)),
        }
    picture = None if present is None else present.picture
    context |= {
        "title": title,
        "collection": present,
        "collection_url": path,
        "action": PATH if present is None else path,
        "values": values,
        "chosen_categories": [str(one) for one in values["category_ids"]],
        "currency": market.currency,
        "errors": explain(back.errors, language),
        "problem": back.problem,
        "picture_url": None if picture is None else picture_url(picture.file_key, picture.width, wanted_width=640),
    }
    return render(request, "console/collections/collection.html", context, status=back.status)


async def _found(
    request: Request, reading: Reading, present: CollectionForStaff | None, back: Back, context: Context
) -> Context:
    """What is in it: by hand the products and a search for more, by rule the first ones and how many."""
    language, market = language_of(request), context["market"]
    terms = request.query_params.get("q", "").strip()[:SEARCH_LENGTH_MAX]
    rule = present.rule if present is not None else None
    if back.rule is not None:
        rule = to_rule(back.rule, market.currency) if back.rule.kind == "rule" else None
    empty: Context = {"terms": terms, "chosen": [], "results": [], "sample": [], "found_count": None}
    if rule is not None:
        collection = await catalog.preview_rule(reading, rule=rule)
        page = await catalog.list_collection_products(
            reading, collection=collection, market=market.code, language=language, limit=SAMPLE_COUNT
        )
        count = await catalog.count_collection_products(reading, collection=collection, market=market.code)
        return empty | {"sample": page.items, "found_count": count}
    if present is None:
        return empty
    chosen = await catalog.list_chosen_products(reading, collection_id=present.id, language=language)
    results = await catalog.list_products_for_staff(
        reading, market=market.code, language=language, terms=terms, limit=FOUND_COUNT_MAX
    )
    ids = {product.id for product in chosen}
    shown = [product for product in results.items if product.id not in ids]
    return empty | {"chosen": chosen, "results": shown}
