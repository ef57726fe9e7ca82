"""The face of staff."""

from shopwright.modules.staff.operations.hash_password import HashCost, hash_password, hashing, verify_password
from shopwright.modules.staff.operations.record_audit import record_audit
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
    "HashCost",
    "check_password",
    "clean_line",
    "grants",
    "hash_password",
    "hashing",
    "is_resting",
    "is_session_valid",
    "narrow",
    "parse_email",
    "record_audit",
    "verify_password",
]
