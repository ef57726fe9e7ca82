"""A colleague forgot the password, or never had an own one."""

from datetime import timedelta

import msgspec
import pytest
from tests.modules.staff.test_members import PASSWORD, everything, get, member, owner, role, rows

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.errors import InvalidInput, NotAllowed
from shopwright.kernel.ids import CustomerId, StaffId
from shopwright.modules.staff import public as staff
from shopwright.modules.staff.errors import StaffNotFound, TemporaryPasswordExpired
from shopwright.platform.credentials import LoginFailed
from shopwright.platform.db import Database, Transaction

__all__ = ["owner"]


async def reset(database: Database, actor: Actor, staff_id: StaffId) -> tuple[str, list[object]]:
    ended: list[object] = []

    async def end_sessions(tx: Transaction) -> None:
        ended.append(tx)

    return await staff.reset_password(database, actor=actor, staff_id=staff_id, end_sessions=end_sessions), ended


async def test_a_reset_password_is_temporary_until_the_member_chooses_another(
    database: Database, owner: StaffId, clock: VirtualClock
) -> None:
    mei = await member(database, "mei", await role(database, "Clerk", "orders.view"))
    before = await get(database, mei)
    assert not before.is_password_temporary
    for _ in range(11):
        with pytest.raises(LoginFailed):
            await staff.log_in(database, email="mei@shop.example", password="forgotten", client="")
    clock.advance(timedelta(seconds=1))
    password, ended = await reset(database, Actor.staff(owner), mei)
    assert (len(password), len(ended)) == (12, 1)
    after = await staff.log_in(database, email="mei@shop.example", password=password, client="")
    assert after == msgspec.structs.replace(
        before,
        is_password_temporary=True,
        temporary_until=database.clock.now() + timedelta(hours=72),
        sessions_valid_after=database.clock.now(),
    )
    with pytest.raises(LoginFailed):
        await staff.log_in(database, email="mei@shop.example", password=PASSWORD, client="")
    with pytest.raises(InvalidInput) as refused:
        await change(database, mei, password, password)
    assert list(refused.value.fields) == ["new_password"]
    await change(database, mei, password, "battery staple")
    chosen = await get(database, mei)
    assert (chosen.is_password_temporary, chosen.temporary_until) == (False, None)
    audited = await rows(database, "SELECT action, actor_id, detail FROM staff.audit_record WHERE actor_id IS NOT NULL")
    assert audited == [("staff.reset_password", owner, "{}"), ("staff.change_password", mei, "{}")]


async def test_a_temporary_password_ends_and_only_who_knows_it_is_told(
    database: Database, owner: StaffId, clock: VirtualClock
) -> None:
    mei = await member(database, "mei", await role(database, "Clerk", "orders.view"))
    password, _ = await reset(database, Actor.staff(owner), mei)
    clock.advance(timedelta(hours=72) - timedelta(seconds=1))
    assert (await staff.log_in(database, email="mei@shop.example", password=password, client="")).id == mei
    clock.advance(timedelta(seconds=1))
    with pytest.raises(TemporaryPasswordExpired):
        await staff.log_in(database, email="mei@shop.example", password=password, client="")
    with pytest.raises(LoginFailed):
        await staff.log_in(database, email="mei@shop.example", password="guessed", client="")
    again, _ = await reset(database, Actor.staff(owner), mei)
    assert (await staff.log_in(database, email="mei@shop.example", password=again, client="")).id == mei


async def change(database: Database, staff_id: StaffId, current: str, new: str) -> None:
    async def end_sessions(_tx: Transaction) -> None:
        return None

    await staff.change_password(
        database,
        actor=Actor.staff(staff_id),
        staff_id=staff_id,
        current_password=current,
        new_password=new,
        end_sessions=end_sessions,
    )


async def test_only_who_may_do_as_much_resets_a_password(database: Database, owner: StaffId) -> None:
    people = await role(database, "People", "staff.*")
    mei = await member(database, "mei", people)
    before = await everything(database)
    for actor, staff_id, refusal in (
        (Actor.staff(mei), owner, NotAllowed),
        (Actor.staff(mei), mei, NotAllowed),
        (Actor.customer(CustomerId(7)), mei, NotAllowed),
        (Actor.staff(owner), StaffId(99), StaffNotFound),
    ):
        with pytest.raises(refusal):
            await reset(database, actor, staff_id)
    assert await everything(database) == before


async def test_what_a_colleague_made_up_is_temporary(database: Database, owner: StaffId) -> None:
    mei = await member(database, "mei", actor=Actor.staff(owner))
    assert (await get(database, mei)).is_password_temporary
