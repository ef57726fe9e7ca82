"""What was taken away, carried by the form that puts it back: readable by the browser, changed by nobody.

The seal holds for whoever took it away and for a quarter of an hour, at the address that its form goes to: no form of
one member puts anything back in the name of another, and none that was kept brings back what is long forgotten.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from shopwright.kernel.errors import NotFound, Refusal
from shopwright.platform.http import Request, Undo
from shopwright.shop import shop_of
from shopwright.web.authorise import member_of

Thing = TypeVar("Thing", bound=msgspec.Struct)
TEXT_LENGTH_MAX = 200_000
GOOD_FOR = timedelta(minutes=15)


class UndoTooLate(Refusal):
    """What is to be put back was taken away too long ago."""

    code = "undo_too_late"
    sentence = "This can be undone for 15 minutes only, so nothing was changed."


def sealed_undo(request: Request, action: str, name: str, thing: msgspec.Struct) -> Undo:
    """The form that posts a struct, sealed in the hidden field `name`, to the address `action`."""
    body = urlsafe_b64encode(msgspec.json.encode(thing)).decode()
    moment = str(int(_now(request).timestamp()))
    return Undo(action, ((name, f"{body}.{moment}.{_mark(request, action, moment, body)}"),))


def unseal(request: Request, text: str, shape: type[Thing]) -> Thing:
    """The struct that `sealed_undo` wrote for the same member and this address.

    Raises UndoTooLate, and NotFound for any other text.
    """
    body, _dot, rest = text[:TEXT_LENGTH_MAX].partition(".")
    moment, _dot, mark = rest.partition(".")
    right = _mark(request, request.scope["path"], moment, body)
    if not (mark.isascii() and hmac.compare_digest(mark, right)):
        raise NotFound
    if _now(request).timestamp() > int(moment) + GOOD_FOR.total_seconds():
        raise UndoTooLate
    try:
        return msgspec.json.decode(urlsafe_b64decode(body), type=shape)
    except (Error, msgspec.MsgspecError):
        raise NotFound from None


def _now(request: Request) -> datetime:
    return shop_of(request).database.clock.now()


def _mark(request: Request, action: str, moment: str, body: str) -> str:
    key = shop_of(request).settings.key("undo")
    return hmac.new(key, f"{member_of(request).id}.{action}.{moment}.{body}".encode(), hashlib.sha256).hexdigest()
