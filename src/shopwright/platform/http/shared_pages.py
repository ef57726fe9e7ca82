"""Pages that are the same for every visitor without a session: made once, then given again from memory.

A page is kept only where its handler said by `FOR_ALL` that anybody may have it, and for no longer than the caches know
that nothing was changed: whoever changes what pages show lets `VersionedCache` drop something, and with that every page
of the state before is out of date. What nobody tells of (how many pieces are left) may be as old as `seconds`.
"""

import gzip
import re
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
PAGE_OVERHEAD_BYTES = 4 * 1024
GZIP_LEVEL = 5
_OK = 200
_NOT_MODIFIED = 304
_ACCEPTS_GZIP = re.compile(rb"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
Pairs: TypeAlias = list[tuple[bytes, bytes]]
App: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]
KeyOf: TypeAlias = Callable[[Any], Hashable | None]
"""What tells pages apart for visitors without a session; None where the request must be answered anew."""


class _Page(msgspec.Struct):
    """An answer with status 200 as it was made, packed at the first wish, and until when it holds."""

    headers: Pairs
    body: bytes
    tag: bytes
    template: str
    state: int | None = None
    until: float = 0.0
    packed: bytes | None = None

    @property
    def weight(self) -> int:
        """What it takes of the memory, in bytes: the body, plain and packed, and as much as its key may be."""
        return 2 * len(self.body) + PAGE_OVERHEAD_BYTES

    def pack(self) -> bytes:
        """The body as gzip."""
        if self.packed is None:
            self.packed = gzip.compress(self.body, GZIP_LEVEL, mtime=0)
        return self.packed


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
        key = self._key_of(scope) if scope["type"] == "http" else None
        if key is None:
            await self._inner(scope, receive, send)
            return
        state = self._cache.state if self._seconds else None
        page = None if state is None else self._find(key, state)
        if page is None:
            copy = _Copy(send)
            await self._inner(scope, receive, copy.send)
            page = copy.page(scope.get("path_template", ""))
            if page is None:
                return
            if state is not None and self._cache.state == state:
                page.state, page.until = state, self._now() + self._seconds
                self._keep(key, page)
        await _answer(page, scope, send)

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
        self._bytes += page.weight
        while self._bytes > self._bytes_max:
            self._drop(next(iter(self._pages)))

    def _drop(self, key: Hashable) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._bytes -= page.weight


class _Copy:
    """Holds an answer back until it is whole, if it may be a page for all; passes on any other as it comes."""

    def __init__(self, send: Any) -> None:
        self._send = send
        self._start: Any = None
        self._parts: list[bytes] = []
        self._size = 0
        self._is_whole = False

    async def send(self, message: Any) -> None:
        """Keep a message or pass it on."""
        if message["type"] == "http.response.start" and _is_for_all(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._parts.append(message.get("body", b""))
            self._size += len(self._parts[-1])
            self._is_whole = not message.get("more_body", False)
            if self._size > PAGE_BYTES_MAX:
                await self._let_go()

    def page(self, template: str) -> _Page | None:
        """The page, or None where the answer was passed on already."""
        if self._start is None or not self._is_whole:
            return None
        headers = list(self._start["headers"])
        return _Page(headers=headers, body=b"".join(self._parts), tag=dict(headers)[b"etag"], template=template)

    async def _let_go(self) -> None:
        start, self._start = self._start, None
        await self._send(start)
        await self._send({"type": "http.response.body", "body": b"".join(self._parts), "more_body": not self._is_whole})


def _is_for_all(start: Any) -> bool:
    named = dict(start["headers"])
    return (
        start["status"] == _OK
        and named.get(b"cache-control") == FOR_ALL.encode()
        and b"etag" in named
        and b"set-cookie" not in named
    )


async def _answer(page: _Page, scope: Any, send: Any) -> None:
    scope["path_template"] = page.template  # The metrics count by route, which was not always looked for.
    asked = dict(scope["headers"])
    headers, status, body = page.headers, _OK, page.body
    if page.tag in asked.get(b"if-none-match", b""):
        headers = [(name, value) for name, value in headers if name not in {b"content-length", b"content-type"}]
        status, body = _NOT_MODIFIED, b""
    elif _ACCEPTS_GZIP.search(asked.get(b"accept-encoding", b"")):
        # Only what is the same for everybody is packed: its length tells nothing about anybody.
        body = page.pack()
        headers = [(name, value) for name, value in headers if name != b"content-length"]
        headers += [(b"content-encoding", b"gzip"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})
