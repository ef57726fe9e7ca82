"""What was taken away, carried by the form that puts it back: readable by the browser, changed by nobody.

The seal holds for whoever took it away and for a quarter of an hour, at the address that its form goes to: no form of
one member puts anything back in the name of another, and none that was kept brings back what is long forgotten. It is
good once: what was put back and taken away again, by whomever, does not come back by the old form.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from shopwright.kernel.errors import NotFound, Refusal
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, Undo
from shopwright.platform.windows import hit_window
from shopwright.shop import shop_of
from shopwright.web.authorise import member_of

Thing = TypeVar("Thing", bound=msgspec.Struct)
TEXT_LENGTH_MAX = 200_000
PART_COUNT = 4
"""The struct, when it was sealed, a salt that tells two seals of the same thing apart, and the mark over them all."""
GOOD_FOR = timedelta(minutes=15)


class UndoTooLate(Refusal):
    """What is to be put back was taken away too long ago."""

    code = "undo_too_late"
    sentence = "This can be undone for 15 minutes only, so nothing was changed."


class UndoneAlready(Refusal):
    """The form was used before."""

    code = "undone_already"
    sentence = "This was undone already, so nothing was changed."


def sealed_undo(request: Request, action: str, name: str, thing: msgspec.Struct) -> Undo:
    """The form that posts a struct, sealed in the hidden field `name`, to the address `action`."""
    body = urlsafe_b64encode(msgspec.json.encode(thing)).decode()
    moment, salt = str(int(_now(request).timestamp())), secrets.token_hex(8)
    return Undo(action, ((name, f"{body}.{moment}.{salt}.{_mark(request, action, moment, salt, body)}"),))


def unseal(request: Request, text: str, shape: type[Thing]) -> Thing:
    """The struct that `sealed_undo` wrote for the same member and this address.

    Raises UndoTooLate, and NotFound for any other text.
    """
    parts = text[:TEXT_LENGTH_MAX].split(".")
    if len(parts) != PART_COUNT:
        raise NotFound
    body, moment, salt, mark = parts
    right = _mark(request, request.scope["path"], moment, salt, body)
    if not (mark.isascii() and hmac.compare_digest(mark, right)):
        raise NotFound
    if _now(request).timestamp() > int(moment) + GOOD_FOR.total_seconds():
        raise UndoTooLate
    try:
        return msgspec.json.decode(urlsafe_b64decode(body), type=shape)
    except (Error, msgspec.MsgspecError):
        raise NotFound from None


async def use_once(tx: Transaction, text: str) -> None:
    """Note, with the act itself, that what `unseal` read is used. Raises UndoneAlready where it was before."""
    mark = text.rpartition(".")[2]
    # What is noted outlives the seal, and is forgotten with the windows of limits.
    noted = await hit_window(tx, subject=f"undo:{mark}", at=tx.at, opened_before=tx.at - 2 * GOOD_FOR)
    if noted.hit_count > 1:
        raise UndoneAlready


def _now(request: Request) -> datetime:
    return shop_of(request).database.clock.now()


def _mark(request: Request, action: str, *parts: str) -> str:
    key = shop_of(request).settings.key("undo")
    sealed = ".".join((str(member_of(request).id), action, *parts))
    return hmac.new(key, sealed.encode(), hashlib.sha256).hexdigest()
