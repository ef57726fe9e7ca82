"""The face of staff."""

from shopwright.modules.staff.operations.change_password import change_password
from shopwright.modules.staff.operations.change_roles import change_roles
from shopwright.modules.staff.operations.create_member import OWNER_ROLE, create_member, ensure_owner
from shopwright.modules.staff.operations.create_role import create_role, ensure_role
from shopwright.modules.staff.operations.deactivate import deactivate_member, reactivate_member
from shopwright.modules.staff.operations.log_in import log_in
from shopwright.modules.staff.operations.record_audit import record_audit
from shopwright.modules.staff.operations.reset_password import make_temporary_password, reset_password
from shopwright.modules.staff.queries import (
    count_members,
    get_member,
    get_member_summary,
    list_audit,
    list_members,
    list_roles,
)
from shopwright.modules.staff.rules import grants

__all__ = [
    "OWNER_ROLE",
    "change_password",
    "change_roles",
    "count_members",
    "create_member",
    "create_role",
    "deactivate_member",
    "ensure_owner",
    "ensure_role",
    "get_member",
    "get_member_summary",
    "grants",
    "list_audit",
    "list_members",
    "list_roles",
    "log_in",
    "make_temporary_password",
    "reactivate_member",
    "record_audit",
    "reset_password",
]
