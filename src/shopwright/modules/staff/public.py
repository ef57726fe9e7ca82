"""The face of staff."""

from shopwright.modules.staff.operations.change_password import change_password
from shopwright.modules.staff.operations.change_roles import change_roles
from shopwright.modules.staff.operations.create_member import OWNER_ROLE, create_member, ensure_owner
from shopwright.modules.staff.operations.create_role import create_role, ensure_role
from shopwright.modules.staff.operations.deactivate import deactivate_member, reactivate_member
from shopwright.modules.staff.operations.hash_password import HashCost, hash_password, hashing, verify_password
from shopwright.modules.staff.operations.log_in import log_in
from shopwright.modules.staff.operations.record_audit import record_audit
from shopwright.modules.staff.queries import get_member, list_audit, list_members, list_roles
from shopwright.modules.staff.rules import (
    LOGIN_FAILURE_COUNT_MAX,
    LOGIN_REST,
    check_password,
    clean_line,
    grants,
    is_resting,
    is_session_valid,
    narrow,
    parse_email,
)

__all__ = [
    "LOGIN_FAILURE_COUNT_MAX",
    "LOGIN_REST",
    "OWNER_ROLE",
    "HashCost",
    "change_password",
    "change_roles",
    "check_password",
    "clean_line",
    "create_member",
    "create_role",
    "deactivate_member",
    "ensure_owner",
    "ensure_role",
    "get_member",
    "grants",
    "hash_password",
    "hashing",
    "is_resting",
    "is_session_valid",
    "list_audit",
    "list_members",
    "list_roles",
    "log_in",
    "narrow",
    "parse_email",
    "reactivate_member",
    "record_audit",
    "verify_password",
]
