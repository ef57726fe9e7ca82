"""The one spelling of what people type: names on one line, narrow signs, e-mail addresses."""

import re
import unicodedata

from shopwright.kernel.errors import FieldError

_EMAIL_LENGTH_MAX = 254
_MAILBOX_LENGTH_MAX = 64
TYPED_LENGTH_MAX = 400
"""No login, number or code is longer; the narrow form of long nonsense could keep a process busy for seconds."""
LINE_LENGTH_MAX = 2_000
"""No line that is kept is as long."""
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
)


def clean_line(typed: str) -> str:
    """Words on one line: runs of white space and of control signs become one space, signs without a shape go.

    Only the first 2,000 signs are read, which is more than any line may have.
    """
    shown = "".join(
        sign if sign.isprintable() else " " for sign in typed[:LINE_LENGTH_MAX] if unicodedata.category(sign) != "Cf"
    )
    return " ".join(shown.split())


def narrow(typed: str) -> str:
    """Full-width signs made narrow, outer space and signs without a shape gone: phones copy those along.

    What has more than 400 signs comes back as it is, and is no login, number or code.
    """
    if len(typed) > TYPED_LENGTH_MAX:
        return typed
    folded = unicodedata.normalize("NFKC", typed)
    return "".join(sign for sign in folded if unicodedata.category(sign) != "Cf").strip()


def parse_email(typed: str) -> str | FieldError:
    """The one spelling of an e-mail address: full-width signs made narrow, unseen ones and outer space gone, all lower.

    Mailboxes that differ in case alone belong to one person everywhere that matters, so they are one login here.
    """
    wrong = FieldError("Enter an e-mail address.")
    if len(typed) > TYPED_LENGTH_MAX:
        return wrong
    email = narrow(typed).lower()
    if len(email) > _EMAIL_LENGTH_MAX or len(email.partition("@")[0]) > _MAILBOX_LENGTH_MAX:
        return wrong
    return email if _EMAIL.fullmatch(email) else wrong
