"""Pages kept for everybody: as long as nothing was dropped, no older than they may be, in bounded memory."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from shopwright.platform.db import Database
from shopwright.platform.db.cache import VersionedCache, invalidate
from shopwright.platform.http.shared_pages import FOR_ALL, PAGE_OVERHEAD_BYTES, SharedPages


class Press:
    """An application that counts how often it made a page, and says of each who may have it."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.meanwhile: Any = None

    async def __call__(self, scope: Any, _receive: Any, send: Any) -> None:
        path = scope["path"]
        self.made.append(path)
        scope["path_template"] = "/{name:str}"
        if self.meanwhile is not None:
            await self.meanwhile()
        kept_by = "private, no-store" if path == "/mine" else FOR_ALL
        headers = [(b"cache-control", kept_by.encode()), (b"etag", b'W/"%d"' % len(self.made))]
        if path == "/greeting":
            headers.append((b"set-cookie", b"a=1"))
        body = path.encode() * (200_000 if path == "/long" else 1)
        await send({"type": "http.response.start", "status": 404 if path == "/gone" else 200, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": b"."})


class Desk:
    """A press behind shared pages, a clock to turn, and a browser before them."""

    def __init__(self, cache: VersionedCache, *, seconds: int = 5, bytes_max: int = 100_000) -> None:
        self.press = Press()
        self.time = 0.0
        self.pages = SharedPages(
            self.press,
            cache=cache,
            key_of=lambda scope: None if scope["query_string"] == b"anew" else scope["path"],
            seconds=seconds,
            bytes_max=bytes_max,
            now=lambda: self.time,
        )

    async def get(self, path: str, **headers: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.pages)
        async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
            return await client.get(path, headers={name.replace("_", "-"): text for name, text in headers.items()})


@pytest.fixture
async def cache(database: Database) -> AsyncIterator[VersionedCache]:
    opened = VersionedCache(database)
    await opened.open()
    yield opened
    await opened.close()


async def test_a_page_is_made_once_and_given_again_whole(cache: VersionedCache) -> None:
    desk = Desk(cache)
    first, second = await desk.get("/pot"), await desk.get("/pot")
    assert (first.text, second.text, desk.press.made) == ("/pot.", "/pot.", ["/pot"])
    assert first.headers == second.headers


async def test_who_has_the_page_already_is_told_so_in_no_bytes(cache: VersionedCache) -> None:
    desk = Desk(cache)
    tag = (await desk.get("/pot")).headers["etag"]
    again = await desk.get("/pot", if_none_match=tag)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize("path", ["/mine", "/gone", "/greeting", "/long", "/pot?anew"])
async def test_what_is_for_one_or_no_page_or_too_long_is_made_anew(cache: VersionedCache, path: str) -> None:
    desk = Desk(cache, bytes_max=10_000_000)
    await desk.get(path)
    await desk.get(path)
    assert len(desk.press.made) == 2


async def test_a_page_gets_no_older_than_it_may(cache: VersionedCache) -> None:
    desk = Desk(cache, seconds=5)
    await desk.get("/pot")
    desk.time = 4.9
    await desk.get("/pot")
    assert desk.press.made == ["/pot"]
    desk.time = 5.0
    await desk.get("/pot")
    assert desk.press.made == ["/pot", "/pot"]


async def test_no_seconds_keep_nothing(cache: VersionedCache) -> None:
    desk = Desk(cache, seconds=0)
    await desk.get("/pot")
    await desk.get("/pot")
    assert len(desk.press.made) == 2


async def test_any_commit_that_drops_something_makes_all_pages_anew(cache: VersionedCache, database: Database) -> None:
    desk = Desk(cache)
    await desk.get("/pot")
    async with database.transaction() as tx:
        await invalidate(tx, "anything")
        await desk.get("/pot")
    assert desk.press.made == ["/pot"]
    await cache.catch_up()
    await desk.get("/pot")
    assert desk.press.made == ["/pot", "/pot"]


async def test_what_changes_while_a_page_is_made_is_not_kept(cache: VersionedCache, database: Database) -> None:
    desk = Desk(cache)

    async def change() -> None:
        async with database.transaction() as tx:
            await invalidate(tx, "anything")
        await cache.catch_up()

    desk.press.meanwhile = change
    await desk.get("/pot")
    desk.press.meanwhile = None
    await desk.get("/pot")
    await desk.get("/pot")
    assert desk.press.made == ["/pot", "/pot"]


async def test_nothing_is_kept_while_nobody_listens(database: Database) -> None:
    desk = Desk(VersionedCache(database))
    await desk.get("/pot")
    await desk.get("/pot")
    assert len(desk.press.made) == 2


async def test_the_page_asked_for_longest_ago_goes_first(cache: VersionedCache) -> None:
    desk = Desk(cache, bytes_max=2 * (PAGE_OVERHEAD_BYTES + 10))  # Room for two pages of five bytes.
    for path in ("/aaa", "/bbb", "/aaa", "/ccc", "/aaa", "/bbb"):
        await desk.get(path)
    assert desk.press.made == ["/aaa", "/bbb", "/ccc", "/bbb"]


async def test_a_page_is_packed_for_who_can_unpack_it(cache: VersionedCache) -> None:
    desk = Desk(cache)
    plain = await desk.get("/pot", accept_encoding="identity")
    packed = await desk.get("/pot", accept_encoding="gzip, br")
    assert (packed.headers["content-encoding"], packed.text) == ("gzip", plain.text)
    refused = await desk.get("/pot", accept_encoding="gzip;q=0, identity")
    assert ("content-encoding" in plain.headers, "content-encoding" in refused.headers) == (False, False)
    assert desk.press.made == ["/pot"]


async def test_what_is_not_for_all_is_never_packed(cache: VersionedCache) -> None:
    mine = await Desk(cache).get("/mine", accept_encoding="gzip")
    assert "content-encoding" not in mine.headers


async def test_a_page_too_long_to_hold_comes_whole(cache: VersionedCache) -> None:
    answer = await Desk(cache).get("/long", accept_encoding="gzip")
    assert answer.text == "/long" * 200_000 + "."
