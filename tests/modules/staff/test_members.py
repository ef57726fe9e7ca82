"""Members, roles, log-ins and the audit log: against the real database, with races that really commit."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import asyncpg
import msgspec
import pytest

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.errors import FieldError, InvalidInput, NotAllowed
from shopwright.kernel.ids import StaffId
from shopwright.modules.staff import public as staff
from shopwright.modules.staff.contracts import MemberSummary, RoleId, StaffMember
from shopwright.modules.staff.errors import EmailTaken, LastOwner, RoleNameTaken, StaffNotFound
from shopwright.platform.credentials import LoginFailed, hash_password
from shopwright.platform.db import Database, Transaction

SYSTEM = Actor.system("first run")
PASSWORD = "correct horse"


@pytest.fixture
async def owner(database: Database) -> StaffId:
    password_hash = await hash_password(PASSWORD)
    return await database.transact(
        lambda tx: staff.ensure_owner(
            tx, actor=SYSTEM, email="Lin@Shop.example", name="Lin", password_hash=password_hash
        )
    )


async def role(database: Database, name: str, *permissions: str, actor: Actor = SYSTEM) -> RoleId:
    return await database.transact(lambda tx: staff.create_role(tx, actor=actor, name=name, permissions=permissions))


async def member(database: Database, name: str, *roles: RoleId, actor: Actor = SYSTEM) -> StaffId:
    return await staff.create_member(
        database, actor=actor, email=f"{name}@shop.example", name=name, password=PASSWORD, roles=roles
    )


async def owner_role(database: Database) -> RoleId:
    async with database.reading() as reading:
        return next(found.id for found in await staff.list_roles(reading) if found.name == "Owner")


async def get(database: Database, staff_id: StaffId) -> StaffMember:
    async with database.reading() as reading:
        return await staff.get_member(reading, staff_id=staff_id)


async def rows(database: Database, sql: str) -> list[tuple[object, ...]]:
    async with database.reading() as reading:
        return [tuple(row) for row in await reading.connection.fetch(sql)]


async def everything(database: Database) -> list[list[tuple[object, ...]]]:
    return [
        await rows(database, f"SELECT * FROM staff.{table} ORDER BY 1, 2")
        for table in ("member", "role", "member_role", "audit_record")
    ]


async def test_the_first_run_makes_an_owner_and_every_later_one_finds_it(database: Database, owner: StaffId) -> None:
    assert await get(database, owner) == StaffMember(
        owner, "lin@shop.example", "Lin", frozenset({"*"}), is_active=True, sessions_valid_after=database.clock.now()
    )
    before = await everything(database)
    again = await database.transact(
        lambda tx: staff.ensure_owner(tx, actor=SYSTEM, email="x@y.example", name="X", password_hash="unused")
    )
    assert again == owner
    assert await everything(database) == before


async def test_ten_processes_that_start_at_once_make_one_owner(database: Database) -> None:
    async def start(process: int) -> StaffId:
        return await database.transact(
            lambda tx: staff.ensure_owner(
                tx, actor=SYSTEM, email=f"lin{process}@shop.example", name="Lin", password_hash="unused"
            )
        )

    found = await asyncio.gather(*(start(process) for process in range(10)))
    assert len(set(found)) == 1
    assert await rows(database, "SELECT count(*) FROM staff.member") == [(1,)]
    assert await rows(database, "SELECT name FROM staff.role") == [("Owner",)]


async def test_a_member_may_do_what_all_the_roles_grant(database: Database, owner: StaffId) -> None:
    clerk = await role(database, "Order clerk", "orders.view", "orders.ship", actor=Actor.staff(owner))
    stock = await role(database, "Stock", "inventory.*", "orders.view")
    mei = await member(database, "mei", clerk, stock, clerk)
    assert (await get(database, mei)).permissions == {"orders.view", "orders.ship", "inventory.*"}
    nobody = await member(database, "nobody")
    assert (await get(database, nobody)).permissions == frozenset()
    async with database.reading() as reading:
        listed = await staff.list_members(reading, limit=2)
        assert [row.name for row in listed.items] == ["Lin", "mei"]
        assert listed.items[1] == MemberSummary(
            mei,
            "mei@shop.example",
            "mei",
            ("Order clerk", "Stock"),
            is_active=True,
            created_at=database.clock.now(),
            is_password_temporary=False,
        )
        rest = await staff.list_members(reading, after=listed.next_key, limit=2)
        assert [row.name for row in rest.items] == ["nobody"]
        assert rest.next_key is None


async def test_wrong_fields_of_a_member_are_told_and_nothing_changes(database: Database, owner: StaffId) -> None:
    before = await everything(database)
    with pytest.raises(InvalidInput) as refused:
        await staff.create_member(database, actor=SYSTEM, email="mei", name="", password="12345678", roles=[])
    assert sorted(refused.value.fields) == ["email", "name", "password"]
    with pytest.raises(InvalidInput) as refused:
        await member(database, "mei", RoleId(998), RoleId(999))
    assert refused.value.fields == {"roles": FieldError("There is no role {wrong}.", wrong="998, 999")}
    with pytest.raises(EmailTaken) as taken:
        await member(database, "LIN")
    assert list(taken.value.fields) == ["email"]
    with pytest.raises(RoleNameTaken):
        await role(database, " Owner ", "orders.view")
    with pytest.raises(InvalidInput) as refused:
        await role(database, "", "orders")
    assert sorted(refused.value.fields) == ["name", "permissions"]
    with pytest.raises(StaffNotFound):
        await get(database, StaffId(999))
    assert await everything(database) == before
    assert owner == StaffId(1)


async def test_of_twenty_who_create_one_member_exactly_one_does(database: Database) -> None:
    outcomes = await asyncio.gather(*(member(database, "mei") for _ in range(20)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["EmailTaken"] * 19 + ["int"]
    assert await rows(database, "SELECT count(*) FROM staff.member") == [(1,)]
    assert await rows(database, "SELECT count(*) FROM staff.audit_record") == [(1,)]


async def test_nobody_gives_or_takes_more_than_they_hold(database: Database, owner: StaffId) -> None:
    everything_role = await owner_role(database)
    hr = await role(database, "Personnel", "staff.*", "orders.view")
    mei = await member(database, "mei", hr)
    actor = Actor.staff(mei)
    acts: list[Callable[[Transaction], Awaitable[object]]] = [
        lambda tx: staff.create_role(tx, actor=actor, name="Stock", permissions=["inventory.*"]),
        lambda tx: staff.create_role(tx, actor=actor, name="All", permissions=["*"]),
        lambda tx: staff.change_roles(tx, actor=actor, staff_id=mei, roles=[everything_role]),
        lambda tx: staff.change_roles(tx, actor=actor, staff_id=owner, roles=[hr]),
        lambda tx: staff.deactivate_member(tx, actor=actor, staff_id=owner),
        lambda tx: staff.reactivate_member(tx, actor=actor, staff_id=owner),
        lambda tx: staff.deactivate_member(tx, actor=Actor.customer(mei), staff_id=mei),
        lambda tx: staff.deactivate_member(tx, actor=Actor.staff(999), staff_id=mei),
    ]
    before = await everything(database)
    for act in acts:
        with pytest.raises(NotAllowed):
            await database.transact(act)
    with pytest.raises(NotAllowed):
        await member(database, "accomplice", everything_role, actor=actor)
    assert await everything(database) == before
    await member(database, "colleague", hr, actor=actor)
    await database.transact(lambda tx: staff.deactivate_member(tx, actor=Actor.staff(owner), staff_id=mei))
    with pytest.raises(NotAllowed):
        await role(database, "Late", "orders.view", actor=actor)


async def test_the_last_owner_stays(database: Database, owner: StaffId) -> None:
    acts: list[Callable[[Transaction], Awaitable[None]]] = [
        lambda tx: staff.deactivate_member(tx, actor=Actor.staff(owner), staff_id=owner),
        lambda tx: staff.deactivate_member(tx, actor=SYSTEM, staff_id=owner),
        lambda tx: staff.change_roles(tx, actor=Actor.staff(owner), staff_id=owner, roles=[]),
    ]
    before = await everything(database)
    for act in acts:
        with pytest.raises(LastOwner):
            await database.transact(act)
    assert await everything(database) == before
    second = await member(database, "second", await owner_role(database))
    await database.transact(lambda tx: staff.deactivate_member(tx, actor=Actor.staff(owner), staff_id=owner))
    assert not (await get(database, owner)).is_active
    with pytest.raises(LastOwner):
        await database.transact(lambda tx: staff.deactivate_member(tx, actor=SYSTEM, staff_id=second))


@pytest.mark.parametrize("way", ["deactivate", "change roles", "both"])
async def test_owners_who_remove_one_another_at_once_leave_one(database: Database, owner: StaffId, way: str) -> None:
    second = await member(database, "second", await owner_role(database))

    async def deactivate(victim: StaffId) -> None:
        await database.transact(lambda tx: staff.deactivate_member(tx, actor=SYSTEM, staff_id=victim))

    async def strip(victim: StaffId) -> None:
        await database.transact(lambda tx: staff.change_roles(tx, actor=SYSTEM, staff_id=victim, roles=[]))

    first_act, second_act = {
        "deactivate": (deactivate, deactivate),
        "change roles": (strip, strip),
        "both": (deactivate, strip),
    }[way]
    outcomes = await asyncio.gather(first_act(owner), second_act(second), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["LastOwner", "NoneType"]
    left = [await get(database, staff_id) for staff_id in (owner, second)]
    assert [found.is_active and found.permissions == {"*"} for found in left].count(True) == 1


async def test_a_deactivated_member_is_out_until_reactivated(
    database: Database, clock: VirtualClock, owner: StaffId
) -> None:
    mei = await member(database, "mei")
    valid_after = (await get(database, mei)).sessions_valid_after
    clock.advance(timedelta(hours=1))
    await database.transact(lambda tx: staff.deactivate_member(tx, actor=Actor.staff(owner), staff_id=mei))
    found = await get(database, mei)
    assert not found.is_active
    assert found.sessions_valid_after != valid_after
    with pytest.raises(LoginFailed):
        await staff.log_in(database, email="mei@shop.example", password=PASSWORD, client="")
    before = await everything(database)
    await database.transact(lambda tx: staff.deactivate_member(tx, actor=Actor.staff(owner), staff_id=mei))
    assert (await everything(database))[1:] == before[1:]
    await database.transact(lambda tx: staff.reactivate_member(tx, actor=Actor.staff(owner), staff_id=mei))
    assert (await staff.log_in(database, email="mei@shop.example", password=PASSWORD, client="")).id == mei
    with pytest.raises(StaffNotFound):
        await database.transact(lambda tx: staff.deactivate_member(tx, actor=SYSTEM, staff_id=StaffId(999)))


async def failure(database: Database, *, email: str, password: str, client: str = "") -> LoginFailed:
    with pytest.raises(LoginFailed) as refused:
        await staff.log_in(database, email=email, password=password, client=client)
    return refused.value


async def test_known_and_unknown_addresses_get_one_answer_for_one_work(database: Database, owner: StaffId) -> None:
    answers, works = [], []
    for email in ("lin@shop.example", "nobody@shop.example", "no address"):
        database.executed.clear()
        answers.append(str(await failure(database, email=email, password="wrong password")))
        works.append(dict(database.executed))
    assert answers == ["The login or the password is wrong. After 10 wrong tries an account rests for 15 minutes."] * 3
    assert works[0] == works[1] == works[2]
    assert (await staff.log_in(database, email="LIN@shop.example ", password=PASSWORD, client="")).id == owner


async def test_ten_wrong_passwords_let_the_account_rest_for_15_minutes(
    database: Database, clock: VirtualClock, owner: StaffId
) -> None:
    await asyncio.gather(*(failure(database, email="lin@shop.example", password=f"guess {n}") for n in range(10)))
    await failure(database, email="lin@shop.example", password=PASSWORD)
    elsewhere = await staff.log_in(database, email="lin@shop.example", password=PASSWORD, client="203.0.113.9")
    assert elsewhere.id == owner
    clock.advance(timedelta(minutes=15) - timedelta(microseconds=1))
    await failure(database, email="lin@shop.example", password=PASSWORD)
    clock.advance(timedelta(microseconds=1))
    assert (await staff.log_in(database, email="lin@shop.example", password=PASSWORD, client="")).id == owner


async def test_a_new_password_ends_the_sessions_of_before(
    database: Database, clock: VirtualClock, owner: StaffId
) -> None:
    entered = await staff.log_in(database, email="lin@shop.example", password=PASSWORD, client="")
    moments = []

    async def end_sessions(tx: Transaction) -> None:
        moments.append(tx.at)

    changed_at = await staff.change_password(
        database,
        actor=Actor.staff(owner),
        staff_id=owner,
        current_password=PASSWORD,
        new_password="battery staple",
        end_sessions=end_sessions,
    )
    assert moments == [clock.now()]
    # Even in one and the same moment the new password's sessions differ from the old one's.
    assert (await get(database, owner)).sessions_valid_after == changed_at > entered.sessions_valid_after
    await failure(database, email="lin@shop.example", password=PASSWORD)
    await staff.log_in(database, email="lin@shop.example", password="battery staple", client="")


async def test_a_wrong_change_of_password_changes_nothing(database: Database, owner: StaffId) -> None:
    mei = await member(database, "mei")

    async def end_sessions(_tx: Transaction) -> None:
        pytest.fail("sessions were ended")

    async def change(actor: Actor, current: str, new: str) -> None:
        await staff.change_password(
            database,
            actor=actor,
            staff_id=owner,
            current_password=current,
            new_password=new,
            end_sessions=end_sessions,
        )

    secrets = "SELECT id, password_hash, sessions_valid_after FROM staff.member ORDER BY id"
    before = await rows(database, secrets)
    with pytest.raises(NotAllowed):
        await change(Actor.staff(mei), PASSWORD, "battery staple")
    with pytest.raises(NotAllowed):
        await change(Actor.customer(owner), PASSWORD, "battery staple")
    with pytest.raises(InvalidInput) as refused:
        await change(Actor.staff(owner), "wrong password", "battery staple")
    assert list(refused.value.fields) == ["current_password"]
    with pytest.raises(InvalidInput) as refused:
        await change(Actor.staff(owner), PASSWORD, "lin@shop.example")
    assert list(refused.value.fields) == ["new_password"]
    assert await rows(database, secrets) == before
    # What was given wrongly was counted, what was given rightly began anew.
    assert await rows(database, "SELECT sum(hit_count) FROM platform.rate_window") == [(1,)]


async def record(database: Database, subjects: Sequence[str], *, actor: Actor) -> None:
    async with database.transaction() as tx:
        for subject in subjects:
            await staff.record_audit(tx, actor=actor, action="inventory.adjust", subject=subject, detail={"delta": -1})


async def test_the_audit_log_is_read_newest_first_by_subject_and_by_member(database: Database) -> None:
    await record(database, ["variant:1", "variant:2", "variant:1"], actor=Actor.staff(1, "Lin"))
    await record(database, ["variant:1"], actor=Actor.staff(2, "Mei"))
    await record(database, ["variant:1"], actor=Actor.system("import"))
    async with database.reading() as reading:
        page = await staff.list_audit(reading, limit=3)
        assert [(item.actor_label, item.subject) for item in page.items] == [
            ("import", "variant:1"),
            ("Mei", "variant:1"),
            ("Lin", "variant:1"),
        ]
        assert msgspec.json.decode(page.items[0].detail) == {"delta": -1}
        assert page.items[0].at == database.clock.now()
        rest = await staff.list_audit(reading, after=page.next_key, limit=3)
        assert [item.subject for item in rest.items] == ["variant:2", "variant:1"]
        assert rest.next_key is None
        of_one = await staff.list_audit(reading, subject="variant:1", staff_id=StaffId(1))
        assert [item.actor_id for item in of_one.items] == [1, 1]
        assert len((await staff.list_audit(reading, subject="variant:1")).items) == 4
        assert len((await staff.list_audit(reading, staff_id=StaffId(2))).items) == 1
        assert (await staff.list_audit(reading, subject="variant:3")).items == ()


@pytest.mark.parametrize("after", ["", "-1", "x", "９", "1e3", "9" * 19, "1; DROP TABLE staff.member"])
async def test_a_page_key_that_is_none_of_ours_opens_the_first_page(database: Database, after: str) -> None:
    await record(database, ["variant:1"], actor=Actor.staff(1))
    async with database.reading() as reading:
        assert len((await staff.list_audit(reading, after=after, limit=10**9)).items) == 1
        assert len((await staff.list_audit(reading, limit=-5)).items) == 1


async def test_an_audit_record_goes_with_the_act_that_was_refused(database: Database) -> None:
    async def refused(tx: Transaction) -> None:
        await staff.record_audit(tx, actor=Actor.staff(1), action="orders.refund", subject="order:1", detail={})
        raise NotAllowed

    with pytest.raises(NotAllowed):
        await database.transact(refused)
    assert await rows(database, "SELECT 1 FROM staff.audit_record") == []


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ("'A@b.example', 'A', 'x', now(), now()", "member_email_lower"),
        ("'b.example', 'A', 'x', now(), now()", "member_email_lower"),
        ("'a@b.example', '', 'x', now(), now()", "member_named"),
    ],
)
async def test_the_database_itself_refuses_a_wrong_member(database: Database, values: str, constraint: str) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match=constraint):
        async with database.transaction() as tx:
            await tx.connection.execute(
                "INSERT INTO staff.member (email, name, password_hash, created_at, sessions_valid_after) "
                f"VALUES ({values})"
            )


@pytest.mark.parametrize("permissions", ["{catalog}", "{''}", "{NULL}", "{orders.view,*.*}", "{orders.view;}"])
async def test_the_database_itself_refuses_a_wrong_permission(database: Database, permissions: str) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="role_permissions_well_formed"):
        async with database.transaction() as tx:
            await tx.connection.execute(f"INSERT INTO staff.role (name, permissions) VALUES ('x', '{permissions}')")
