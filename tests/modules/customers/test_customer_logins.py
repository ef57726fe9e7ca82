"""Guests, registering, logging in, and passwords: against the real database, with races that really commit."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec
import pytest

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Customer, CustomerKind, Login, LoginKind
from shopwright.modules.customers.errors import AlreadyRegistered, CustomerNotFound, LoginTaken
from shopwright.platform.credentials import LoginFailed
from shopwright.platform.db import Database, Transaction

PASSWORD = "correct horse"
MEI = Login(LoginKind.EMAIL, "mei@example.com")


async def guest(database: Database) -> CustomerId:
    return await database.transact(lambda tx: customers.create_guest(tx, language="zh_CN"))


async def register(
    database: Database, *, login: str = "mei@example.com", guest_id: CustomerId | None = None, password: str = PASSWORD
) -> Customer:
    return await customers.register(
        database, guest_id=guest_id, login=login, password=password, name="梅", language="en"
    )


async def rows(database: Database, sql: str) -> list[tuple[object, ...]]:
    async with database.reading() as reading:
        return [tuple(row) for row in await reading.connection.fetch(sql)]


async def everything(database: Database) -> list[list[tuple[object, ...]]]:
    return [
        await rows(database, "SELECT * FROM customers.customer ORDER BY customer_id"),
        await rows(database, "SELECT * FROM customers.login ORDER BY kind, value"),
        await rows(database, "SELECT name, payload FROM platform.event ORDER BY id"),
    ]


async def test_a_guest_has_a_row(database: Database, clock: VirtualClock) -> None:
    guest_id = await guest(database)
    async with database.reading() as reading:
        assert await customers.get_customer(reading, customer_id=guest_id) == Customer(
            guest_id, CustomerKind.GUEST, "", "zh_CN", (), clock.now()
        )


async def test_a_guest_speaks_a_language_of_ours(database: Database) -> None:
    with pytest.raises(InvalidInput) as refused:
        await database.transact(lambda tx: customers.create_guest(tx, language="tlh"))
    assert list(refused.value.fields) == ["language"]
    assert await rows(database, "SELECT 1 FROM customers.customer") == []


async def test_a_newcomer_registers_and_logs_in(database: Database, clock: VirtualClock) -> None:
    registered = await register(database, login=" Mei@Example.com")
    assert registered == Customer(registered.id, CustomerKind.REGISTERED, "梅", "en", (MEI,), clock.now())
    assert registered.emails == ("mei@example.com",)
    assert registered.phones == ()
    clock.advance(timedelta(days=1))
    assert await customers.log_in(database, login="ｍｅｉ＠example.com", password=PASSWORD, client="") == registered
    [(name, payload)] = await rows(database, "SELECT name, payload FROM platform.event")
    assert name == "customers.customer_registered"
    assert msgspec.json.decode(str(payload)) == {"customer_id": registered.id}


async def test_a_guest_who_registers_keeps_the_id(database: Database, clock: VirtualClock) -> None:
    guest_id = await guest(database)
    clock.advance(timedelta(hours=1))
    registered = await register(database, guest_id=guest_id, login="+86 138 0013 8000")
    assert registered.id == guest_id
    assert registered.phones == ("13800138000",)
    assert await rows(database, "SELECT kind, created_at, registered_at FROM customers.customer") == [
        ("registered", clock.now() - timedelta(hours=1), clock.now())
    ]


async def test_a_registered_customer_does_not_register_again(database: Database) -> None:
    registered = await register(database)
    before = await everything(database)
    with pytest.raises(AlreadyRegistered):
        await register(database, guest_id=registered.id, login="other@example.com")
    with pytest.raises(CustomerNotFound):
        await register(database, guest_id=CustomerId(999), login="other@example.com")
    assert await everything(database) == before


async def test_a_taken_login_is_told_at_its_field_and_nothing_changes(database: Database) -> None:
    await register(database)
    guest_id = await guest(database)
    before = await everything(database)
    with pytest.raises(LoginTaken) as refused:
        await register(database, guest_id=guest_id, login="MEI@example.com")
    assert refused.value.fields == {"login": FieldError("This login is taken. Log in with it, or use another one.")}
    assert await everything(database) == before


async def test_wrong_fields_of_a_registration_change_nothing(database: Database) -> None:
    with pytest.raises(InvalidInput) as refused:
        await register(database, login="mei", password="12345678")
    assert sorted(refused.value.fields) == ["login", "password"]
    assert await everything(database) == [[], [], []]


async def test_of_twenty_who_want_one_login_exactly_one_gets_it(database: Database) -> None:
    guests = [await guest(database) for _ in range(10)]
    outcomes = await asyncio.gather(
        *(register(database, guest_id=guest_id) for guest_id in guests),
        *(register(database) for _ in range(10)),
        return_exceptions=True,
    )
    winners = [outcome for outcome in outcomes if isinstance(outcome, Customer)]
    losers = [list(outcome.fields) for outcome in outcomes if isinstance(outcome, LoginTaken)]
    assert len(winners) == 1
    assert losers == [["login"]] * 19
    assert await rows(database, "SELECT kind, value, customer_id FROM customers.login") == [
        ("email", "mei@example.com", winners[0].id)
    ]
    assert await rows(database, "SELECT customer_id FROM customers.customer WHERE kind = 'registered'") == [
        (winners[0].id,)
    ]
    assert await rows(database, "SELECT count(*) FROM platform.event") == [(1,)]


async def test_a_guest_in_two_tabs_registers_once(database: Database) -> None:
    guest_id = await guest(database)
    outcomes = await asyncio.gather(
        *(register(database, guest_id=guest_id, login=f"mei{tab}@example.com") for tab in range(2)),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyRegistered", "Customer"]
    assert await rows(database, "SELECT count(*) FROM customers.login") == [(1,)]


async def failure(database: Database, *, login: str, password: str, client: str = "") -> LoginFailed:
    with pytest.raises(LoginFailed) as refused:
        await customers.log_in(database, login=login, password=password, client=client)
    return refused.value


async def test_unknown_malformed_guestlike_and_wrong_get_one_answer_for_one_work(database: Database) -> None:
    await register(database)
    answers, works = [], []
    for login in ("mei@example.com", "nobody@example.com", "19912345678"):
        database.executed.clear()
        answers.append(await failure(database, login=login, password="wrong password"))
        works.append(dict(database.executed))
    answers.append(await failure(database, login="no login", password="wrong password"))
    assert [(answer.code, str(answer)) for answer in answers] == [
        (
            "login_failed",
            "The login or the password is wrong. After 10 wrong tries an account rests for 15 minutes.",
        )
    ] * 4
    assert works[0] == works[1] == works[2]
    assert {name.rpartition(".")[2]: count for name, count in works[0].items()} == {
        "find_customer_id": 1, "find_credentials": 1, "hit_window": 2,
    }  # fmt: skip


async def test_ten_wrong_passwords_let_the_account_rest_for_15_minutes(database: Database, clock: VirtualClock) -> None:
    registered = await register(database)
    for _ in range(9):
        await failure(database, login="mei@example.com", password="wrong password")
    assert (await customers.log_in(database, login="mei@example.com", password=PASSWORD, client="")).id == registered.id
    for _ in range(10):
        await failure(database, login="mei@example.com", password="wrong password")
    await failure(database, login="mei@example.com", password=PASSWORD)
    clock.advance(timedelta(minutes=15) - timedelta(microseconds=1))
    await failure(database, login="mei@example.com", password=PASSWORD)
    clock.advance(timedelta(microseconds=1))
    assert (await customers.log_in(database, login="mei@example.com", password=PASSWORD, client="")).id == registered.id


async def test_after_a_rest_the_count_begins_anew(database: Database, clock: VirtualClock) -> None:
    registered = await register(database)
    for _ in range(12):
        await failure(database, login="mei@example.com", password="wrong password")
    clock.advance(timedelta(minutes=15))
    for _ in range(9):
        await failure(database, login="mei@example.com", password="wrong password")
    assert (await customers.log_in(database, login="mei@example.com", password=PASSWORD, client="")).id == registered.id


async def test_of_guesses_made_at_once_ten_may_be_right(database: Database) -> None:
    await register(database)
    outcomes = await asyncio.gather(
        *(failure(database, login="mei@example.com", password=f"guess {n}") for n in range(10)),
    )
    assert len(outcomes) == 10
    await failure(database, login="mei@example.com", password=PASSWORD)


async def test_nobody_locks_another_out_from_one_address(database: Database, clock: VirtualClock) -> None:
    registered = await register(database)
    for _ in range(20):
        await failure(database, login="mei@example.com", password="wrong password", client="198.51.100.6")
    await failure(database, login="mei@example.com", password=PASSWORD, client="198.51.100.6")
    assert (
        await customers.log_in(database, login="mei@example.com", password=PASSWORD, client="203.0.113.9")
    ).id == registered.id
    clock.advance(timedelta(minutes=15))
    assert (
        await customers.log_in(database, login="mei@example.com", password=PASSWORD, client="198.51.100.6")
    ).id == registered.id


async def test_a_hundred_guesses_from_anywhere_let_the_account_rest_for_an_hour(
    database: Database, clock: VirtualClock
) -> None:
    registered = await register(database)
    for number in range(99):
        await failure(database, login="mei@example.com", password="wrong password", client=f"2001:db8::{number}")
    for _ in range(3):
        # What succeeds is not counted against the account.
        entered = await customers.log_in(database, login="mei@example.com", password=PASSWORD, client="203.0.113.9")
        assert entered.id == registered.id
    await failure(database, login="mei@example.com", password="wrong password", client="2001:db8::99")
    await failure(database, login="mei@example.com", password=PASSWORD, client="203.0.113.9")
    clock.advance(timedelta(hours=1))
    await customers.log_in(database, login="mei@example.com", password=PASSWORD, client="203.0.113.9")


async def leave_sessions(_tx: Transaction) -> None:
    """For acts whose sessions are not the matter."""


async def change_password(
    database: Database,
    customer_id: CustomerId,
    *,
    by: CustomerId | None = None,
    current: str = PASSWORD,
    new: str = "battery staple",
    end_sessions: Callable[[Transaction], Awaitable[None]] = leave_sessions,
) -> None:
    await customers.change_password(
        database,
        actor=Actor.customer(customer_id if by is None else by),
        customer_id=customer_id,
        current_password=current,
        new_password=new,
        end_sessions=end_sessions,
    )


async def test_a_new_password_replaces_the_old_one_and_ends_the_sessions(database: Database) -> None:
    registered, moments = await register(database), []

    async def end_sessions(tx: Transaction) -> None:
        moments.append(tx.at)

    await change_password(database, registered.id, end_sessions=end_sessions)
    assert moments == [database.clock.now()]
    await failure(database, login="mei@example.com", password=PASSWORD)
    await customers.log_in(database, login="mei@example.com", password="battery staple", client="")
    assert [name for (name,) in await rows(database, "SELECT name FROM platform.event ORDER BY id")] == [
        "customers.customer_registered",
        "customers.password_changed",
    ]


async def test_a_password_stays_where_the_sessions_could_not_be_ended(database: Database) -> None:
    registered = await register(database)
    before = await everything(database)

    async def fail(_tx: Transaction) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await change_password(database, registered.id, end_sessions=fail)
    assert await everything(database) == before
    await customers.log_in(database, login="mei@example.com", password=PASSWORD, client="")


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("wrong password", "battery staple", "current_password"),
        (PASSWORD, "short", "new_password"),
        (PASSWORD, "password1", "new_password"),
        (PASSWORD, "MEI@example.com", "new_password"),
    ],
)
async def test_a_wrong_change_of_password_is_told_and_changes_nothing(
    database: Database, clock: VirtualClock, current: str, new: str, field: str
) -> None:
    registered = await register(database)
    clock.advance(timedelta(minutes=1))
    before = await rows(database, "SELECT password_hash, sessions_valid_after FROM customers.customer")
    with pytest.raises(InvalidInput) as refused:
        await change_password(database, registered.id, current=current, new=new)
    assert list(refused.value.fields) == [field]
    assert await rows(database, "SELECT password_hash, sessions_valid_after FROM customers.customer") == before
    expected_count = 2 if field == "current_password" else 0
    assert await rows(database, "SELECT coalesce(sum(hit_count), 0) FROM platform.rate_window") == [(expected_count,)]


async def test_a_password_is_not_changed_by_another_customer_nor_for_a_guest(database: Database) -> None:
    registered = await register(database)
    guest_id = await guest(database)
    before = await everything(database)
    with pytest.raises(CustomerNotFound):
        await change_password(database, registered.id, by=guest_id)
    assert await everything(database) == before
    with pytest.raises(InvalidInput):
        await change_password(database, guest_id, current="")
    assert await rows(database, "SELECT password_hash FROM customers.customer WHERE kind = 'guest'") == [(None,)]


async def test_of_two_devices_that_change_the_password_at_once_one_wins(database: Database) -> None:
    registered = await register(database)
    outcomes = await asyncio.gather(
        *(change_password(database, registered.id, new=f"battery staple {device}") for device in range(2)),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CurrentPasswordWrong", "NoneType"]
    winner = [type(outcome).__name__ for outcome in outcomes].index("NoneType")
    await customers.log_in(database, login="mei@example.com", password=f"battery staple {winner}", client="")


async def test_a_profile_is_changed_by_its_owner_and_by_staff(database: Database) -> None:
    registered = await register(database)

    async def change(actor: Actor, name: str, language: str) -> None:
        await database.transact(
            lambda tx: customers.change_profile(
                tx, actor=actor, customer_id=registered.id, name=name, language=language
            )
        )

    await change(Actor.customer(registered.id), "  林\t梅 ", "zh_CN")
    async with database.reading() as reading:
        found = await customers.get_customer(reading, customer_id=registered.id)
    assert (found.name, found.language) == ("林 梅", "zh_CN")
    assert await rows(database, "SELECT 1 FROM staff.audit_record") == []
    await change(Actor.staff(3), "", "en")
    assert await rows(database, "SELECT actor_id, action, subject FROM staff.audit_record") == [
        (3, "customers.change_profile", f"customer:{registered.id}")
    ]
    before = await everything(database)
    with pytest.raises(InvalidInput) as refused:
        await change(Actor.customer(registered.id), "梅" * 41, "tlh")
    assert sorted(refused.value.fields) == ["language", "name"]
    with pytest.raises(CustomerNotFound):
        await change(Actor.customer(registered.id + 1), "梅", "en")
    assert await everything(database) == before


async def test_a_login_finds_its_customer(database: Database) -> None:
    registered = await register(database)
    async with database.reading() as reading:
        assert await customers.find_customer_id(reading, login=MEI) == registered.id
        assert await customers.find_customer_id(reading, login=Login(LoginKind.PHONE, "13800138000")) is None
        with pytest.raises(CustomerNotFound):
            await customers.get_customer(reading, customer_id=CustomerId(999))
