"""The SQL of staff."""

from datetime import datetime

from shopwright.kernel.actor import ActorKind
from shopwright.modules.staff.contracts import Detail
from shopwright.platform.db import Transaction, statement


@statement(
    """
    INSERT INTO staff.audit_record (at, actor_kind, actor_id, actor_label, action, subject, detail)
    VALUES (:at, :actor_kind, :actor_id, :actor_label, :action, :subject, :detail)
    """
)
async def insert_audit_record(
    tx: Transaction,
    *,
    at: datetime,
    actor_kind: ActorKind,
    actor_id: int | None,
    actor_label: str,
    action: str,
    subject: str,
    detail: Detail,
) -> None: ...
