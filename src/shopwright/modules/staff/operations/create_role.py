"""Name a bundle of permissions."""

from collections.abc import Iterable

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import InvalidInput
from shopwright.modules.staff import store
from shopwright.modules.staff.contracts import RoleId
from shopwright.modules.staff.errors import RoleNameTaken
from shopwright.modules.staff.operations.guard import guard_reach
from shopwright.modules.staff.operations.record_audit import record_audit
from shopwright.modules.staff.rules import check_role
from shopwright.platform.credentials import clean_line
from shopwright.platform.db import Transaction


async def create_role(tx: Transaction, *, actor: Actor, name: str, permissions: Iterable[str]) -> RoleId:
    """A new role: permissions are `module.verb`, `module.*` or `*`, none beyond the actor's own.

    Raises InvalidInput with every wrong field (`name`, `permissions`), RoleNameTaken, which is one too, and NotAllowed.
    """
    role_id = await _create(tx, actor=actor, name=clean_line(name), permissions=sorted(set(permissions)))
    if role_id is None:
        raise RoleNameTaken
    return role_id


async def ensure_role(tx: Transaction, *, actor: Actor, name: str, permissions: Iterable[str]) -> RoleId:
    """The role of this name, made if there is none; an existing one keeps the permissions that people gave it."""
    cleaned = clean_line(name)
    found = await store.find_role_id(tx, name=cleaned)
    made = found or await _create(tx, actor=actor, name=cleaned, permissions=sorted(set(permissions)))
    # Another process that made it in the same moment has committed by now.
    role_id = made or await store.find_role_id(tx, name=cleaned)
    if role_id is None:
        raise RuntimeError("a role was neither made nor found")
    return role_id


async def _create(tx: Transaction, *, actor: Actor, name: str, permissions: list[str]) -> RoleId | None:
    wrong = check_role(name=name, permissions=permissions)
    if wrong:
        raise InvalidInput(wrong)
    await guard_reach(tx, actor=actor, permissions=permissions)
    role_id = await store.insert_role(tx, name=name, permissions=permissions)
    if role_id is not None:
        await record_audit(
            tx,
            actor=actor,
            action="staff.create_role",
            subject=f"role:{role_id}",
            detail={"name": name, "permissions": permissions},
        )
    return role_id
