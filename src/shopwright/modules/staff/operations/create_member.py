"""Let a person work in the console."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.errors import InvalidInput
from shopwright.kernel.ids import StaffId
from shopwright.modules.staff import store
from shopwright.modules.staff.contracts import Role, RoleId
from shopwright.modules.staff.errors import EmailTaken
from shopwright.modules.staff.operations.create_role import ensure_role
from shopwright.modules.staff.operations.guard import guard_roles
from shopwright.modules.staff.operations.record_audit import record_audit
from shopwright.modules.staff.permissions import EVERYTHING
from shopwright.modules.staff.rules import TEMPORARY_FOR, check_member
from shopwright.platform.credentials import check_password, hash_password
from shopwright.platform.db import Database, Transaction

OWNER_ROLE = "Owner"


class _NewMember(msgspec.Struct, frozen=True):
    email: str
    name: str
    password_hash: str
    temporary_for: timedelta | None = None


async def create_member(
    database: Database,
    *,
    actor: Actor,
    email: str,
    name: str,
    password: str,
    roles: Sequence[RoleId],
    temporary_for: timedelta = TEMPORARY_FOR,
) -> StaffId:
    """A new member with roles that reach no further than the actor's own.

    A password that a colleague gives is temporary and opens the console `temporary_for` so long.

    Opens its own transaction, after the slow hash. Raises InvalidInput with every wrong field (`email`, `name`,
    `password`, `roles`), EmailTaken, which is one too, and NotAllowed.
    """
    checked = check_member(email=email, name=name)
    wrong = dict(checked) if isinstance(checked, dict) else {}
    weak = check_password(password, logins=[email])
    if weak is not None:
        wrong["password"] = weak
    if wrong or isinstance(checked, dict):
        raise InvalidInput(wrong)
    new = _NewMember(
        *checked,
        password_hash=await hash_password(password),
        temporary_for=temporary_for if actor.kind is ActorKind.STAFF else None,
    )
    return await database.transact(lambda tx: _create(tx, actor=actor, new=new, roles=roles))


async def ensure_owner(tx: Transaction, *, actor: Actor, email: str, name: str, password_hash: str) -> StaffId:
    """The first active member who may do everything, made if there is none: a first run calls it, and every later one.

    `password_hash` comes from `hash_password`, called before the transaction. Two processes that start together make
    one owner. Raises InvalidInput at `email` or `name`, and EmailTaken where another member has the address.
    """
    role_id = await ensure_role(tx, actor=actor, name=OWNER_ROLE, permissions=[EVERYTHING])
    await store.lock_owner_roles(tx)
    owner = await store.find_active_owner(tx)
    if owner is not None:
        return owner
    checked = check_member(email=email, name=name)
    if isinstance(checked, dict):
        raise InvalidInput(checked)
    return await _create(tx, actor=actor, new=_NewMember(*checked, password_hash=password_hash), roles=[role_id])


async def _create(tx: Transaction, *, actor: Actor, new: _NewMember, roles: Sequence[RoleId]) -> StaffId:
    given: list[Role] = await guard_roles(tx, actor=actor, roles=roles)
    staff_id = await store.insert_member(
        tx,
        email=new.email,
        name=new.name,
        password_hash=new.password_hash,
        temporary_until=None if new.temporary_for is None else tx.at + new.temporary_for,
        at=tx.at,
    )
    if staff_id is None:
        raise EmailTaken
    await store.insert_member_roles(tx, staff_id=staff_id, role_ids=[role.id for role in given])
    await record_audit(
        tx,
        actor=actor,
        action="staff.create_member",
        subject=f"staff:{staff_id}",
        detail={"roles": [role.name for role in given]},
    )
    return staff_id
