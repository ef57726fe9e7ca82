"""What was taken away, carried by the form that puts it back: readable by the browser, changed by nobody.

The seal holds for whoever took it away, so that no form of one member puts anything back in the name of another.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import TypeVar

import msgspec

from shopwright.platform.http import Request
from shopwright.shop import shop_of
from shopwright.web.authorise import member_of

Thing = TypeVar("Thing", bound=msgspec.Struct)
TEXT_LENGTH_MAX = 200_000


def seal(request: Request, thing: msgspec.Struct) -> str:
    """A struct as the text of a hidden field."""
    body = urlsafe_b64encode(msgspec.json.encode(thing)).decode()
    return f"{body}.{_mark(request, body)}"


def unseal(request: Request, text: str, shape: type[Thing]) -> Thing | None:
    """The struct that `seal` wrote for the same member; None for any other text."""
    body, _dot, mark = text[:TEXT_LENGTH_MAX].partition(".")
    if not (mark.isascii() and hmac.compare_digest(mark, _mark(request, body))):
        return None
    try:
        return msgspec.json.decode(urlsafe_b64decode(body), type=shape)
    except (Error, msgspec.MsgspecError):
        return None


def _mark(request: Request, body: str) -> str:
    key = shop_of(request).settings.key("undo")
    return hmac.new(key, f"{member_of(request).id}.{body}".encode(), hashlib.sha256).hexdigest()
