"""Pages that are the same for every visitor without a session: made once, then given again from memory.

A page is kept only where its handler said by `FOR_ALL` that anybody may have it, and for no longer than the caches know
that nothing was changed: whoever changes what pages show lets `VersionedCache` drop something, and with that every page
of the state before is out of date. What nobody tells of (how many pieces are left) may be as old as `seconds`.
"""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeAlias

import msgspec

from shopwright.platform.db.cache import VersionedCache

FOR_ALL = "public, max-age=0, must-revalidate"
"""The Cache-Control of a page that anybody may keep and must ask about each time."""
BYTES_MAX = 64 * 1024 * 1024
PAGE_BYTES_MAX = 512 * 1024
_OK = 200
_NOT_MODIFIED = 304
Pairs: TypeAlias = list[tuple[bytes, bytes]]
App: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]
KeyOf: TypeAlias = Callable[[Any], Hashable | None]
"""What tells pages apart for visitors without a session; None where the request must be answered anew."""


class _Page(msgspec.Struct, frozen=True):
    """An answer with status 200 as it was sent, and until when it holds."""

    headers: Pairs
    body: bytes
    tag: bytes
    template: str
    state: int
    until: float


class SharedPages:
    """Stands between the gate and the application: what it answers is logged, counted and secured like the rest.

    `seconds` is how old a page may become at most, 0 keeps none. The memory it takes is bounded: the page that was
    asked for longest ago goes first.
    """

    def __init__(
        self,
        inner: App,
        *,
        cache: VersionedCache,
        key_of: KeyOf,
        seconds: int,
        bytes_max: int = BYTES_MAX,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._inner = inner
        self._cache = cache
        self._key_of = key_of
        self._seconds = seconds
        self._bytes_max = bytes_max
        self._now = now
        self._pages: OrderedDict[Hashable, _Page] = OrderedDict()
        self._bytes = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer from memory, or let the application answer and keep what may be kept."""
        key = self._key_of(scope) if self._seconds and scope["type"] == "http" else None
        state = None if key is None else self._cache.state
        if key is None or state is None:
            await self._inner(scope, receive, send)
            return
        kept = self._find(key, state)
        if kept is not None:
            await _answer(kept, scope, send)
            return
        copy = _Copy(send)
        await self._inner(scope, receive, copy.send)
        if copy.is_for_all and self._cache.state == state:
            self._keep(key, copy.page(scope.get("path_template", ""), state=state, until=self._now() + self._seconds))

    def _find(self, key: Hashable, state: int) -> _Page | None:
        page = self._pages.get(key)
        if page is None:
            return None
        if page.state != state or page.until <= self._now():
            self._drop(key)
            return None
        self._pages.move_to_end(key)
        return page

    def _keep(self, key: Hashable, page: _Page) -> None:
        self._drop(key)
        self._pages[key] = page
        self._bytes += len(page.body)
        while self._bytes > self._bytes_max:
            self._drop(next(iter(self._pages)))

    def _drop(self, key: Hashable) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._bytes -= len(page.body)


class _Copy:
    """Passes an answer on and keeps a copy of it, as long as it may become a page for all."""

    def __init__(self, send: Any) -> None:
        self._send = send
        self._headers: Pairs = []
        self._parts: list[bytes] = []
        self._size = 0
        self._is_whole = False
        self._may_keep = False

    @property
    def is_for_all(self) -> bool:
        """Whether the answer came whole, and its handler lets anybody have it."""
        return self._may_keep and self._is_whole

    async def send(self, message: Any) -> None:
        """Take a look at a message, then pass it on."""
        if message["type"] == "http.response.start":
            self._headers = list(message["headers"])
            named = dict(self._headers)
            self._may_keep = (
                message["status"] == _OK
                and named.get(b"cache-control") == FOR_ALL.encode()
                and b"etag" in named
                and b"set-cookie" not in named
            )
        elif self._may_keep and message["type"] == "http.response.body":
            part = message.get("body", b"")
            self._size += len(part)
            self._may_keep = self._size <= PAGE_BYTES_MAX
            self._parts.append(part)
            self._is_whole = not message.get("more_body", False)
        await self._send(message)

    def page(self, template: str, *, state: int, until: float) -> _Page:
        """The copy as a page to keep."""
        return _Page(
            headers=self._headers,
            body=b"".join(self._parts),
            tag=dict(self._headers)[b"etag"],
            template=template,
            state=state,
            until=until,
        )


async def _answer(page: _Page, scope: Any, send: Any) -> None:
    scope["path_template"] = page.template  # The metrics count by route, which was not looked for this time.
    has_it = any(name == b"if-none-match" and page.tag in value for name, value in scope["headers"])
    headers, status, body = page.headers, _OK, page.body
    if has_it:
        headers = [(name, value) for name, value in headers if name not in {b"content-length", b"content-type"}]
        status, body = _NOT_MODIFIED, b""
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})
