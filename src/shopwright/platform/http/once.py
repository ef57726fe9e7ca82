"""A form that was sent twice is done once: a double click, or a page sent again because its answer was lost.

Acts that set something to a value need none of this. One that adds, such as pieces that arrived, would add twice.
"""

import hashlib
import re
import secrets
from datetime import timedelta

from shopwright.platform import windows
from shopwright.platform.db import Transaction
from shopwright.platform.http.forms import Form
from shopwright.platform.http.idempotency import digest_request

FIELD = "once"
REMEMBERED_FOR = timedelta(days=1)
"""As long as windows are kept; see `limits.PURGE_AFTER`."""
_MARK = re.compile(r"[A-Za-z0-9_-]{24}")


def new_mark() -> str:
    """What a form carries in its hidden field `once`: another for every page that shows it."""
    return secrets.token_urlsafe(18)


async def is_first(tx: Transaction, form: Form, *, who: str) -> bool:
    """Whether a form is sent for the first time by `who`, a person and an address; later ones change nothing.

    It is noted in the transaction of the act, so that what was refused may be sent again, and two at once wait for
    each other. The same page sent with other words is another act. A form without a mark is always the first.
    """
    if _MARK.fullmatch(form.text(FIELD)) is None:
        return True
    return await note(tx, who.encode() + digest_request(form.texts))


async def note(tx: Transaction, sent: bytes) -> bool:
    """Note what was sent together with what it did; whether it is noted for the first time within a day."""
    subject = f"once:{hashlib.sha256(sent).hexdigest()}"
    window = await windows.hit_window(tx, subject=subject, at=tx.at, opened_before=tx.at - REMEMBERED_FOR)
    return window.hit_count == 1
