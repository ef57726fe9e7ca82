import hashlib
from datetime import timedelta

import pytest

from shopwright.kernel.clock import VirtualClock
from shopwright.platform.db import Database
from shopwright.platform.db.statements import REGISTRY
from shopwright.platform.http.sessions import (
    ConsoleFacts,
    Flash,
    Session,
    ShopFacts,
    ShopSession,
    end_sessions_of_customer,
    purge_sessions,
)


async def _load(database: Database, token: str | None) -> ShopSession:
    return await Session.load(database, ShopFacts, token)


async def _begun(database: Database, **facts: object) -> ShopSession:
    session = await _load(database, None)
    session.change(**facts)
    await session.write(database, is_secure=False)
    return session


async def _count(database: Database) -> int:
    async with database.reading() as reading:
        return int(await reading.connection.fetchval("SELECT count(*) FROM platform.session"))


async def test_a_visitor_who_only_looks_is_not_stored(database: Database) -> None:
    session = await _load(database, None)
    assert session.facts == ShopFacts()
    assert not session.is_to_be_written
    assert database.executed == {}


async def test_what_was_changed_is_there_at_the_next_request(database: Database) -> None:
    first = await _load(database, None)
    first.change(customer_id=7)
    cookie = await first.write(database, is_secure=True)
    assert cookie == f"sw_shop={first.token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=5184000; Secure"
    again = await _load(database, first.token)
    assert again.facts == ShopFacts(customer_id=7)
    assert again.opened_at == database.clock.now()
    assert not again.is_to_be_written


async def test_the_table_alone_opens_no_session(database: Database) -> None:
    session = await _begun(database, customer_id=7)
    assert session.token is not None
    async with database.reading() as reading:
        stored = await reading.connection.fetchval("SELECT token_digest FROM platform.session")
    assert stored == hashlib.sha256(session.token.encode()).digest()


@pytest.mark.parametrize("token", ["", "short", "x" * 31, "x" * 33, "x" * 31 + "!", "ü" * 32])
async def test_nonsense_costs_no_statement(database: Database, token: str) -> None:
    assert (await _load(database, token)).token is None
    assert database.executed == {}


async def test_a_wrong_token_opens_nothing_and_is_not_adopted(database: Database) -> None:
    session = await _load(database, "x" * 32)
    assert session.token is None
    session.change(customer_id=7)
    assert session.token != "x" * 32


async def test_a_token_of_the_shop_opens_no_console(database: Database) -> None:
    shop = await _begun(database, customer_id=7)
    assert (await Session.load(database, ConsoleFacts, shop.token)).facts == ConsoleFacts()


async def test_login_rotates_the_token_and_the_old_one_dies(database: Database) -> None:
    session = await _begun(database, customer_id=7)
    old = session.token
    session = await _load(database, old)
    session.rotate(is_registered=True, name="Lin")
    assert session.token != old
    await session.write(database, is_secure=False)
    assert (await _load(database, old)).token is None
    assert (await _load(database, session.token)).facts == ShopFacts(customer_id=7, is_registered=True, name="Lin")
    assert await _count(database) == 1


async def test_end_deletes_the_row_and_takes_the_cookie_back(database: Database) -> None:
    session = await _load(database, (await _begun(database, customer_id=7)).token)
    session.end()
    cookie = await session.write(database, is_secure=False)
    assert cookie == "sw_shop=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
    assert await _count(database) == 0


async def test_two_requests_change_different_facts_and_both_stay(database: Database) -> None:
    token = (await _begun(database, customer_id=7)).token
    one, two = await _load(database, token), await _load(database, token)
    one.change(name="Lin")
    two.flash("positive", "Saved.")
    await one.write(database, is_secure=False)
    await two.write(database, is_secure=False)
    assert (await _load(database, token)).facts == ShopFacts(
        customer_id=7, name="Lin", flash=(Flash("positive", "Saved."),)
    )


async def test_a_request_that_overlaps_a_logout_revives_nothing(database: Database) -> None:
    token = (await _begun(database, customer_id=7)).token
    slow, leaving = await _load(database, token), await _load(database, token)
    leaving.end()
    await leaving.write(database, is_secure=False)
    slow.change(name="Lin")
    await slow.write(database, is_secure=False)
    assert await _count(database) == 0


async def test_flash_is_said_once(database: Database) -> None:
    session = await _load(database, None)
    session.flash("note", "{count} left", count=3)
    await session.write(database, is_secure=False)
    again = await _load(database, session.token)
    assert again.take_flash() == (Flash("note", "{count} left", {"count": 3}),)
    await again.write(database, is_secure=False)
    assert (await _load(database, session.token)).take_flash() == ()


async def test_a_used_session_lives_on_by_one_write_in_half_a_lifetime(database: Database, clock: VirtualClock) -> None:
    token = (await _begun(database, customer_id=7)).token
    clock.advance(timedelta(days=29))
    assert not (await _load(database, token)).is_to_be_written
    clock.advance(timedelta(days=2))
    session = await _load(database, token)
    assert session.is_to_be_written
    assert await session.write(database, is_secure=False) == (
        f"sw_shop={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=5184000"
    )
    clock.advance(timedelta(days=40))
    assert (await _load(database, token)).facts == ShopFacts(customer_id=7)


async def test_a_session_ends_by_itself_and_is_purged(database: Database, clock: VirtualClock) -> None:
    token = (await _begun(database, customer_id=7)).token
    clock.advance(timedelta(days=60))
    assert (await _load(database, token)).token is None
    await purge_sessions(database)
    assert await _count(database) == 1, "a request that found it open may still be running"
    clock.advance(timedelta(hours=1))
    await purge_sessions(database)
    assert await _count(database) == 0


async def test_a_customer_is_logged_out_everywhere(database: Database) -> None:
    here, there, other = [await _begun(database, customer_id=number) for number in (7, 7, 8)]
    async with database.reading() as reading:
        assert await end_sessions_of_customer(reading, customer_id=7) == 2
    assert [(await _load(database, ended.token)).token for ended in (here, there)] == [None, None]
    assert (await _load(database, other.token)).token == other.token


async def test_whoever_ended_all_sessions_goes_on_under_a_new_token(database: Database) -> None:
    session = await _begun(database, customer_id=7)
    old_token = session.token
    async with database.reading() as reading:
        await end_sessions_of_customer(reading, customer_id=7)
    session.rotate()
    await session.write(database, is_secure=False)
    assert (await _load(database, old_token)).token is None
    assert (await _load(database, session.token)).facts == ShopFacts(customer_id=7)


@pytest.mark.parametrize("name", ["delete_sessions_of", "list_customers_with_sessions"])
async def test_a_persons_sessions_are_found_without_reading_all(database: Database, name: str) -> None:
    text = REGISTRY[f"platform.http.store.{name}"].texts[()]
    asked = [{"owner_id": 7, "audience": "shop", "customer_ids": [7, 8]}[bound] for bound, _ in text.binds]
    async with database.transaction() as tx:
        await tx.connection.execute("SET LOCAL enable_seqscan = off")
        plan = "\n".join(row[0] for row in await tx.connection.fetch(f"EXPLAIN {text.sql}", *asked))
    assert "session_by_owner" in plan
    assert "Seq Scan" not in plan
