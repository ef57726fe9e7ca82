"""What the pages of the storefront share: their frame, their addresses, and who may keep a copy of them."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from litestar import Response

from shopwright.platform.db import Reading
from shopwright.platform.http import Request
from shopwright.platform.http.shared_pages import FOR_ALL
from shopwright.platform.i18n import DEFAULT_LANGUAGE
from shopwright.shop import LANGUAGE_PARAMETER, language_of, shop_of, shopper
from shopwright.web.context import Context, page, page_context

FOR_ONE = "private, no-store"
_OK = 200
_NOT_MODIFIED = 304
_DESCRIPTION_LENGTH_MAX = 160


async def frame_context(request: Request, reading: Reading, *, at: str = "") -> Context:
    """What the layout needs; switching the language leads back to this very address with its query.

    `at` is the page's own path where the address asked for is that of an act, which cannot be opened.
    """
    context = await page_context(request, reading)
    context["path"] = at or context["path"]
    query = [(name, text) for name, text in _query(request) if name != LANGUAGE_PARAMETER]
    here = address(context["path"], query)
    context["languages"] = [
        {**choice, "url": f"/language?code={choice['code']}&next={quote(here)}"} for choice in context["languages"]
    ]
    return context


async def public_page(
    request: Request, name: str, context: Context, *, status: int = _OK, reading: Reading | None = None
) -> Response[Any]:
    """A page that is the same for everybody without a session: anyone may keep it and must ask whether it still holds.

    With a session it is personal (the name, the cart's count), and nobody keeps it. A part that htmx asked for goes
    the same way. Who still reads gives `reading`: the session is loaded here where no frame was.
    """
    answer = page(name, context, language=language_of(request), request=request, status=status)
    session = await shopper(request, reading)
    if session.token is not None or status != _OK:
        answer.headers["Cache-Control"] = FOR_ONE
        return answer
    tag = f'W/"{hashlib.blake2b(answer.content.encode(), digest_size=12).hexdigest()}"'
    headers = {"Cache-Control": FOR_ALL, "ETag": tag, "Vary": "Accept-Encoding, Cookie, HX-Request, HX-Target"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(None, status_code=_NOT_MODIFIED, headers=headers)
    answer.headers.update(headers)
    return answer


def private_page(
    request: Request, name: str, context: Context, *, status: int = _OK, headers: Mapping[str, str] | None = None
) -> Response[str]:
    """A page about one person: nobody keeps it, and search engines are told not to list it."""
    answer = page(name, context | {"is_indexed": False}, language=language_of(request), request=request, status=status)
    answer.headers.update({"Cache-Control": FOR_ONE, **(headers or {})})
    return answer


def address(path: str, query: Sequence[tuple[str, str]] = ()) -> str:
    """A path of ours with the query parts that are not empty."""
    filled = [(name, text) for name, text in query if text]
    return f"{quote(path)}?{urlencode(filled, safe=':')}" if filled else quote(path)


def wants_part(request: Request) -> bool:
    """Whether htmx asks for a part of the page rather than a browser for all of it."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"


def finder_facts(
    request: Request,
    languages: Sequence[str],
    *,
    path: str,
    description: str,
    query: Sequence[tuple[str, str]] = (),
) -> Context:
    """What search engines and sharing need: the page's own address, its other languages, and what it is about.

    Names: canonical, alternates, description. The default language has the plain address.
    """
    language = language_of(request)

    def absolute(code: str) -> str:
        return absolute_url(
            request, address(path, [*query, (LANGUAGE_PARAMETER, "" if code == DEFAULT_LANGUAGE else code)])
        )

    links = [{"tag": code.replace("_", "-"), "url": absolute(code)} for code in languages]
    return {
        "canonical": absolute(language),
        "alternates": [*links, {"tag": "x-default", "url": absolute(DEFAULT_LANGUAGE)}],
        "description": " ".join(description.split())[:_DESCRIPTION_LENGTH_MAX],
    }


def absolute_url(request: Request, place: str) -> str:
    """The address of a path of ours as it is known outside; what is absolute already stays as it is."""
    return place if "://" in place else shop_of(request).settings.base_url + place


def breadcrumb_facts(request: Request, crumbs: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The way down to this page as structured data; crumbs are those of the breadcrumb component."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": crumb["name"], "item": absolute_url(request, crumb["url"])}
            for place, crumb in enumerate(crumbs, 1)
        ],
    }


def list_facts(request: Request, cards: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The products that a page lists, in their order, as structured data; cards are those of the card component."""
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "url": absolute_url(request, card["url"])}
            for place, card in enumerate(cards, 1)
        ],
    }


def _query(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(request.scope.get("query_string", b"").decode("latin-1"))
