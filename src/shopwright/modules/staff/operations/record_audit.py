"""Write an act into the audit log."""

from shopwright.kernel.actor import Actor
from shopwright.modules.staff import store
from shopwright.modules.staff.contracts import Detail
from shopwright.platform.db import Transaction


async def record_audit(tx: Transaction, *, actor: Actor, action: str, subject: str, detail: Detail) -> None:
    """Record in the act's own transaction that `actor` did `action` to `subject`.

    `action` is the module and its verb (`inventory.adjust`), `subject` a kind and an id (`variant:12`), `detail` what
    changed, as anything that becomes a JSON object. Put no secret and no password into it.
    """
    await store.insert_audit_record(
        tx,
        at=tx.at,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        action=action,
        subject=subject,
        detail=detail,
    )
