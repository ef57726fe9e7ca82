"""A database whose machine went away is noticed, by whoever talks to it and by whoever only listens."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import pytest

from shopwright.platform.db import Database
from shopwright.platform.db.cache import VersionedCache


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while part := await source.read(65_536):
            target.write(part)
            await target.drain()
    target.close()


@pytest.fixture
async def distant_url(database_url: str) -> AsyncIterator[str]:
    """The test's database behind a port, as if it stood on another machine."""
    here = urlsplit(database_url)
    named = parse_qs(here.query)
    path = f"{named['host'][0]}/.s.PGSQL.{named.get('port', ['5432'])[0]}"

    async def bridge(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        near, far = await asyncio.open_unix_connection(path)
        await asyncio.gather(_pour(reader, far), _pour(near, writer))

    async with await asyncio.start_server(bridge, "127.0.0.1", 0) as server:
        place = f"{here.netloc.rpartition('@')[0]}@127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield urlunsplit(here._replace(netloc=place, query=""))


def _patience(connection: Any) -> tuple[int, ...]:
    line = connection._transport.get_extra_info("socket")  # noqa: SLF001 - the socket is shown nowhere else.
    return (
        line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE),
        line.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE),
        line.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL)
        * line.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT),
        line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT),
    )


async def test_no_line_to_a_distant_database_is_dead_for_more_than_half_a_minute(distant_url: str) -> None:
    database = await Database(distant_url).open()
    cache = VersionedCache(database)
    await cache.open()
    news = await database._connect_aside()  # noqa: SLF001 - what an announcer opens by itself at the first news.
    async with database.reading() as reading:
        pooled = reading.connection._con  # type: ignore[attr-defined]  # noqa: SLF001 - the pool lends a proxy.
        lines = (pooled, cache._connection, news)  # noqa: SLF001 - what caches listen on is nobody else's.
        assert [_patience(line) for line in lines] == [(1, 15, 15, 30_000)] * 3
    await news.close()
    await cache.close()
    await database.close()
