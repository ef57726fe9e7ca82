"""One block: its words in every language, its picture, where it leads."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, NotFound, Refusal
from shopwright.kernel.ids import CategoryId, CollectionId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.content import permissions
from shopwright.modules.content import public as content
from shopwright.modules.content.contracts import (
    HOME,
    BestSellers,
    Block,
    BlockKind,
    BlockPicture,
    Body,
    CategoryTiles,
    CollectionShelf,
    NewArrivals,
    Scene,
    Story,
)
from shopwright.platform.db import Transaction
from shopwright.platform.files import picture_url
from shopwright.platform.http import Form, Request, explain, get, post, read_form, requires
from shopwright.platform.http.fields import Key, Text
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.home.overview import KINDS, PATH, kind_of, show_row
from shopwright.web.console.pages import act, category_options, done, frame, list_tree, read_key, render

UPLOAD_BYTES_MAX = 16_000_000
_WORDS = ("heading", "kicker", "text", "link", "alt")
_ENDS = (("zh", "zh_CN"), ("en", "en"))
_FIELD_OF = {"headings": "heading", "kickers": "kicker", "texts": "text", "links": "link", "alts": "alt"}


class BlockForm(msgspec.Struct, frozen=True):
    """Everything that any kind of block can say; each kind shows its own fields. Lengths are the module's to judge."""

    heading_zh: Annotated[str, Text(most=1_000)] = ""
    heading_en: Annotated[str, Text(most=1_000)] = ""
    kicker_zh: Annotated[str, Text(most=1_000)] = ""
    kicker_en: Annotated[str, Text(most=1_000)] = ""
    text_zh: Annotated[str, Text(most=2_000, is_long=True)] = ""
    text_en: Annotated[str, Text(most=2_000, is_long=True)] = ""
    link_zh: Annotated[str, Text(most=1_000)] = ""
    link_en: Annotated[str, Text(most=1_000)] = ""
    alt_zh: Annotated[str, Text(most=1_000)] = ""
    alt_en: Annotated[str, Text(most=1_000)] = ""
    url: Annotated[str, Text(most=1_000)] = ""
    collection_id: Annotated[int, Key()] = 0
    category_ids: tuple[Annotated[int, Key()], ...] = ()
    version: Annotated[int, Key()] = 0


Work = Callable[[Transaction, Actor, Body, int], Awaitable[int]]
"""Writes a block's body over the version that was seen; gives the block's id."""


class Back(msgspec.Struct, frozen=True):
    """A form that came back: what was typed, what is wrong."""

    values: Mapping[str, Any]
    errors: Mapping[str, FieldError] = MappingProxyType({})
    problem: str = ""
    status: int = 200


@get(PATH + "/blocks/new", requires(permissions.EDIT))
async def show_new_block(request: Request) -> Response[str]:
    """An empty form for a kind of block."""
    return await _page(request, _kind(request.query_params.get("kind", "")), None, Back({}))


@post(PATH + "/blocks", requires(permissions.EDIT), body_bytes_max=UPLOAD_BYTES_MAX)
async def add_block(request: Request) -> Response[Any]:
    """One more block, behind the one that was chosen."""
    form = await read_form(request)
    kind, after_id = _kind(form.text("kind")), read_key(form.text("after_id"))

    async def work(tx: Transaction, actor: Actor, body: Body, _version: int) -> int:
        return await content.add_block(tx, actor=actor, code=HOME, body=body, after_id=after_id)

    return await _keep(request, kind, None, form, work)


@get(PATH + "/blocks/{block_id:int}", requires(permissions.VIEW))
async def show_block(request: Request, block_id: FromPath[int]) -> Response[str]:
    """One block, to be changed."""
    block = await _find(request, block_id)
    return await _page(request, kind_of(block), block, Back({}))


@post(PATH + "/blocks/{block_id:int}", requires(permissions.EDIT), body_bytes_max=UPLOAD_BYTES_MAX)
async def change_block(request: Request, block_id: FromPath[int]) -> Response[Any]:
    """Write a block anew."""
    block, form = await _find(request, block_id), await read_form(request)

    async def work(tx: Transaction, actor: Actor, body: Body, version: int) -> int:
        await content.change_block(tx, actor=actor, code=HOME, block_id=block_id, version=version, body=body)
        return block_id

    return await _keep(request, kind_of(block), block, form, work)


async def _keep(request: Request, kind: BlockKind, block: Block | None, form: Form, work: Work) -> Response[Any]:
    try:
        wanted = form.parse(BlockForm)
        body = _body(kind, wanted, await _picture(request, form, block, wanted))

        async def keep(tx: Transaction, actor: Actor) -> int:
            return await work(tx, actor, body, wanted.version)

        block_id = await act(request, keep)
    except NotFound:
        raise
    except InvalidInput as refused:
        errors = {_field_name(name): error for name, error in refused.fields.items()}
        return await _page(request, kind, block, Back(_typed(form), errors, status=refused.status))
    except Refusal as refused:
        problem = translate(refused.sentence, language_of(request), **refused.values)
        return await _page(request, kind, block, Back(_typed(form), problem=problem, status=refused.status))
    return await done(request, f"{PATH}#block-{block_id}", _("Saved in the draft."))


