"""What the console's pages share: their frame, what their reader may do, addresses, and how acts end."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, urlencode

from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category
from shopwright.modules.catalog.public import CATEGORIES
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Reading, Transaction
from shopwright.platform.http import Request, Undo, visit_of
from shopwright.platform.i18n import LANGUAGES, format_number, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.authorise import member_of, staff_actor
from shopwright.web.console.access import MODULES
from shopwright.web.console.listing import Column, habits_of, table_context
from shopwright.web.context import Context, console_context, page, see_other

SHOWN_COUNT_MAX = 999
NEVER_KEPT = "private, no-store"
KEY_DIGITS_MAX = 18
Crumb = tuple[str, str]
Result = TypeVar("Result")
Choice = TypeVar("Choice", bound=StrEnum)


async def frame(
    request: Request, reading: Reading, *, module: str = "", crumbs: Sequence[Crumb] = (), at: str = ""
) -> Context:
    """What `console/layout.html` needs, and `can` (asks for a permission), `zone` and the market. No statement.

    Crumbs are (text, address); the last one is this page. `at` is a page of ours that can be opened, where the
    address asked for is that of an act: switching the language leads there.
    """
    context = await console_context(request, reading)
    language, permissions = context["language"], member_of(request).permissions
    path = at or context["path"]
    query = "" if at else urlencode(parse_qsl(request.scope.get("query_string", b"").decode("latin-1")))
    here = path + (f"?{query}" if query else "")
    return context | {
        "path": path,
        "languages": [
            {**choice, "url": f"/language?code={choice['code']}&next={quote(here, safe='')}"}
            for choice in context["languages"]
        ],
        "zone": context["market"].zone,
        "page_url": here,
        "is_dense": habits_of(request).is_dense,
        "can": partial(staff.grants, permissions),
        "module": module,
        "modules": [
            {
                "key": shown.key,
                "name": translate(shown.name, language),
                "icon": shown.icon,
                "url": shown.url,
                "letter": shown.letter,
            }
            for shown in MODULES
            if staff.grants(permissions, shown.permission)
        ],
        "crumbs": [{"name": name, "url": url} for name, url in (*_home(module, language), *crumbs)],
    }


def render(request: Request, name: str, context: Context, *, status: int = 200) -> Response[str]:
    """A page of the console, which nobody keeps."""
    answer = page(name, context, language=language_of(request), request=request, status=status)
    answer.headers["Cache-Control"] = NEVER_KEPT
    return answer


async def act(request: Request, work: Callable[[Transaction, Actor], Awaitable[Result]]) -> Result:
    """Do `work` in one transaction in the name of whoever is at the console."""
    actor = staff_actor(request)
    return await shop_of(request).database.transact(lambda tx: work(tx, actor))


async def done(
    request: Request,
    place: str,
    sentence: str,
    *,
    kind: str = "positive",
    undo: Undo | None = None,
    **values: str | int,
) -> Response[None]:
    """Go to `place` and say there what was done, and how to take it back where that can be."""
    session = await visit_of(request.scope).console_session()
    session.flash(kind, sentence, undo=undo, **values)
    return see_other(place)


def may(request: Request, permission: str) -> bool:
    """Whether whoever is at the console may do this."""
    return staff.grants(member_of(request).permissions, permission)


def address(path: str, **query: str | int | None) -> str:
    """A path of ours with those parts of the query that are not empty."""
    filled = {name: text for name, text in query.items() if text not in {None, ""}}
    return f"{path}?{urlencode(filled)}" if filled else path


def read_key(text: str | None) -> int | None:
    """The id that a part of an address or a field names; None where it is none of ours."""
    is_id = text is not None and text.isascii() and text.isdigit() and len(text) <= KEY_DIGITS_MAX
    return int(text) if text is not None and is_id else None


def read_choice(text: str | None, choices: type[Choice], *, otherwise: Choice) -> Choice:
    """The member of an enum that a part of an address names; `otherwise` where it names none."""
    return choices(text) if text in {choice.value for choice in choices} else otherwise


def paging(path: str, query: Mapping[str, str], *, after: str | None, next_key: str | None) -> Context:
    """The addresses of a list: `here` as it was asked for, `next_url` and `first_url`, empty where there is none."""
    return {
        "here": address(path, **query, after=after),
        "next_url": address(path, **query, after=next_key) if next_key else "",
        "first_url": address(path, **query) if after else "",
    }


def list_context(
    request: Request,
    name: str,
    columns: Sequence[Column],
    *,
    path: str,
    query: Mapping[str, str],
    after: str | None = None,
    next_key: str | None = None,
    usual_sort: str = "",
) -> Context:
    """What every list's template needs: the addresses of `paging`, its `query`, and what `table_context` gives.

    The part `sort` of the query is empty where the list stands in its usual order.
    """
    addresses = paging(path, query, after=after, next_key=next_key)
    return {
        "query": query,
        **addresses,
        **table_context(
            request,
            name,
            columns,
            language=language_of(request),
            here=addresses["here"],
            sort=query.get("sort") or usual_sort,
            sort_url=lambda sort: address(path, **{**query, "sort": "" if sort == usual_sort else sort}),
        ),
    }


def capped(count: int, language: str) -> str:
    """A count as tabs show it: 999+ beyond three digits."""
    return f"{SHOWN_COUNT_MAX}+" if count > SHOWN_COUNT_MAX else format_number(count, language)


async def list_tree(request: Request, reading: Reading) -> list[Category]:
    """The category tree, kept by the process until the catalogue says that it changed."""
    language = language_of(request)

    async def load(reading: Reading) -> list[Category]:
        return await catalog.list_categories(reading, language=language)

    return await shop_of(request).cache.get(reading, CATEGORIES, load, key=f"console:{language}")


def category_options(tree: Sequence[Category]) -> list[tuple[str, str]]:
    """The tree as options of a select, children set in by wide spaces."""
    return [(str(category.id), "\u2003" * category.depth + category.name) for category in tree]


def in_languages(**texts: Any) -> dict[str, str]:
    """Words by language from form fields that are named by language."""
    return {language: texts[language] for language in LANGUAGES if texts.get(language)}


def _home(module: str, language: str) -> tuple[Crumb, ...]:
    shown = next((one for one in MODULES if one.key == module), None)
    return () if shown is None else ((translate(shown.name, language), shown.url),)
