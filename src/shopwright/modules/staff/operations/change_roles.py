"""Give a member other roles."""

from collections.abc import Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import StaffId
from shopwright.modules.staff import queries, store
from shopwright.modules.staff.contracts import RoleId
from shopwright.modules.staff.operations.guard import guard_last_owner, guard_reach, guard_roles
from shopwright.modules.staff.operations.record_audit import record_audit
from shopwright.platform.db import Transaction


async def change_roles(tx: Transaction, *, actor: Actor, staff_id: StaffId, roles: Sequence[RoleId]) -> None:
    """Replace a member's roles; what is taken and what is given both lie within what the actor holds.

    Raises StaffNotFound, InvalidInput at `roles`, NotAllowed, and LastOwner.
    """
    await store.lock_owner_roles(tx)
    await store.lock_member(tx, staff_id=staff_id)
    member = await queries.get_member(tx, staff_id=staff_id)
    await guard_reach(tx, actor=actor, permissions=member.permissions)
    given = await guard_roles(tx, actor=actor, roles=roles)
    await store.delete_member_roles(tx, staff_id=staff_id)
    await store.insert_member_roles(tx, staff_id=staff_id, role_ids=[role.id for role in given])
    await guard_last_owner(tx)
    await record_audit(
        tx,
        actor=actor,
        action="staff.change_roles",
        subject=f"staff:{staff_id}",
        detail={"permissions_before": sorted(member.permissions), "roles": [role.name for role in given]},
    )
