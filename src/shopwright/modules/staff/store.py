"""The SQL of staff."""

from datetime import datetime

import msgspec

from shopwright.kernel.actor import ActorKind
from shopwright.kernel.ids import StaffId
from shopwright.modules.staff.contracts import RoleId
from shopwright.platform.db import Reading, RowCount, Transaction, statement


class Credentials(msgspec.Struct, frozen=True):
    """What is needed to verify a password."""

    staff_id: StaffId
    password_hash: str
    is_active: bool
    temporary_until: datetime | None


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
    detail: object,
) -> None: ...


@statement(
    """
    INSERT INTO staff.role (name, permissions) VALUES (:name, :permissions)
    ON CONFLICT (name) DO NOTHING RETURNING id
    """
)
async def insert_role(tx: Transaction, *, name: str, permissions: list[str]) -> RoleId | None: ...


@statement("SELECT id FROM staff.role WHERE name = :name")
async def find_role_id(reading: Reading, *, name: str) -> RoleId | None: ...


@statement("SELECT id FROM staff.role WHERE '*' = ANY (permissions) ORDER BY id FOR NO KEY UPDATE")
async def lock_owner_roles(tx: Transaction) -> list[RoleId]: ...


@statement(
    """
    SELECT m.id FROM staff.member AS m
    WHERE m.is_active AND EXISTS (
        SELECT FROM staff.member_role AS mr JOIN staff.role AS r ON r.id = mr.role_id
        WHERE mr.member_id = m.id AND '*' = ANY (r.permissions)
    )
    ORDER BY m.id LIMIT 1
    """
)
async def find_active_owner(reading: Reading) -> StaffId | None: ...


@statement(
    """
    INSERT INTO staff.member (
        email, name, password_hash, is_password_temporary, temporary_until, created_at, sessions_valid_after
    )
    VALUES (
        :email, :name, :password_hash, :temporary_until::timestamptz IS NOT NULL, :temporary_until, :at, :at
    )
    ON CONFLICT (email) DO NOTHING RETURNING id
    """
)
async def insert_member(
    tx: Transaction, *, email: str, name: str, password_hash: str, temporary_until: datetime | None, at: datetime
) -> StaffId | None: ...


@statement("SELECT is_active FROM staff.member WHERE id = :staff_id FOR UPDATE")
async def lock_member(tx: Transaction, *, staff_id: StaffId) -> bool | None: ...


@statement("DELETE FROM staff.member_role WHERE member_id = :staff_id")
async def delete_member_roles(tx: Transaction, *, staff_id: StaffId) -> None: ...


@statement("INSERT INTO staff.member_role (member_id, role_id) SELECT :staff_id, unnest(:role_ids::bigint[])")
async def insert_member_roles(tx: Transaction, *, staff_id: StaffId, role_ids: list[RoleId]) -> None: ...


@statement(
    """
    UPDATE staff.member
    SET is_active = :is_active,
        sessions_valid_after = greatest(:at, sessions_valid_after + interval '1 microsecond')
    WHERE id = :staff_id AND is_active <> :is_active
    """
)
async def set_active(tx: Transaction, *, staff_id: StaffId, is_active: bool, at: datetime) -> RowCount: ...


@statement("SELECT id AS staff_id, password_hash, is_active, temporary_until FROM staff.member WHERE email = :email")
async def find_credentials(reading: Reading, *, email: str) -> Credentials | None: ...


@statement(
    "SELECT id FROM staff.member WHERE id = :staff_id AND password_hash = :password_hash AND is_active FOR SHARE"
)
async def lock_verified(tx: Transaction, *, staff_id: StaffId, password_hash: str) -> StaffId | None: ...


@statement(
    """
    UPDATE staff.member
    SET password_hash = :password_hash, is_password_temporary = false, temporary_until = NULL,
        sessions_valid_after = greatest(:at, sessions_valid_after + interval '1 microsecond')
    WHERE id = :staff_id AND password_hash = :replaced_hash AND is_active
    RETURNING sessions_valid_after
    """
)
async def replace_password(
    tx: Transaction, *, staff_id: StaffId, password_hash: str, replaced_hash: str, at: datetime
) -> datetime | None: ...


@statement(
    """
    UPDATE staff.member
    SET password_hash = :password_hash, is_password_temporary = true, temporary_until = :temporary_until,
        sessions_valid_after = greatest(:at, sessions_valid_after + interval '1 microsecond')
    WHERE id = :staff_id
    """
)
async def set_temporary_password(
    tx: Transaction, *, staff_id: StaffId, password_hash: str, temporary_until: datetime, at: datetime
) -> RowCount: ...
