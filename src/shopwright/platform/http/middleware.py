"""The one thin layer around the application: request id, proof of origin, sessions, headers, one log line, metrics."""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from time import perf_counter
from typing import Any, TypeAlias

import structlog
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from shopwright.platform.db import Database
from shopwright.platform.http.addresses import check_address
from shopwright.platform.http.bodies import Bodies, Body, Receive
from shopwright.platform.http.csrf import (
    SAFE_METHODS,
    ForgedRequest,
    check_token,
    csrf_token,
    has_open_session,
    proves_origin,
    session_to_prove,
)
from shopwright.platform.http.headers import EVENT_STREAM, HeaderPairs
from shopwright.platform.http.routes import BODY_BYTES_MAX
from shopwright.platform.http.visit import Visit
from shopwright.platform.settings import Settings
from shopwright.platform.telemetry import UNMATCHED, HttpMetrics

Scope: TypeAlias = Any
Send: TypeAlias = Callable[[Any], Awaitable[None]]
App: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]
Answer: TypeAlias = tuple[int, HeaderPairs, bytes]
LARGE_BODY_SECONDS_FACTOR = 6
"""A route that lets more in than the usual megabyte waits longer for it."""
log = structlog.get_logger("http")


class Gate:
    """Stands around the whole application. `explain` makes the answer for an error that nobody inside answered."""

    def __init__(
        self,
        inner: App,
        *,
        settings: Settings,
        database: Database,
        metrics: HttpMetrics,
        headers: HeaderPairs,
        unproven: Sequence[re.Pattern[str]],
        large: Sequence[tuple[re.Pattern[str], int]],
        explain: Callable[[Scope, Exception], Answer],
    ) -> None:
        self._inner = inner
        self._settings = settings
        self._database = database
        self._metrics = metrics
        self._headers = tuple(headers)
        self._unproven = tuple(unproven)
        self._large = tuple((pattern, size) for pattern, size in large if size > BODY_BYTES_MAX)
        self._explain = explain
        self._csrf_key = settings.key("csrf")
        self._bodies = Bodies(seconds=settings.body_seconds_max, late_count_max_each=settings.late_body_count_max)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        passage = _Passage(self, scope, send)
        try:
            check_address(scope)
            if scope["method"] not in SAFE_METHODS:
                receive = passage.await_body(receive)
                receive = await self._prove(passage.visit, scope, receive)
            await self._inner(scope, receive, passage.send)
        except Exception as error:
            if passage.status:
                raise
            await self._answer_error(passage, error)
        finally:
            passage.close_body()
            self._record(passage, scope)

    def new_body(self, visit: Visit, scope: Scope, receive: Receive) -> Body:
        """The body of one request, bounded in time."""
        return Body(self._bodies, receive, household=visit.household, seconds=lambda: self._body_seconds(scope["path"]))

    async def finish_headers(self, visit: Visit, pairs: HeaderPairs) -> HeaderPairs:
        """What an answer carries beside its own headers; changed sessions are written here, before the first byte."""
        added = [(b"x-request-id", visit.request_id.encode()), *self._headers]
        added += [
            (b"set-cookie", cookie.encode())
            for cookie in await visit.write_sessions(is_secure=self._settings.is_secure)
        ]
        if not any(name == b"cache-control" for name, _ in pairs):
            added.append((b"cache-control", b"private, no-cache"))
        return added

    def new_visit(self, scope: Scope) -> Visit:
        """The visit of one request, laid into its scope."""
        visit = Visit(scope, database=self._database, proxies=self._settings.trusted_proxies)
        scope["visit"] = visit
        return visit

    def _body_seconds(self, path: str) -> float:
        is_large = self._body_bytes_max(path) > BODY_BYTES_MAX
        return self._bodies.seconds * (LARGE_BODY_SECONDS_FACTOR if is_large else 1)

    def _body_bytes_max(self, path: str) -> int:
        return max((size for pattern, size in self._large if pattern.fullmatch(path)), default=BODY_BYTES_MAX)

    async def _prove(self, visit: Visit, scope: Scope, receive: Receive) -> Receive:
        """Refuse what another site sent. The body is read beforehand only where nothing but its token can tell."""
        path = scope["path"]
        if any(pattern.fullmatch(path) for pattern in self._unproven):
            return receive
        if proves_origin(visit, base_url=self._settings.base_url):
            return receive
        token = session_to_prove(visit, path)
        if token is None:
            return receive
        header = visit.header(b"x-csrf-token")
        body = b"" if header is not None else await self._read_body(visit, path, receive)
        content_type = (visit.header(b"content-type") or b"").decode("latin-1")
        check_token(csrf_token(self._csrf_key, token), header=header, content_type=content_type, body=body)
        return receive if header is not None else _replay(body, receive)

    async def _read_body(self, visit: Visit, path: str, receive: Receive) -> bytes:
        """The whole body, as long as its route lets in; beyond the usual megabyte only for a session that is open."""
        size_max = self._body_bytes_max(path)
        parts: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise ForgedRequest
            parts.append(message.get("body", b""))
            had, size = size, size + len(parts[-1])
            if size > size_max or (had <= BODY_BYTES_MAX < size and not await has_open_session(visit, path)):
                raise ForgedRequest
            if not message.get("more_body", False):
                return b"".join(parts)

    async def _answer_error(self, passage: "_Passage", error: Exception) -> None:
        status, headers, body = self._explain(passage.scope, error)
        await passage.send({"type": "http.response.start", "status": status, "headers": headers})
        await passage.send({"type": "http.response.body", "body": body})

    def _record(self, passage: "_Passage", scope: Scope) -> None:
        seconds = (passage.streams_since or perf_counter()) - passage.started
        route = scope.get("path_template") or UNMATCHED
        self._metrics.observe(scope["method"], route, passage.status, seconds)
        log.info(
            "request",
            method=scope["method"],
            path=scope["path"],
            status=passage.status,
            ms=round(seconds * 1000, 2),
            request_id=passage.visit.request_id,
        )


