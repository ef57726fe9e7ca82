"""Decisions about people who work here: what a role grants, and what a role and a member may be called."""

import re
from collections.abc import Iterable
from datetime import timedelta

from shopwright.kernel.errors import FieldError
from shopwright.modules.staff.permissions import EVERYTHING
from shopwright.platform.credentials import clean_line, parse_email

NAME_LENGTH_MAX = 40
TEMPORARY_FOR = timedelta(hours=72)
"""How long a password that a colleague made up opens the console, where an installation says nothing else."""
_PERMISSION = re.compile(r"\*|[a-z_]+\.(?:\*|[a-z_]+)")


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
