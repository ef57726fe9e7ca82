"""Decisions about people who work here: what a role grants, what an e-mail address and a password may be."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from shopwright.kernel.errors import FieldError
from shopwright.modules.staff.permissions import EVERYTHING

LOGIN_FAILURE_COUNT_MAX = 10
LOGIN_REST = timedelta(minutes=15)
PASSWORD_LENGTH_MIN = 8
PASSWORD_LENGTH_MAX = 128
NAME_LENGTH_MAX = 40
_EMAIL_LENGTH_MAX = 254
_MAILBOX_LENGTH_MAX = 64
_TYPED_LENGTH_MAX = 400
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
)
_PERMISSION = re.compile(r"\*|[a-z_]+\.(?:\*|[a-z_]+)")
# Those that turn up first in every list of stolen passwords and have eight signs or more, here and abroad.
_COMMON_WORDS = """
12345678 123456789 1234567890 0123456789 87654321 987654321 9876543210 12341234 123123123 11223344 12344321
112233445566 123321123 147258369 159357456 741852963 789456123 520131400 5201314520 1314520520 13145200 52013140
password password1 password12 password123 passw0rd p@ssw0rd p@ssword iloveyou 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qwertyui
qwertyuiop qwerty123 qwer1234 asdfghjkl asdf1234 zxcvbnm123 q1w2e3r4 abcd1234 abc12345 abc123456 a1234567 a12345678
a123456789 aa123456 aa12345678 qq123456 qq123456789 woaini1314 woaini520 woaini521 woaini123 woaini1314520 admin123
admin1234 administrator welcome1 welcome123 letmein1 sunshine football baseball superman trustno1 princess changeme
computer internet whatever starwars
"""
_COMMON_PASSWORDS = frozenset(_COMMON_WORDS.split())


def grants(permissions: Iterable[str], permission: str) -> bool:
    """Whether what a member holds allows one act: `catalog.edit` by itself, by `catalog.*` or by `*`."""
    module, _, verb = permission.partition(".")
    if not module or not verb or "*" in permission:
        return False
    held = frozenset(permissions)
    return permission in held or f"{module}.*" in held or EVERYTHING in held


def covers(held: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether everything that `wanted` grants is granted by `held` too, patterns included."""
    own = frozenset(held)
    return EVERYTHING in own or all(pattern in own or f"{pattern.partition('.')[0]}.*" in own for pattern in wanted)


def check_role(*, name: str, permissions: Iterable[str]) -> dict[str, FieldError]:
    """Every field of a role that is wrong, by name: each permission is `module.verb`, `module.*` or `*`."""
    wrong: dict[str, FieldError] = {}
    if not 0 < len(name) <= NAME_LENGTH_MAX:
        wrong["name"] = FieldError("Enter 1 to {most} characters.", most=NAME_LENGTH_MAX)
    unknown = sorted(text for text in permissions if _PERMISSION.fullmatch(text) is None)
    if unknown:
        wrong["permissions"] = FieldError("There is no permission {wrong}.", wrong=", ".join(unknown))
    return wrong


def check_member(*, email: str, name: str) -> tuple[str, str] | dict[str, FieldError]:
    """The e-mail address and the name to keep, or every field that is wrong, by name."""
    parsed, cleaned = parse_email(email), clean_line(name)
    wrong: dict[str, FieldError] = {}
    if isinstance(parsed, FieldError):
        wrong["email"] = parsed
    if not 0 < len(cleaned) <= NAME_LENGTH_MAX:
        wrong["name"] = FieldError("Enter 1 to {most} characters.", most=NAME_LENGTH_MAX)
    return (parsed, cleaned) if isinstance(parsed, str) and not wrong else wrong


def clean_line(typed: str) -> str:
    """Words on one line: runs of white space and of control signs become one space, signs without a shape go."""
    shown = "".join(sign if sign.isprintable() else " " for sign in typed if unicodedata.category(sign) != "Cf")
    return " ".join(shown.split())


def narrow(typed: str) -> str:
    """Full-width signs made narrow, outer space and signs without a shape gone: phones copy those along."""
    folded = unicodedata.normalize("NFKC", typed)
    return "".join(sign for sign in folded if unicodedata.category(sign) != "Cf").strip()


def parse_email(typed: str) -> str | FieldError:
    """The one spelling of an e-mail address: full-width signs made narrow, unseen ones and outer space gone, all lower.

    Mailboxes that differ in case alone belong to one person everywhere that matters, so they are one login here.
    """
    wrong = FieldError("Enter an e-mail address.")
    if len(typed) > _TYPED_LENGTH_MAX:
        return wrong
    email = narrow(typed).lower()
    if len(email) > _EMAIL_LENGTH_MAX or len(email.partition("@")[0]) > _MAILBOX_LENGTH_MAX:
        return wrong
    return email if _EMAIL.fullmatch(email) else wrong


def check_password(password: str, *, logins: Sequence[str]) -> FieldError | None:
    """What is wrong with a new password: too short, too long, among the first guesses, or one of the `logins`."""
    folded = unicodedata.normalize("NFKC", password).lower()
    if len(folded) < PASSWORD_LENGTH_MIN:
        return FieldError("Enter at least {least} characters.", least=PASSWORD_LENGTH_MIN)
    if len(password) > PASSWORD_LENGTH_MAX:
        return FieldError("Enter at most {most} characters.", most=PASSWORD_LENGTH_MAX)
    if folded in _COMMON_PASSWORDS or len(set(folded)) == 1:
        return FieldError("This password is among those that are guessed first. Choose another.")
    if folded.strip() in {unicodedata.normalize("NFKC", login).strip().lower() for login in logins}:
        return FieldError("The password must differ from the login.")
    return None


def is_resting(locked_until: datetime | None, *, at: datetime) -> bool:
    """Whether an account refuses every password for now, after too many wrong ones."""
    return locked_until is not None and at < locked_until


def is_session_valid(*, opened_at: datetime, sessions_valid_after: datetime) -> bool:
    """Whether a session opened at that moment still counts; one opened by the very act that ended the others does."""
    return opened_at >= sessions_valid_after
