"""Pages that are open hear that they should look again. No news travels with it: the page asks as it always does."""

import asyncio
import secrets
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any

from shopwright.kernel.errors import Refusal
from shopwright.kernel.ids import CustomerId
from shopwright.platform.db.cache import VersionedCache
from shopwright.platform.db.live import CHANNEL
from shopwright.platform.http.headers import EVENT_STREAM

STREAM_COUNT_MAX = 4_000
"""Open streams of one process; each is a connection and a little memory, but no connection to the database."""
STREAM_COUNT_MAX_EACH = 6
"""Open streams of one customer in one process: as many windows as are looked at together."""
HEARTBEAT_SECONDS = 20.0
"""Well below the minute after which proxies take a silent connection for a dead one."""
LIFE_SECONDS = 15 * 60.0
"""Then a stream ends and the browser opens another: who logged out or was logged out hears nothing for ever."""
RETRY_MS_LEAST, RETRY_MS_SPREAD = 1_000, 4_000
"""After a restart all browsers come back; each is told another moment, so that they do not come together."""
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_HEADERS = [
    EVENT_STREAM,
    (b"cache-control", b"no-store"),
    # Else a proxy of the nginx family keeps what is sent until a buffer is full.
    (b"x-accel-buffering", b"no"),
]
_LOOK_AGAIN = b"event: look-again\ndata:\n\n"
_HEARTBEAT = b":\n\n"


class TooManyStreams(Refusal):
    """So many live pages are open already, or the process is stopping; the page asks by itself instead."""

    code = "too_many_streams"
    status = 503
    sentence = "Too many live pages are open. This page asks by itself now and then."


class Stream:
    """One open page. It is woken by news, by its end and by the browser that goes away."""

    def __init__(self) -> None:
        self.is_over = False
        self._has_news = False
        self._woken = asyncio.Event()

    def tell(self) -> None:
        """There is something to look at. News that were not sent yet become one."""
        self._has_news = True
        self._woken.set()

    def end(self) -> None:
        """Send no more."""
        self.is_over = True
        self._woken.set()

    async def next_part(self, *, wait_seconds: float) -> bytes:
        """What to send next: news, or after so many seconds without any a sign of life; nothing at the end."""
        try:
            async with asyncio.timeout(wait_seconds):
                await self._woken.wait()
        except TimeoutError:
            return _HEARTBEAT
        self._woken.clear()
        has_news, self._has_news = self._has_news, False
        return _LOOK_AGAIN if has_news and not self.is_over else b""


class LiveStreams:
    """The open live pages of this process, by customer; news come over the connection on which the caches listen."""

    def __init__(
        self,
        cache: VersionedCache,
        *,
        count_max: int = STREAM_COUNT_MAX,
        count_max_each: int = STREAM_COUNT_MAX_EACH,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
        life_seconds: float = LIFE_SECONDS,
    ) -> None:
        self._count_max = count_max
        self._count_max_each = count_max_each
        self._heartbeat_seconds = heartbeat_seconds
        self._life_seconds = life_seconds
        self._streams: dict[int, set[Stream]] = {}
        self._is_ended = False
        self.count = 0
        """How many streams are open."""
        cache.hear(CHANNEL, self._on_notice, on_gap=self._on_gap)

    def end(self) -> None:
        """End every stream now and open no other: the process stops, and servers wait for open answers."""
        self._is_ended = True
        for streams in self._streams.values():
            for stream in streams:
                stream.end()

    def answer(self, customer_id: CustomerId) -> Callable[[Any, Any, Any], Awaitable[None]]:
        """The ASGI answer that is a stream for one customer. It raises TooManyStreams before its first byte."""

        async def serve(scope: Any, receive: Any, send: Any) -> None:
            with self._opened(customer_id) as stream:
                gone = asyncio.ensure_future(_await_leaving(receive))
                gone.add_done_callback(lambda _done: stream.end())
                if scope["method"] == "HEAD":
                    stream.end()
                try:
                    await self._send_all(stream, send)
                finally:
                    gone.cancel()

        return serve

    @contextmanager
    def _opened(self, customer_id: int) -> Iterator[Stream]:
        streams = self._streams.get(customer_id, set())
        if self._is_ended or self.count >= self._count_max or len(streams) >= self._count_max_each:
            raise TooManyStreams
        stream = Stream()
        self._streams[customer_id] = streams
        streams.add(stream)
        self.count += 1
        try:
            yield stream
        finally:
            self.count -= 1
            streams.discard(stream)
            if not streams:
                self._streams.pop(customer_id, None)

    async def _send_all(self, stream: Stream, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
        if not stream.is_over:
            retry_ms = RETRY_MS_LEAST + secrets.randbelow(RETRY_MS_SPREAD)
            await _send(send, f"retry: {retry_ms}\n\n".encode())
        ends_at = asyncio.get_running_loop().time() + self._life_seconds
        while not stream.is_over:
            left_seconds = ends_at - asyncio.get_running_loop().time()
            if left_seconds <= 0:
                break
            await _send(send, await stream.next_part(wait_seconds=min(self._heartbeat_seconds, left_seconds)))
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _on_notice(self, payload: str) -> None:
        if payload.isdigit():
            for stream in self._streams.get(int(payload), ()):
                stream.tell()

    def _on_gap(self) -> None:
        """Nobody knows what was missed while the connection was away, so everybody looks again."""
        for streams in self._streams.values():
            for stream in streams:
                stream.tell()


@contextmanager
def ended_by_signals(streams: LiveStreams) -> Iterator[None]:
    """End the streams as soon as the process is told to stop, before whatever else that signal does.

    The server waits for open answers before it tells the application of its end, so its own message comes too late.
    """
    loop = asyncio.get_running_loop()
    with ExitStack() as restored:
        for number in _STOP_SIGNALS:
            before = signal.getsignal(number)
            if not callable(before):
                continue

            def on_signal(number: int, frame: FrameType | None, before: Callable[..., Any] = before) -> None:
                loop.call_soon_threadsafe(streams.end)
                before(number, frame)

            signal.signal(number, on_signal)
            restored.callback(signal.signal, number, before)
        yield


async def _await_leaving(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Any, part: bytes) -> None:
    if part:
        await send({"type": "http.response.body", "body": part, "more_body": True})
