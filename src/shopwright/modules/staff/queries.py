"""Reads of staff."""

from datetime import datetime

from shopwright.kernel.ids import StaffId
from shopwright.kernel.page import NEWEST, OLDEST, Page, Place, read_place_between
from shopwright.modules.staff.contracts import (
    AuditRecord,
    AuditTopic,
    MemberSummary,
    Role,
    RoleId,
    StaffMember,
    Standing,
    StandingCounts,
)
from shopwright.modules.staff.errors import StaffNotFound
from shopwright.platform.db import Reading, statement

PAGE_LENGTH_MAX = 100
_KEY_MAX = 2**63 - 1
_KEY_DIGITS_MAX = 18
_SUMMARY = """
    SELECT m.id, m.email, m.name,
        ARRAY(
            SELECT r.name FROM staff.member_role AS mr JOIN staff.role AS r ON r.id = mr.role_id
            WHERE mr.member_id = m.id ORDER BY r.name
        ) AS roles,
        m.is_active, m.created_at, m.is_password_temporary
    FROM staff.member AS m
"""
_NARROWED = {
    "by_role": {
        False: "true",
        True: "EXISTS (SELECT FROM staff.member_role AS h WHERE h.member_id = m.id AND h.role_id = :role_id)",
    },
    "by_terms": {False: "true", True: "strpos(lower(m.name) || ' ' || m.email, :terms) > 0"},
}


async def get_member(reading: Reading, *, staff_id: StaffId) -> StaffMember:
    """One member, active or not, with all that the roles allow. Raises StaffNotFound."""
    member = await find_member(reading, staff_id=staff_id)
    if member is None:
        raise StaffNotFound
    return member


async def get_member_summary(reading: Reading, *, staff_id: StaffId) -> MemberSummary:
    """One member as the list of all shows them, active or not. Raises StaffNotFound."""
    summary = await find_member_summary(reading, staff_id=staff_id)
    if summary is None:
        raise StaffNotFound
    return summary


