"""Replace one's own password, and end every other session."""

from datetime import datetime

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.errors import NotAllowed
from shopwright.kernel.ids import StaffId
from shopwright.modules.staff import queries, store
from shopwright.modules.staff.operations.log_in import try_of
from shopwright.modules.staff.operations.record_audit import record_audit
from shopwright.platform.credentials import EndSessions, PasswordChange
from shopwright.platform.db import Database, Transaction


async def change_password(
    database: Database,
    *,
    actor: Actor,
    staff_id: StaffId,
    current_password: str,
    new_password: str,
    end_sessions: EndSessions,
) -> datetime:
    """Replace the password of a member who knows the current one. Opens its own transaction, after the slow hashes.

    Sessions lie with the faces, so the caller hands in `end_sessions`, which deletes them in the same transaction, and
    opens a fresh one for whoever did this, with the moment returned. A wrong current password counts like a failed
    log-in. Raises NotAllowed for anyone but the member, and InvalidInput at `current_password` or `new_password`.
    """
    if actor.kind is not ActorKind.STAFF or actor.id != staff_id:
        raise NotAllowed
    async with database.reading() as reading:
        member = await queries.get_member(reading, staff_id=staff_id)
        known = await store.find_credentials(reading, email=member.email)

    async def replace(tx: Transaction, replaced_hash: str, password_hash: str) -> datetime | None:
        changed_at = await store.replace_password(
            tx, staff_id=staff_id, password_hash=password_hash, replaced_hash=replaced_hash, at=tx.at
        )
        if changed_at is not None:
            await record_audit(tx, actor=actor, action="staff.change_password", subject=f"staff:{staff_id}", detail={})
        return changed_at

    return await PasswordChange(current_password, new_password, logins=[member.email]).carry_out(
        database,
        one_try=try_of(staff_id, client=""),
        replaced_hash=known.password_hash if known else None,
        replace=replace,
        end_sessions=end_sessions,
    )
