"""The address book: one default, fifty at most, removed ones stay for the history, nobody else's ever."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import msgspec
import pytest

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import InvalidInput
from shopwright.kernel.ids import AddressId, CustomerId
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Address, AddressInput
from shopwright.modules.customers.errors import AddressNotFound, CustomerNotFound, TooManyAddresses
from shopwright.platform.db import Database, Transaction

HOME = AddressInput(recipient="林梅", phone="138 0013 8000", district_code="330106", street="文三路 90 号")
OFFICE = AddressInput(recipient="林梅", phone="0571-88888888", district_code="441900", street="鸿福路 1 号")


@pytest.fixture
async def mei(database: Database) -> CustomerId:
    return await database.transact(lambda tx: customers.create_guest(tx, language="zh_CN"))


async def add(database: Database, owner: CustomerId, address: AddressInput = HOME) -> AddressId:
    return await database.transact(
        lambda tx: customers.add_address(tx, actor=Actor.customer(owner), customer_id=owner, address=address)
    )


async def make_default(database: Database, owner: CustomerId, address_id: AddressId) -> None:
    await database.transact(
        lambda tx: customers.make_default(tx, actor=Actor.customer(owner), customer_id=owner, address_id=address_id)
    )


async def remove(database: Database, owner: CustomerId, address_id: AddressId) -> None:
    await database.transact(
        lambda tx: customers.remove_address(tx, actor=Actor.customer(owner), customer_id=owner, address_id=address_id)
    )


async def book(database: Database, owner: CustomerId) -> list[tuple[AddressId, bool]]:
    async with database.reading() as reading:
        return [(row.id, row.is_default) for row in await customers.list_addresses(reading, customer_id=owner)]


def acts_on(
    address_id: AddressId, *, actor: Actor, owner: CustomerId
) -> list[Callable[[Transaction], Awaitable[None]]]:
    """Everything that can be done to an address."""
    return [
        lambda tx: customers.remove_address(tx, actor=actor, customer_id=owner, address_id=address_id),
        lambda tx: customers.make_default(tx, actor=actor, customer_id=owner, address_id=address_id),
        lambda tx: customers.change_address(tx, actor=actor, customer_id=owner, address_id=address_id, address=OFFICE),
    ]


async def stored(database: Database) -> list[tuple[object, ...]]:
    async with database.reading() as reading:
        return [
            tuple(row)
            for row in await reading.connection.fetch("SELECT * FROM customers.address ORDER BY customer_id, id")
        ]


async def test_the_first_address_is_the_default(database: Database, mei: CustomerId) -> None:
    home = await add(database, mei)
    office = await add(database, mei, OFFICE)
    async with database.reading() as reading:
        assert await customers.get_address(reading, customer_id=mei, address_id=home) == Address(
            home, "林梅", "13800138000", "330106", "浙江省", "杭州市", "西湖区", "文三路 90 号", "", is_default=True
        )
        assert await customers.get_address(reading, customer_id=mei, address_id=office) == Address(
            office, "林梅", "0571-88888888", "441900", "广东省", "东莞市", "东莞市", "鸿福路 1 号", "", is_default=False
        )
    assert await book(database, mei) == [(home, True), (office, False)]


async def test_a_default_replaces_the_one_before(database: Database, mei: CustomerId) -> None:
    home = await add(database, mei)
    office = await add(database, mei, msgspec.structs.replace(OFFICE, is_default=True))
    assert await book(database, mei) == [(office, True), (home, False)]
    await make_default(database, mei, home)
    assert await book(database, mei) == [(home, True), (office, False)]
    await make_default(database, mei, home)
    assert await book(database, mei) == [(home, True), (office, False)]


async def test_an_address_is_changed_in_place(database: Database, mei: CustomerId) -> None:
    home = await add(database, mei)
    office = await add(database, mei, OFFICE)

    async def change(address: AddressInput) -> None:
        await database.transact(
            lambda tx: customers.change_address(
                tx, actor=Actor.customer(mei), customer_id=mei, address_id=office, address=address
            )
        )

    await change(msgspec.structs.replace(OFFICE, street="鸿福路 2 号", postcode="523000"))
    async with database.reading() as reading:
        changed = await customers.get_address(reading, customer_id=mei, address_id=office)
    assert (changed.street, changed.postcode, changed.is_default) == ("鸿福路 2 号", "523000", False)
    await change(msgspec.structs.replace(OFFICE, is_default=True))
    assert await book(database, mei) == [(office, True), (home, False)]
    await change(OFFICE)
    assert await book(database, mei) == [(office, True), (home, False)]


async def test_when_the_default_is_removed_the_newest_takes_its_place(database: Database, mei: CustomerId) -> None:
    home, office, third = [await add(database, mei, address) for address in (HOME, OFFICE, HOME)]
    await remove(database, mei, office)
    assert await book(database, mei) == [(home, True), (third, False)]
    await remove(database, mei, home)
    assert await book(database, mei) == [(third, True)]
    await remove(database, mei, third)
    assert await book(database, mei) == []
    assert len(await stored(database)) == 3
    fourth = await add(database, mei)
    assert await book(database, mei) == [(fourth, True)]


async def test_a_removed_address_is_gone_for_every_act(database: Database, mei: CustomerId) -> None:
    home, office = [await add(database, mei, address) for address in (HOME, OFFICE)]
    await remove(database, mei, office)
    before = await stored(database)
    for act in acts_on(office, actor=Actor.customer(mei), owner=mei):
        with pytest.raises(AddressNotFound):
            await database.transact(act)
    async with database.reading() as reading:
        with pytest.raises(AddressNotFound):
            await customers.get_address(reading, customer_id=mei, address_id=office)
    assert await stored(database) == before
    assert await book(database, mei) == [(home, True)]


async def test_nobody_sees_or_touches_the_book_of_another(database: Database, mei: CustomerId) -> None:
    home = await add(database, mei)
    thief = await database.transact(lambda tx: customers.create_guest(tx, language="en"))
    before = await stored(database)
    for victim, refusal in ((mei, CustomerNotFound), (thief, AddressNotFound)):
        for act in acts_on(home, actor=Actor.customer(thief), owner=victim):
            with pytest.raises(refusal):
                await database.transact(act)
    with pytest.raises(CustomerNotFound):
        await database.transact(
            lambda tx: customers.add_address(tx, actor=Actor.customer(thief), customer_id=mei, address=HOME)
        )
    async with database.reading() as reading:
        with pytest.raises(AddressNotFound):
            await customers.get_address(reading, customer_id=thief, address_id=home)
        assert await customers.list_addresses(reading, customer_id=thief) == []
    assert await stored(database) == before


async def test_wrong_fields_of_an_address_change_nothing(database: Database, mei: CustomerId) -> None:
    home = await add(database, mei)
    before = await stored(database)
    wrong = AddressInput(recipient="", phone="1", district_code="1", street="")
    with pytest.raises(InvalidInput) as refused:
        await add(database, mei, wrong)
    assert sorted(refused.value.fields) == ["district_code", "phone", "recipient", "street"]
    with pytest.raises(InvalidInput):
        await database.transact(
            lambda tx: customers.change_address(
                tx, actor=Actor.customer(mei), customer_id=mei, address_id=home, address=wrong
            )
        )
    assert await stored(database) == before


async def test_a_book_holds_fifty_even_when_many_are_added_at_once(database: Database, mei: CustomerId) -> None:
    for _ in range(45):
        await add(database, mei)
    outcomes = await asyncio.gather(*(add(database, mei) for _ in range(12)), return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, TooManyAddresses)]
    assert len(refused) == 7
    assert str(refused[0]) == "You can keep up to 50 addresses. Remove one first."
    kept = await book(database, mei)
    assert len(kept) == 50
    assert [is_default for _, is_default in kept] == [True] + [False] * 49
    await remove(database, mei, kept[0][0])
    await add(database, mei)
    assert len(await book(database, mei)) == 50


async def test_twenty_choices_of_a_default_at_once_leave_one(database: Database, mei: CustomerId) -> None:
    kept = [await add(database, mei) for _ in range(5)]
    await asyncio.gather(*(make_default(database, mei, kept[turn % 5]) for turn in range(20)))
    assert sorted(is_default for _, is_default in await book(database, mei)) == [False] * 4 + [True]


async def test_the_database_itself_refuses_a_second_default(database: Database, mei: CustomerId) -> None:
    await add(database, mei)
    await add(database, mei, OFFICE)
    with pytest.raises(asyncpg.UniqueViolationError, match="address_one_default"):
        async with database.transaction() as tx:
            await tx.connection.execute("UPDATE customers.address SET is_default = true")
    assert [is_default for _, is_default in await book(database, mei)] == [True, False]


async def test_what_staff_does_to_a_book_is_recorded_without_the_words(database: Database, mei: CustomerId) -> None:
    actor = Actor.staff(3, "Lin")
    home = await database.transact(lambda tx: customers.add_address(tx, actor=actor, customer_id=mei, address=HOME))
    await database.transact(lambda tx: customers.make_default(tx, actor=actor, customer_id=mei, address_id=home))
    await database.transact(
        lambda tx: customers.change_address(tx, actor=actor, customer_id=mei, address_id=home, address=OFFICE)
    )
    await database.transact(lambda tx: customers.remove_address(tx, actor=actor, customer_id=mei, address_id=home))
    async with database.reading() as reading:
        records = await reading.connection.fetch(
            "SELECT actor_id, action, subject, detail FROM staff.audit_record ORDER BY id"
        )
    assert [(*record[:3], msgspec.json.decode(record[3])) for record in records] == [
        (3, f"customers.{verb}", f"customer:{mei}", {"address_id": home})
        for verb in ("add_address", "make_default", "change_address", "remove_address")
    ]
