"""What people log in with: e-mail addresses, passwords and their hashes, and when an account rests."""

from shopwright.platform.credentials.errors import CurrentPasswordWrong, LoginFailed
from shopwright.platform.credentials.hashing import HashCost, hash_password, hashing, verify_password
from shopwright.platform.credentials.passwords import PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, check_password
from shopwright.platform.credentials.resting import LOGIN_FAILURE_COUNT_MAX, LOGIN_REST, is_resting
from shopwright.platform.credentials.spelling import clean_line, narrow, parse_email
from shopwright.platform.credentials.store import commit_without_waiting_for_disk

__all__ = [
    "LOGIN_FAILURE_COUNT_MAX",
    "LOGIN_REST",
    "PASSWORD_LENGTH_MAX",
    "PASSWORD_LENGTH_MIN",
    "CurrentPasswordWrong",
    "HashCost",
    "LoginFailed",
    "check_password",
    "clean_line",
    "commit_without_waiting_for_disk",
    "hash_password",
    "hashing",
    "is_resting",
    "narrow",
    "parse_email",
    "verify_password",
]
