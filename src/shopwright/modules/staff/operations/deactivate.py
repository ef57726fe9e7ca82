"""Let a member in no longer, or in again."""

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import StaffId
from shopwright.modules.staff import queries, store
from shopwright.modules.staff.operations.guard import guard_last_owner, guard_reach
from shopwright.modules.staff.operations.record_audit import record_audit
from shopwright.platform.db import Transaction


async def deactivate_member(tx: Transaction, *, actor: Actor, staff_id: StaffId) -> None:
    """End a member's sessions and refuse further log-ins; what the member did stays recorded. Twice is once.

    Raises StaffNotFound, NotAllowed for a member who may do more than the actor, and LastOwner.
    """
    await _set_active(tx, actor=actor, staff_id=staff_id, is_active=False)
    await guard_last_owner(tx)


async def reactivate_member(tx: Transaction, *, actor: Actor, staff_id: StaffId) -> None:
    """Let a member log in again, with the roles of before. Twice is once. Raises StaffNotFound, NotAllowed."""
    await _set_active(tx, actor=actor, staff_id=staff_id, is_active=True)


async def _set_active(tx: Transaction, *, actor: Actor, staff_id: StaffId, is_active: bool) -> None:
    await store.lock_owner_roles(tx)
    member = await queries.get_member(tx, staff_id=staff_id)
    await guard_reach(tx, actor=actor, permissions=member.permissions)
    if await store.set_active(tx, staff_id=staff_id, is_active=is_active, at=tx.at) == 0:
        return
    action = "staff.reactivate" if is_active else "staff.deactivate"
    await record_audit(tx, actor=actor, action=action, subject=f"staff:{staff_id}", detail={})
