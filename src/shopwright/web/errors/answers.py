"""The one place where an exception becomes an answer: a page, a JSON body, a toast, or the way to the login."""

import asyncio
import json
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import structlog
from litestar import Response
from litestar.exceptions import HTTPException

from shopwright.kernel.errors import Refusal
from shopwright.platform.db import DATABASE_GONE
from shopwright.platform.http import Request, visit_of
from shopwright.platform.http.errors import (
    UNAVAILABLE_STATUS,
    UNKNOWN_STATUS,
    Problem,
    problem_of,
    wants_json,
)
from shopwright.platform.http.middleware import Answer
from shopwright.shop import scope_language, shop_of
from shopwright.web.appearance import scheme_of
from shopwright.web.context import page_context
from shopwright.web.templating import Templates

log = structlog.get_logger("http")
_NOT_FOUND = 404
_SEE_OTHER = 303
_OK = 200
FRAME_SECONDS_MAX = 2.0
"""Nobody waits longer for the frame of an error page."""


class ErrorAnswers:
    """Answers for exceptions. Only the frame of a shop page asks the database; where that fails, a plain page does."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def explain(self, scope: Any, error: Exception) -> Answer:
        """Status, headers and body for `error`; an unexpected one is logged with its traceback and the request's id."""
        problem = problem_of(error)
        self._note(scope, error, problem)
        language = scope_language(scope)
        accept = (visit_of(scope).header(b"accept") or b"").decode("latin-1")
        if wants_json(scope["path"], accept):
            body = msgspec.json.encode(problem.as_json(language))
            return _answer(problem.status, "application/json", body, problem.headers())
        is_part = visit_of(scope).header(b"hx-request") is not None
        if problem.login_place is not None:
            return _to_login(scope, problem.login_place, is_part=is_part)
        if is_part:
            toast = json.dumps({"toast": {"kind": "danger", "text": problem.message(language)}})
            return _answer(problem.status, "text/plain", b"", {**problem.headers(), "HX-Trigger": toast})
        return self._page(scope, problem, language)

    def handle(self, request: Request, error: Exception) -> Response[bytes]:
        """The same, as Litestar's exception handler wants it; a person in the shop sees it in the shop's frame."""
        if _is_for_a_person(request):
            return _LatePage(self, error)
        return self._answer(request, error)

    async def answer_framed(self, request: Request, error: Exception) -> Response[bytes]:
        """A page in the shop's frame, or the plain one where the frame cannot be had."""
        problem = problem_of(error)
        if problem.login_place is not None or isinstance(error, DATABASE_GONE):
            return self._answer(request, error)
        language = scope_language(request.scope)
        try:
            async with asyncio.timeout(FRAME_SECONDS_MAX):
                async with shop_of(request).database.reading() as reading:
                    context = await page_context(request, reading)
            html = self._templates.render("errors/framed.html", language, **context, **_told(request.scope, problem))
        except Exception as trouble:  # noqa: BLE001 - whatever keeps the frame away, the person must be told.
            log.warning("error_page_without_frame", error=repr(trouble))
            return self._answer(request, error)
        self._note(request.scope, error, problem)
        return Response(
            html.encode(), status_code=problem.status, media_type="text/html; charset=utf-8", headers=problem.headers()
        )

    def _answer(self, request: Request, error: Exception) -> Response[bytes]:
        status, headers, body = self.explain(request.scope, error)
        return Response(
            body,
            status_code=status,
            headers={name.decode(): value.decode("latin-1") for name, value in headers},
        )

    def _page(self, scope: Any, problem: Problem, language: str) -> Answer:
        html = self._templates.render(
            "errors/error.html",
            language,
            **_told(scope, problem),
            scheme=scheme_of(scope),
            is_console=scope["path"].startswith("/console"),
        )
        return _answer(problem.status, "text/html; charset=utf-8", html.encode(), problem.headers())

    @staticmethod
    def _note(scope: Any, error: Exception, problem: Problem) -> None:
        if isinstance(error, Refusal) or problem.status < UNKNOWN_STATUS:
            return
        facts = {"request_id": visit_of(scope).request_id, "path": scope["path"], "method": scope["method"]}
        if problem.status == UNAVAILABLE_STATUS or isinstance(error, HTTPException):
            log.warning("request_failed", error=repr(error), **facts)
        else:
            log.error("request_crashed", exc_info=error, **facts)


class _LatePage(Response[bytes]):
    """An answer that is made when it is sent, since exception handlers cannot wait for anything."""

    def __init__(self, answers: ErrorAnswers, error: Exception) -> None:
        super().__init__(b"")
        self._answers = answers
        self._error = error

    def to_asgi_response(self, *_args: Any, request: Request, **_options: Any) -> Any:  # type: ignore[override]  # Whatever can be called with scope, receive and send is an answer.
        """What Litestar calls with scope, receive and send."""

        async def send_page(scope: Any, receive: Any, send: Any) -> None:
            page = await self._answers.answer_framed(request, self._error)
            await page.to_asgi_response(app=None, request=request)(scope, receive, send)

        return send_page


def _is_for_a_person(request: Request) -> bool:
    """Whether a page of the shop is wanted, not JSON, not a part of a page, and not the console."""
    path, accept = request.scope["path"], request.headers.get("accept", "")
    is_part = "hx-request" in request.headers
    return not (is_part or path.startswith("/console") or wants_json(path, accept))


def _told(scope: Any, problem: Problem) -> dict[str, Any]:
    """What both pages say."""
    language = scope_language(scope)
    return {
        "status": problem.status,
        "message": problem.message(language),
        "fields": problem.as_json(language)["error"].get("fields", {}),
        "request_id": visit_of(scope).request_id if problem.status >= UNKNOWN_STATUS else "",
        "is_missing": problem.status == _NOT_FOUND,
        "can_repeat": problem.retry_after_seconds is not None and scope["method"] == "GET",
    }


def _answer(status: int, content_type: str, body: bytes, headers: dict[str, str]) -> Answer:
    pairs = [
        (b"content-type", content_type.encode()),
        (b"content-length", str(len(body)).encode()),
        *((name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()),
    ]
    return status, pairs, body


def _to_login(scope: Any, place: str, *, is_part: bool) -> Answer:
    """Send a person to the login page and, after a page they wanted to see, back to it."""
    address = place
    if scope["method"] == "GET" and not is_part:
        query = scope.get("query_string", b"").decode("latin-1")
        wanted = quote(scope["path"]) + (f"?{query}" if query else "")
        address = f"{place}?{urlencode({'next': wanted})}"
    if is_part:
        return _answer(_OK, "text/plain", b"", {"HX-Redirect": address})
    return _answer(_SEE_OTHER, "text/plain", b"", {"Location": address})