def _typed(form: Form) -> dict[str, Any]:
    return {**form.filled(BlockForm), "after_id": form.text("after_id")}


async def _picture(request: Request, form: Form, block: Block | None, wanted: BlockForm) -> BlockPicture | None:
    """The picture that came, else the one that the block has, with its description anew."""
    alts = _words(wanted, "alt")
    upload = next((file for file in form.files.get("picture", ()) if file.filename), None)
    if upload is not None:
        return await content.store_picture(shop_of(request).files, content=await upload.read(), alts=alts)
    if block is None or not isinstance(block.body, Scene | Story) or block.body.picture is None:
        return None
    is_dropped = isinstance(block.body, Story) and bool(form.text("without_picture"))
    return None if is_dropped else msgspec.structs.replace(block.body.picture, alts=alts)


def _body(kind: BlockKind, wanted: BlockForm, picture: BlockPicture | None) -> Body:
    headings, texts = _words(wanted, "heading"), _words(wanted, "text")
    match kind:
        case BlockKind.SCENE:
            if picture is None:
                raise InvalidInput({"picture": FieldError("Choose a picture.")})
            kickers, links = _words(wanted, "kicker"), _words(wanted, "link")
            return Scene(picture, headings, wanted.url, kickers=kickers, texts=texts, links=links)
        case BlockKind.COLLECTION:
            return CollectionShelf(CollectionId(wanted.collection_id), headings, texts)
        case BlockKind.NEW_ARRIVALS:
            return NewArrivals(headings, texts)
        case BlockKind.BEST_SELLERS:
            return BestSellers(headings, texts)
        case BlockKind.CATEGORIES:
            return CategoryTiles(headings, tuple(CategoryId(one) for one in wanted.category_ids))
    return Story(headings, texts, picture, links=_words(wanted, "link"), url=wanted.url)


def _words(wanted: BlockForm, name: str) -> dict[str, str]:
    return {language: text for end, language in _ENDS if (text := getattr(wanted, f"{name}_{end}"))}


def _field_name(name: str) -> str:
    return f"{_FIELD_OF[name]}_zh" if name in _FIELD_OF else name


def _kind(text: str) -> BlockKind:
    if text not in set(BlockKind):
        raise NotFound
    return BlockKind(text)


async def _find(request: Request, block_id: int) -> Block:
    async with shop_of(request).database.reading() as reading:
        draft = await content.get_draft(reading, code=HOME)
    return content.find_block(draft.blocks, block_id)


async def _page(request: Request, kind: BlockKind, block: Block | None, back: Back) -> Response[str]:
    language = language_of(request)
    name, note = (translate(text, language) for text in KINDS[kind])
    at = PATH if block is None else f"{PATH}/blocks/{block.id}"
    async with shop_of(request).database.reading() as reading:
        context = await frame(request, reading, module="home", crumbs=[(name, at)], at=at)
        collections = await catalog.list_collections_for_staff(reading, language=language)
        tree = await list_tree(request, reading)
        draft = None if block is not None else await content.get_draft(reading, code=HOME)
    names = {int(collection.id): collection for collection in collections}
    before = [] if draft is None else [show_row(one, names, language) for one in draft.blocks]
    values = {**_values(block), **back.values}
    picture = block.body.picture if block is not None and isinstance(block.body, Scene | Story) else None
    context |= {
        "kind": kind.value,
        "name": name,
        "note": note,
        "action": f"{PATH}/blocks" if block is None else at,
        "is_new": block is None,
        "values": values,
        "chosen": [str(one) for one in values["category_ids"]],
        "errors": explain(back.errors, language),
        "problem": back.problem,
        "picture_url": None if picture is None else picture_url(picture.file_key, picture.width, wanted_width=640),
        "collections": [(str(one.id), one.name) for one in collections],
        "categories": category_options(tree),
        "places": [(str(row["id"]), translate(_("Below “{title}”"), language, title=row["title"])) for row in before],
    }
    return render(request, "console/home/block.html", context, status=back.status)


def _values(block: Block | None) -> dict[str, Any]:
    values: dict[str, Any] = {f"{name}_{end}": "" for name in _WORDS for end, _language in _ENDS}
    values |= {"url": "", "collection_id": "", "category_ids": [], "version": "0", "after_id": ""}
    if block is None:
        return values
    body = block.body
    picture = getattr(body, "picture", None)
    told: dict[str, Mapping[str, str]] = {
        "heading": body.headings,
        "kicker": getattr(body, "kickers", {}),
        "text": getattr(body, "texts", {}),
        "link": getattr(body, "links", {}),
        "alt": {} if picture is None else picture.alts,
    }
    values |= {f"{name}_{end}": words.get(code, "") for name, words in told.items() for end, code in _ENDS}
    return values | {
        "url": getattr(body, "url", ""),
        "collection_id": str(getattr(body, "collection_id", "")),
        "category_ids": [str(one) for one in getattr(body, "category_ids", ())],
        "version": str(block.version),
    }
