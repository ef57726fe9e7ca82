import asyncio
from datetime import timedelta

import pytest

from shopwright.kernel.clock import VirtualClock
from shopwright.platform.db import Database
from shopwright.platform.http import Limit, TooManyAttempts, local_path
from shopwright.platform.http.addresses import household
from shopwright.platform.http.limits import purge_windows

LIMIT = Limit("login", 3, timedelta(minutes=5))


async def test_a_limit_counts_and_opens_again(database: Database, clock: VirtualClock) -> None:
    for _ in range(3):
        await LIMIT.hit(database, who="203.0.113.9")
    clock.advance(timedelta(minutes=2))
    with pytest.raises(TooManyAttempts) as refused:
        await LIMIT.hit(database, who="203.0.113.9")
    assert refused.value.retry_after_seconds == 180
    await LIMIT.hit(database, who="203.0.113.10")
    clock.advance(timedelta(minutes=3))
    await LIMIT.hit(database, who="203.0.113.9")


async def test_many_at_once_are_counted_exactly(database: Database) -> None:
    outcomes = await asyncio.gather(*(LIMIT.hit(database, who="x") for _ in range(30)), return_exceptions=True)
    assert outcomes.count(None) == 3
    assert sum(isinstance(outcome, TooManyAttempts) for outcome in outcomes) == 27


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", ""),
        ("a visitor's own claim", ""),
    ],
)
def test_a_household_counts_as_one(address: str, counted_as: str) -> None:
    assert household(address) == counted_as


async def test_success_forgets(database: Database) -> None:
    for _ in range(3):
        await LIMIT.hit(database, who="x")
    await LIMIT.forget(database, who="x")
    await LIMIT.hit(database, who="x")


async def test_old_windows_are_purged(database: Database, clock: VirtualClock) -> None:
    await LIMIT.hit(database, who="x")
    clock.advance(timedelta(days=1))
    await LIMIT.hit(database, who="y")
    await purge_windows(database)
    async with database.reading() as reading:
        assert (
            await reading.connection.fetchval("SELECT string_agg(subject, ',') FROM platform.rate_window") == "login:y"
        )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("/cart", "/cart"),
        ("/search?q=茶", "/search?q=茶"),
        (None, "/"),
        ("", "/"),
        ("cart", "/"),
        ("//evil.test", "/"),
        ("/\\evil.test", "/"),
        ("/a\\b", "/"),
        ("https://evil.test", "/"),
        ("javascript:alert(1)", "/"),
        ("/\tx", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
        ("/" + "x" * 1_000, "/"),
    ],
)
def test_nobody_is_sent_elsewhere(text: str | None, place: str) -> None:
    assert local_path(text) == place