async def list_members(
    reading: Reading,
    *,
    standing: Standing = Standing.ALL,
    role_id: RoleId | None = None,
    terms: str = "",
    is_newest_first: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> Page[MemberSummary]:
    """Members of a standing, with a role or words in name or e-mail if asked; the longest here first; at most 100."""
    length = _page_length(limit)
    rows = await list_members_from(
        reading,
        standing=standing,
        by_role=role_id is not None,
        by_terms=terms != "",
        page=is_newest_first,
        role_id=role_id or RoleId(0),
        terms=terms.lower(),
        key=StaffId(_key(after, first=_KEY_MAX if is_newest_first else 0)),
        limit=length + 1,
    )
    return Page(tuple(rows[:length]), str(rows[length - 1].id) if len(rows) > length else None)


async def count_members(reading: Reading, *, role_id: RoleId | None = None, terms: str = "") -> StandingCounts:
    """How many members of each standing there are, with a role or words in name or e-mail if asked."""
    return await count_standings(
        reading,
        by_role=role_id is not None,
        by_terms=terms != "",
        role_id=role_id or RoleId(0),
        terms=terms.lower(),
    )


async def list_audit(
    reading: Reading,
    *,
    subject: str | None = None,
    staff_id: StaffId | None = None,
    topic: AuditTopic | None = None,
    action: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    is_oldest_first: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> Page[AuditRecord]:
    """The audit log, newest first: on one subject (`variant:12`), of one member, about a topic, of one action if asked.

    Of the moments from `since` on and before `until`. At most 100 a page.
    """
    length = _page_length(limit)
    rows = await list_audit_from(
        reading,
        by_topic=topic is not None,
        page=(since is not None or until is not None, is_oldest_first),
        topic="" if topic is None else topic.value,
        by_action=bool(action),
        action=action,
        since=since or OLDEST.moment,
        until=until or NEWEST.moment,
        by_subject=subject is not None,
        by_member=staff_id is not None,
        subject=subject or "",
        staff_id=staff_id or StaffId(0),
        after=read_place_between(after, since=since, until=until, is_oldest_first=is_oldest_first),
        limit=length + 1,
    )
    if len(rows) <= length:
        return Page(tuple(rows))
    last = rows[length - 1]
    return Page(tuple(rows[:length]), Place(last.at, last.id).key())


@statement(
    """
    SELECT m.id, m.email, m.name,
        ARRAY(
            SELECT DISTINCT unnest(r.permissions)
            FROM staff.member_role AS mr JOIN staff.role AS r ON r.id = mr.role_id WHERE mr.member_id = m.id
        ) AS permissions,
        m.is_active, m.sessions_valid_after, m.is_password_temporary, m.temporary_until
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


@statement(f"{_SUMMARY} WHERE m.id = :staff_id")
async def find_member_summary(reading: Reading, *, staff_id: StaffId) -> MemberSummary | None:
    """One member as a row, if there is one of this id."""


@statement(
    f"""
    {_SUMMARY} WHERE {{standing}} AND {{by_role}} AND {{by_terms}} AND {{page}}
    """,
    fragments={
        "page": {
            False: "m.id > :key ORDER BY m.id LIMIT :limit",
            True: "m.id < :key ORDER BY m.id DESC LIMIT :limit",
        },
        "standing": {Standing.ALL: "true", Standing.ACTIVE: "m.is_active", Standing.CLOSED: "NOT m.is_active"},
        **_NARROWED,
    },
)
async def list_members_from(
    reading: Reading,
    *,
    standing: Standing,
    by_role: bool,
    by_terms: bool,
    page: bool,
    role_id: RoleId,
    terms: str,
    key: StaffId,
    limit: int,
) -> list[MemberSummary]:
    """Members beyond a key in the order of their ids, narrowed as chosen."""


@statement(
    """
    SELECT count(*) AS "all", count(*) FILTER (WHERE m.is_active) AS "active",
        count(*) FILTER (WHERE NOT m.is_active) AS "closed"
    FROM staff.member AS m WHERE {by_role} AND {by_terms}
    """,
    fragments=_NARROWED,
)
async def count_standings(
    reading: Reading, *, by_role: bool, by_terms: bool, role_id: RoleId, terms: str
) -> StandingCounts:
    """How many members of each standing there are, narrowed as chosen."""


@statement(
    """
    SELECT id, at, actor_kind, actor_id, actor_label, action, subject, detail FROM staff.audit_record
    WHERE {by_subject} AND {by_member} AND {by_topic} AND {by_action} AND {page}
    """,
    fragments={
        "by_subject": {False: "true", True: "subject = :subject"},
        "by_member": {False: "true", True: "actor_kind = 'staff' AND actor_id = :staff_id"},
        "by_topic": {False: "true", True: "split_part(action, '.', 1) = :topic"},
        "by_action": {False: "true", True: "action = :action"},
        # Of some days or of all, the oldest first or the newest. Days are walked by moment: the ids of an old day lie
        # behind those of all days since.
        "page": {
            (False, False): "id < :after.id ORDER BY id DESC LIMIT :limit",
            (False, True): "id > :after.id ORDER BY id LIMIT :limit",
            (True, False): """at >= :since AND (at, id) < (:after.moment, :after.id)
                ORDER BY at DESC, id DESC LIMIT :limit""",
            (True, True): "at < :until AND (at, id) > (:after.moment, :after.id) ORDER BY at, id LIMIT :limit",
        },
    },
)
async def list_audit_from(
    reading: Reading,
    *,
    by_subject: bool,
    by_member: bool,
    by_topic: bool,
    by_action: bool,
    page: tuple[bool, bool],
    subject: str,
    staff_id: StaffId,
    topic: str,
    action: str,
    since: datetime,
    until: datetime,
    after: Place,
    limit: int,
) -> list[AuditRecord]:
    """Audit records behind a place in the order of their ids, or of their moments within days, narrowed as chosen."""


def _page_length(limit: int) -> int:
    return max(1, min(limit, PAGE_LENGTH_MAX))


def _key(text: str | None, *, first: int) -> int:
    """The key that opens a page; a key that is none of ours opens the first."""
    is_key = text is not None and text.isascii() and text.isdigit() and len(text) <= _KEY_DIGITS_MAX
    return int(text) if text is not None and is_key else first
