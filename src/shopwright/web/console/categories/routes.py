from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, NotFound, Refusal
from shopwright.kernel.ids import CategoryId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category, CategoryForStaff, Words
from shopwright.modules.catalog.errors import CategoryInsideItself, SlugTaken
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, explain, get, post, read_form, requires, shown
from shopwright.platform.http.fields import Key, Quantity, Text
from shopwright.platform.i18n import _, localised, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.categories.undoing import PATH, Changed, undo_of
from shopwright.web.console.pages import act, category_options, done, frame, list_tree, render

POSITION_MAX = 100_000


class CategoryForm(msgspec.Struct, frozen=True):
    """A category: its names, the one above it, its address and its place among its siblings."""

    name_zh: Annotated[str, Text(most=60)] = ""
    name_en: Annotated[str, Text(most=60)] = ""
    parent_id: Annotated[int | None, Key()] = None
    slug: Annotated[str, Text(most=80)] = ""
    position: Annotated[int, Quantity(least=0, most=POSITION_MAX)] = 0


class Back(msgspec.Struct, frozen=True):
    """A form that came back: what was typed, what is wrong."""

    values: Mapping[str, Any]
    errors: Mapping[str, FieldError] = MappingProxyType({})
    problem: str = ""
    status: int = 200


@get(PATH, requires(permissions.VIEW))
async def list_categories(request: Request) -> Response[str]:
    """The tree, and a form for one more."""
    return await _list_page(request, Back(shown(CategoryForm)))


@post(PATH, requires(permissions.EDIT))
async def add_category(request: Request) -> Response[Any]:
    """One more category, the last among its siblings."""
    form = await read_form(request)

    async def work(tx: Transaction, actor: Actor) -> None:
        wanted = form.parse(CategoryForm)
        await catalog.create_category(
            tx, actor=actor, names=_names(wanted), parent_id=_parent(wanted), slug=wanted.slug
        )

    try:
        await act(request, work)
    except Refusal as refused:
        return await _list_page(request, _back(form.filled(CategoryForm), refused, language_of(request)))
    return await done(request, PATH, _("The category was added."))


@get(PATH + "/{category_id:int}", requires(permissions.VIEW))
async def show_category(request: Request, category_id: FromPath[int]) -> Response[str]:
    """One category, to be changed."""
    return await _edit_page(request, CategoryId(category_id))


@post(PATH + "/{category_id:int}", requires(permissions.EDIT))
async def change_category(request: Request, category_id: FromPath[int]) -> Response[Any]:
    """Write a category anew."""
    form = await read_form(request)

    async def work(tx: Transaction, actor: Actor) -> Changed:
        wanted = form.parse(CategoryForm)
        present = await catalog.get_category_for_staff(tx, category_id=CategoryId(category_id))
        await catalog.change_category(
            tx,
            actor=actor,
            category_id=present.id,
            names=_names(wanted),
            parent_id=_parent(wanted),
            slug=wanted.slug,
            position=wanted.position,
            picture_key=present.picture_key,
            seen=present,
        )
        return Changed(present, await catalog.get_category_for_staff(tx, category_id=present.id))

    try:
        changed = await act(request, work)
    except Refusal as refused:
        back = _back(form.filled(CategoryForm), refused, language_of(request))
        return await _edit_page(request, CategoryId(category_id), back)
    return await done(request, PATH, _("Saved."), undo=undo_of(request, changed))


@post(PATH + "/{category_id:int}/removal", requires(permissions.EDIT))
async def remove_category(request: Request, category_id: FromPath[int]) -> Response[Any]:
    """Remove an empty category."""

    async def work(tx: Transaction, actor: Actor) -> None:
        await catalog.remove_category(tx, actor=actor, category_id=CategoryId(category_id))

    try:
        await act(request, work)
    except NotFound:
        raise
    except Refusal as refused:
        problem = translate(refused.sentence, language_of(request), **refused.values)
        return await _edit_page(request, CategoryId(category_id), Back({}, problem=problem, status=refused.status))
    return await done(request, PATH, _("The category was removed."))


def _back(values: Mapping[str, Any], refused: Refusal, language: str) -> Back:
    if isinstance(refused, InvalidInput):
        named = {{"names": "name_zh"}.get(name, name): error for name, error in refused.fields.items()}
        return Back(values, named, status=refused.status)
    if isinstance(refused, SlugTaken):
        return Back(values, {"slug": FieldError(refused.sentence, **refused.values)}, status=refused.status)
    if isinstance(refused, CategoryInsideItself):
        return Back(values, {"parent_id": FieldError(refused.sentence)}, status=refused.status)
    return Back(values, problem=translate(refused.sentence, language, **refused.values), status=refused.status)


async def _list_page(request: Request, back: Back) -> Response[str]:
    async with shop_of(request).database.reading() as reading:
        context = await frame(request, reading, module="categories", at=PATH)
        tree = await list_tree(request, reading)
    context |= _form_context(back, tree, context["language"]) | {"tree": tree}
    return render(request, "console/categories/list.html", context, status=back.status)


async def _edit_page(request: Request, category_id: CategoryId, back: Back | None = None) -> Response[str]:
    language, path = language_of(request), f"{PATH}/{category_id}"
    async with shop_of(request).database.reading() as reading:
        category = await catalog.get_category_for_staff(reading, category_id=category_id)
        name = localised(category.names, language)
        context = await frame(request, reading, module="categories", crumbs=[(name, path)], at=path)
        tree = await list_tree(request, reading)
    back = back or Back({})
    below = next((one.subtree_ids for one in tree if one.id == category_id), ())
    others = [one for one in tree if one.id not in below]
    context |= _form_context(back, others, language) | {
        "values": {**_values(category), **back.values},
        "name": name,
        "slug": category.slug,
        "category_url": path,
    }
    return render(request, "console/categories/category.html", context, status=back.status)


def _form_context(back: Back, tree: list[Category], language: str) -> dict[str, Any]:
    return {
        "values": back.values,
        "errors": explain(back.errors, language),
        "problem": back.problem,
        "parents": category_options(tree),
    }


def _values(category: CategoryForStaff) -> dict[str, str]:
    return {
        "name_zh": category.names.get("zh_CN", ""),
        "name_en": category.names.get("en", ""),
        "parent_id": "" if category.parent_id is None else str(category.parent_id),
        "slug": category.slug,
        "position": str(category.position),
    }


def _names(wanted: CategoryForm) -> Words:
    return {"zh_CN": wanted.name_zh, "en": wanted.name_en}


def _parent(wanted: CategoryForm) -> CategoryId | None:
    return None if wanted.parent_id is None else CategoryId(wanted.parent_id)
