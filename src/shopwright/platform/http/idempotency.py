"""The key by which a client may repeat an act without doing it twice."""

import hashlib
import re
from typing import Any

import msgspec

from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.platform.http.routes import Request

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


def find_idempotency_key(request: Request) -> str | None:
    """The header `Idempotency-Key`, or None where none came.

    Raises InvalidInput for anything but 1 to 200 visible ASCII characters.
    """
    text = request.headers.get(HEADER)
    if text is None:
        return None
    if _KEY.fullmatch(text) is None:
        raise InvalidInput({HEADER: FieldError("The key must be 1 to 200 visible ASCII characters.")})
    return text


def digest_request(body: Any) -> bytes:
    """32 bytes over what a client sent: equal for equal bodies, whatever order their fields came in."""
    return hashlib.sha256(msgspec.json.encode(body, order="deterministic")).digest()
