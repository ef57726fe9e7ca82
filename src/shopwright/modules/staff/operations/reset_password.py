"""Give a colleague who forgot the password a temporary one."""

import secrets
from datetime import timedelta

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import NotAllowed
from shopwright.kernel.ids import StaffId
from shopwright.modules.staff import queries, store
from shopwright.modules.staff.operations.guard import guard_reach
from shopwright.modules.staff.operations.log_in import try_of
from shopwright.modules.staff.operations.record_audit import record_audit
from shopwright.modules.staff.rules import TEMPORARY_FOR
from shopwright.platform.credentials import EndSessions, hash_password
from shopwright.platform.db import Database, Transaction

TEMPORARY_PASSWORD_BYTES = 9


def make_temporary_password() -> str:
    """Twelve signs that nobody could guess."""
    return secrets.token_urlsafe(TEMPORARY_PASSWORD_BYTES)


async def reset_password(
    database: Database,
    *,
    actor: Actor,
    staff_id: StaffId,
    end_sessions: EndSessions,
    temporary_for: timedelta = TEMPORARY_FOR,
) -> str:
    """Replace a colleague's password and return the new one, which is kept nowhere: it is to be told and changed.

    It opens the console `temporary_for` so long. Opens its own transaction, after the slow hash; `end_sessions` deletes
    the member's sessions in it. The account rests no longer. Raises StaffNotFound, and NotAllowed for oneself and for
    one who may do more than the actor.
    """
    if actor.id == staff_id:
        # Who holds an open session alone does not know the password, and shall not be able to make up another.
        raise NotAllowed
    password = make_temporary_password()
    password_hash = await hash_password(password)

    async def act(tx: Transaction) -> None:
        await store.lock_member(tx, staff_id=staff_id)
        member = await queries.get_member(tx, staff_id=staff_id)
        await guard_reach(tx, actor=actor, permissions=member.permissions)
        await store.set_temporary_password(
            tx, staff_id=staff_id, password_hash=password_hash, temporary_until=tx.at + temporary_for, at=tx.at
        )
        await end_sessions(tx)
        await record_audit(tx, actor=actor, action="staff.reset_password", subject=f"staff:{staff_id}", detail={})

    await database.transact(act)
    await try_of(staff_id, client="").end_rest(database)
    return password
