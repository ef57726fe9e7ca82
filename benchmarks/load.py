"""A load client in a process of its own: raw keep-alive connections that ask for one path after the other.

It takes the rounds to run from its input, a line of JSON each, and answers each with a line of JSON; so one process,
started before anything is measured, serves every round of a workload.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from subprocess import PIPE, Popen
from typing import IO

import msgspec
import uvloop

ANSWER_SECONDS_MAX = 120
HEAD_END = b"\r\n\r\n"


class Round(msgspec.Struct, frozen=True):
    """What to ask: so many requests over so many connections, the paths by turns."""

    port: int
    paths: tuple[str, ...]
    request_count: int
    connection_count: int
    headers: dict[str, str] = {}


class Figures(msgspec.Struct, frozen=True):
    """What came back: how long it took, the latency in milliseconds, bytes of bodies, and answers that were not 200."""

    seconds: float
    p50_ms: float
    p95_ms: float
    body_bytes: int
    failed_count: int

    def rate(self, round_: Round) -> float:
        """Requests a second."""
        return round_.request_count / self.seconds


class LoadClient:
    """The client's process, seen from the workload."""

    def __init__(self, process: "Popen[bytes]") -> None:
        self._input: IO[bytes] = process.stdin  # type: ignore[assignment]  # Both are pipes.
        self._output: IO[bytes] = process.stdout  # type: ignore[assignment]  # As above.

    def run(self, round_: Round) -> Figures:
        """Run one round and wait for its figures."""
        self._input.write(msgspec.json.encode(round_) + b"\n")
        self._input.flush()
        return msgspec.json.decode(self._output.readline(), type=Figures)


@contextmanager
def load_client() -> Iterator[LoadClient]:
    """Start the client's process for as long as the block runs."""
    with Popen([sys.executable, "-m", "benchmarks.load"], stdin=PIPE, stdout=PIPE) as process:
        try:
            yield LoadClient(process)
        finally:
            process.kill()


class _Connection(asyncio.Protocol):
    """Asks, waits for the whole answer, asks again, until the requests are used up."""

    def __init__(self, run: "_Run") -> None:
        self._run = run
        self._received = b""
        self._asked_at = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # A stream's transport can be written to.
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head_length = self._received.find(HEAD_END)
        if head_length < 0:
            return
        head = self._received[:head_length].lower()
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        if len(self._received) >= head_length + len(HEAD_END) + length:
            self._run.note(time.perf_counter() - self._asked_at, length, is_ok=head.startswith(b"http/1.1 200"))
            self._received = b""
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._run.is_over:
            self._run.done.set_exception(exc or ConnectionError("the server hung up"))

    def _ask(self) -> None:
        request = next(self._run.requests, None)
        if request is not None and self._transport is not None:
            self._asked_at = time.perf_counter()
            self._transport.write(request)


class _Run:
    """One round under way."""

    def __init__(self, round_: Round) -> None:
        headers = "".join(f"{name}: {value}\r\n" for name, value in round_.headers.items())
        texts = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode() for path in round_.paths]
        self.requests = islice(cycle(texts), round_.request_count)
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._left = round_.request_count
        self._seconds: list[float] = []
        self._body_bytes = 0
        self._failed_count = 0

    @property
    def is_over(self) -> bool:
        return self._left == 0 or self.done.done()

    def note(self, seconds: float, body_bytes: int, *, is_ok: bool) -> None:
        """Count one answer."""
        self._seconds.append(seconds)
        self._body_bytes += body_bytes
        self._failed_count += not is_ok
        self._left -= 1
        if self._left == 0:
            self.done.set_result(None)

    def figures(self, seconds: float) -> Figures:
        """The round in figures."""
        ordered = sorted(self._seconds)
        return Figures(
            seconds=seconds,
            p50_ms=round(ordered[len(ordered) // 2] * 1_000, 3),
            p95_ms=round(ordered[len(ordered) * 95 // 100] * 1_000, 3),
            body_bytes=self._body_bytes,
            failed_count=self._failed_count,
        )


async def _serve(round_: Round) -> Figures:
    loop = asyncio.get_running_loop()
    run = _Run(round_)
    started = time.perf_counter()
    async with asyncio.timeout(ANSWER_SECONDS_MAX):
        pairs = [
            await loop.create_connection(lambda: _Connection(run), "127.0.0.1", round_.port)
            for _ in range(round_.connection_count)
        ]
        await run.done
    seconds = time.perf_counter() - started
    for transport, _ in pairs:
        transport.close()
    return run.figures(seconds)


def _main() -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        for line in sys.stdin.buffer:
            figures = runner.run(_serve(msgspec.json.decode(line, type=Round)))
            sys.stdout.buffer.write(msgspec.json.encode(figures) + b"\n")
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    _main()
