"""What people log in with: e-mail addresses, passwords and their hashes, and when an account rests."""

from shopwright.platform.credentials.changing import EndSessions, PasswordChange
from shopwright.platform.credentials.errors import CurrentPasswordWrong, LoginFailed
from shopwright.platform.credentials.hashing import HashCost, hash_password, hashing, verify_password
from shopwright.platform.credentials.passwords import PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, check_password
from shopwright.platform.credentials.resting import (
    ACCOUNT_FAILURE_COUNT_MAX,
    ACCOUNT_REST,
    LOGIN_FAILURE_COUNT_MAX,
    LOGIN_REST,
    Try,
    unknown_account,
)
from shopwright.platform.credentials.spelling import clean_line, narrow, parse_email

__all__ = [
    "ACCOUNT_FAILURE_COUNT_MAX",
    "ACCOUNT_REST",
    "LOGIN_FAILURE_COUNT_MAX",
    "LOGIN_REST",
    "PASSWORD_LENGTH_MAX",
    "PASSWORD_LENGTH_MIN",
    "CurrentPasswordWrong",
    "EndSessions",
    "HashCost",
    "LoginFailed",
    "PasswordChange",
    "Try",
    "check_password",
    "clean_line",
    "hash_password",
    "hashing",
    "narrow",
    "parse_email",
    "unknown_account",
    "verify_password",
]