class _Passage:
    """One request on its way through the gate."""

    __slots__ = ("_body", "_gate", "_send", "scope", "started", "status", "streams_since", "visit")

    def __init__(self, gate: Gate, scope: Scope, send: Send) -> None:
        self.started = perf_counter()
        self.status = 0
        self.streams_since = 0.0
        self.scope = scope
        self._gate = gate
        self._send = send
        self._body: Body | None = None
        self.visit = gate.new_visit(scope)

    def await_body(self, receive: Receive) -> Receive:
        """The way in for a body that must not take for ever."""
        self._body = self._gate.new_body(self.visit, self.scope, receive)
        return self._body.receive

    def close_body(self) -> None:
        """Wait for the body no longer, where there is one."""
        if self._body is not None:
            self._body.close()

    async def send(self, message: Any) -> None:
        """Pass a message on; the first one gets its headers."""
        if message["type"] == "http.response.start":
            pairs = list(message["headers"])
            pairs += await self._gate.finish_headers(self.visit, pairs)
            if self._body is not None and self._body.is_given_up and self.scope.get("http_version", "").startswith("1"):
                # Else the server waits for the rest of the body behind an answer that was given long ago.
                pairs.append((b"connection", b"close"))
            message = {**message, "headers": pairs}
            self.status = message["status"]
            if EVENT_STREAM in pairs:
                # Such an answer is open for minutes by design: how long it took to begin is what tells of the shop.
                self.streams_since = perf_counter()
        await self._send(message)


def surround(
    app: Litestar,
    *,
    settings: Settings,
    database: Database,
    metrics: HttpMetrics,
    headers: HeaderPairs,
    explain: Callable[[Scope, Exception], Answer],
) -> None:
    """Put the gate around an application, outside everything that Litestar does itself."""
    app.asgi_handler = Gate(
        app.asgi_handler,
        settings=settings,
        database=database,
        metrics=metrics,
        headers=headers,
        unproven=[
            pattern
            for pattern, handlers in _routes(app)
            if not all(handler.opt.get("is_proven", True) for handler in handlers)
        ],
        large=[(pattern, _size_max(handlers)) for pattern, handlers in _routes(app)],
        explain=explain,
    )


def _routes(app: Litestar) -> Iterable[tuple[re.Pattern[str], Sequence[HTTPRouteHandler]]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            parts = re.split(r"\{[^}]*\}", route.path_format)
            yield re.compile("[^/]+".join(re.escape(part) for part in parts)), route.route_handlers


def _size_max(handlers: Sequence[HTTPRouteHandler]) -> int:
    return max(handler.resolve_request_max_body_size() or 0 for handler in handlers)


def _replay(body: bytes, receive: Receive) -> Receive:
    is_sent = False

    async def again() -> Any:
        nonlocal is_sent
        if is_sent:
            return await receive()
        is_sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
