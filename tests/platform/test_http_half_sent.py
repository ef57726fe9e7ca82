"""Half-sent requests against the served shop: they are answered in time, and the others are served meanwhile."""

import asyncio
import os
import resource
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

SENDER_COUNT = 1_100
"""More than a server's usual number of connections, 1,024."""
LATE_COUNT_MAX = 8
START_SECONDS_MAX = 60
HALF = (
    b"POST /session HTTP/1.1\r\nHost: shop\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 900000\r\n\r\na="
)


@pytest.fixture(autouse=True)
def _enough_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 2 * SENDER_COUNT:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4 * SENDER_COUNT, hard), hard))


@asynccontextmanager
async def served(url: str, folder: Path) -> AsyncIterator[int]:
    """`shopwright serve` on a free port of this machine, from a shell that allows few files."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
    environment = os.environ | {
        "DATABASE_URL": url,
        "SHOPWRIGHT_VAR": str(folder),
        "SHOPWRIGHT_SECRET": "s" * 32,
        "SHOPWRIGHT_PORT": str(port),
        "SHOPWRIGHT_POOL_SIZE": "2",
        "SHOPWRIGHT_BODY_SECONDS": "1",
        "SHOPWRIGHT_LATE_BODIES": str(LATE_COUNT_MAX),
    }
    serve = f"ulimit -S -n 1024; exec {sys.executable} -m shopwright.cli serve"
    with (folder / "serve.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            "/bin/sh", "-c", serve, env=environment, stdout=log, stderr=asyncio.subprocess.STDOUT
        )
    try:
        await asyncio.wait_for(_until_up(port), START_SECONDS_MAX)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _until_up(port: int) -> None:
    transport = httpx.AsyncHTTPTransport(retries=12)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://127.0.0.1:{port}") as client:
        assert (await client.get("/healthz")).status_code == 200


async def send_half(port: int, count: int) -> list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open so many connections, each with a request whose body has only begun."""
    senders = [await asyncio.open_connection("127.0.0.1", port) for _ in range(count)]
    for _, writer in senders:
        writer.write(HALF)
    return senders


async def hear(sender: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> int:
    """The status that a sender is told before the server closes the connection."""
    reader, writer = sender
    told = await asyncio.wait_for(reader.read(), 20)
    writer.close()
    assert b"connection: close" in told
    return int(told[9:12])


async def test_half_sent_bodies_hold_up_nobody(database_url: str, tmp_path: Path) -> None:
    async with served(database_url, tmp_path) as port:
        senders = await send_half(port, SENDER_COUNT)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as other:
            assert (await other.get("/healthz")).text == "ok"
            assert (await other.get("/readyz")).text == "ready"
        answers = Counter(await asyncio.gather(*map(hear, senders)))
        assert answers == {408: LATE_COUNT_MAX, 429: SENDER_COUNT - LATE_COUNT_MAX}
        again = await send_half(port, LATE_COUNT_MAX)
        assert [await hear(sender) for sender in again] == [408] * LATE_COUNT_MAX
        # Who has not even said which version follows has no time of its own either.
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"PRI * HTTP/2.0\r\n")
        assert b"400" in (await asyncio.wait_for(reader.read(), 20))[:12]
        writer.close()
