"""Reads of staff."""

from shopwright.kernel.ids import StaffId
from shopwright.kernel.page import Page
from shopwright.modules.staff.contracts import AuditId, AuditRecord, MemberSummary, Role, StaffMember
from shopwright.modules.staff.errors import StaffNotFound
from shopwright.platform.db import Reading, statement

PAGE_LENGTH_MAX = 100
_KEY_MAX = 2**63 - 1
_KEY_DIGITS_MAX = 18


async def get_member(reading: Reading, *, staff_id: StaffId) -> StaffMember:
    """One member, active or not, with all that the roles allow. Raises StaffNotFound."""
    member = await find_member(reading, staff_id=staff_id)
    if member is None:
        raise StaffNotFound
    return member


async def list_members(reading: Reading, *, after: str | None = None, limit: int = 50) -> Page[MemberSummary]:
    """All members, the longest here first; at most 100 a page."""
    length = _page_length(limit)
    rows = await list_members_after(reading, after=StaffId(_key(after, first=0)), limit=length + 1)
    return Page(tuple(rows[:length]), str(rows[length - 1].id) if len(rows) > length else None)


async def list_audit(
    reading: Reading,
    *,
    subject: str | None = None,
    staff_id: StaffId | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[AuditRecord]:
    """The audit log, newest first, on one subject (`variant:12`) or of one member if asked; at most 100 a page."""
    length = _page_length(limit)
    rows = await list_audit_before(
        reading,
        by_subject=subject is not None,
        by_member=staff_id is not None,
        subject=subject or "",
        staff_id=staff_id or StaffId(0),
        before=AuditId(_key(after, first=_KEY_MAX)),
        limit=length + 1,
    )
    return Page(tuple(rows[:length]), str(rows[length - 1].id) if len(rows) > length else None)


@statement(
    """
    SELECT m.id, m.email, m.name,
        ARRAY(
            SELECT DISTINCT unnest(r.permissions)
            FROM staff.member_role AS mr JOIN staff.role AS r ON r.id = mr.role_id WHERE mr.member_id = m.id
        ) AS permissions,
        m.is_active, m.sessions_valid_after, m.is_password_temporary
    FROM staff.member AS m WHERE m.id = :staff_id
    """
)
async def find_member(reading: Reading, *, staff_id: StaffId) -> StaffMember | None:
    """One member, if there is one of this id."""


@statement("SELECT id, name, permissions FROM staff.role ORDER BY name LIMIT 200")
async def list_roles(reading: Reading) -> list[Role]:
    """All roles by name, 200 at most."""


@statement("SELECT id, name, permissions FROM staff.role WHERE id = ANY(:role_ids) ORDER BY id")
async def list_roles_of(reading: Reading, *, role_ids: list[int]) -> list[Role]:
    """The roles of these ids."""


@statement(
    """
    SELECT m.id, m.email, m.name,
        ARRAY(
            SELECT r.name FROM staff.member_role AS mr JOIN staff.role AS r ON r.id = mr.role_id
            WHERE mr.member_id = m.id ORDER BY r.name
        ) AS roles,
        m.is_active, m.created_at
    FROM staff.member AS m WHERE m.id > :after ORDER BY m.id LIMIT :limit
    """
)
async def list_members_after(reading: Reading, *, after: StaffId, limit: int) -> list[MemberSummary]:
    """Members whose id is above a key."""


@statement(
    """
    SELECT id, at, actor_kind, actor_id, actor_label, action, subject, detail FROM staff.audit_record
    WHERE id < :before AND {by_subject} AND {by_member} ORDER BY id DESC LIMIT :limit
    """,
    fragments={
        "by_subject": {False: "true", True: "subject = :subject"},
        "by_member": {False: "true", True: "actor_kind = 'staff' AND actor_id = :staff_id"},
    },
)
async def list_audit_before(
    reading: Reading,
    *,
    by_subject: bool,
    by_member: bool,
    subject: str,
    staff_id: StaffId,
    before: AuditId,
    limit: int,
) -> list[AuditRecord]:
    """Audit records whose id is below a key, narrowed as chosen."""


def _page_length(limit: int) -> int:
    return max(1, min(limit, PAGE_LENGTH_MAX))


def _key(text: str | None, *, first: int) -> int:
    """The key that opens a page; a key that is none of ours opens the first."""
    is_key = text is not None and text.isascii() and text.isdigit() and len(text) <= _KEY_DIGITS_MAX
    return int(text) if text is not None and is_key else first
