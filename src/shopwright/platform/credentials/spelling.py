"""The one spelling of what people type: names on one line, narrow signs, e-mail addresses."""

import re
import unicodedata

from shopwright.kernel.errors import FieldError

_EMAIL_LENGTH_MAX = 254
_MAILBOX_LENGTH_MAX = 64
_TYPED_LENGTH_MAX = 400
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
)


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
