"""Whether an unsafe request was meant by the one in whose name it comes."""

import hashlib
import hmac
import re
from urllib.parse import parse_qs, urlsplit

from shopwright.kernel.errors import Refusal
from shopwright.platform.http.sessions import ConsoleFacts, audience_kind, is_token
from shopwright.platform.http.visit import Visit

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD = "csrf"
FIELD_COUNT_MAX = 2_000
# A proof that stands in a part called csrf; nobody but our own page can know it, so nothing else need be parsed.
# Both the places that are looked at and the header lines behind each are few, or a body of nothing else takes hours.
_PART_NAME = b'name="csrf"\r\n'
_PART_COUNT_MAX = 4
_PART = re.compile(rb'name="csrf"\r\n(?:[^\r\n]{1,200}\r\n){0,4}\r\n([0-9a-f]{64})\r\n')
_OWN_SITE = frozenset({b"same-origin", b"none"})


class ForgedRequest(Refusal):
    """The request was sent by another site, or cannot show that it was not."""

    code = "forged_request"
    status = 403
    sentence = "This form is too old or came from another site. Please load the page again and repeat."


def csrf_token(key: bytes, session_token: str | None) -> str:
    """The proof that a form of ours carries for one session; empty where there is no session to protect."""
    if session_token is None or not is_token(session_token):
        return ""
    return hmac.digest(key, session_token.encode(), hashlib.sha256).hex()


def proves_origin(visit: Visit, *, base_url: str) -> bool:
    """Whether the browser itself says that our own page sent this; raises ForgedRequest where it says another did.

    `Sec-Fetch-Site` and `Origin` cannot be set by a page's script. False means that neither came.
    """
    site = visit.header(b"sec-fetch-site")
    if site is not None:
        if site not in _OWN_SITE:
            raise ForgedRequest
        return True
    origin = visit.header(b"origin")
    if origin is None:
        return False
    text = origin.decode("latin-1").lower()
    if text != base_url.lower() and text != f"{_scheme(visit, base_url)}://{visit.host.decode('latin-1')}":
        raise ForgedRequest
    return True


def _scheme(visit: Visit, base_url: str) -> str:
    """How the visitor reached us: as the settings say, or as a proxy of ours says."""
    forwarded = visit.header(b"x-forwarded-proto") if visit.is_from_proxy else None
    return forwarded.decode("latin-1").strip().lower() if forwarded else urlsplit(base_url).scheme


def session_to_prove(visit: Visit, path: str) -> str | None:
    """The session token that came along by itself and could be abused; None where nothing did."""
    token = visit.cookie(audience_kind(path).cookie)
    return token if token is not None and is_token(token) else None


async def has_open_session(visit: Visit, path: str) -> bool:
    """Whether the session token that came along opens a session; it is looked up once a request."""
    is_console = audience_kind(path) is ConsoleFacts
    session = await (visit.console_session() if is_console else visit.shop_session())
    return session.expires_at is not None


def check_token(expected: str, *, header: bytes | None, content_type: str, body: bytes) -> None:
    """Raise ForgedRequest unless the header `X-CSRF-Token` or the form's field `csrf` is the expected proof."""
    given = header.decode("latin-1") if header is not None else _field(content_type, body)
    if not hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode()):
        raise ForgedRequest


def _field(content_type: str, body: bytes) -> str:
    if content_type.startswith("application/x-www-form-urlencoded"):
        try:
            found = parse_qs(body.decode("utf-8", "replace"), max_num_fields=FIELD_COUNT_MAX)
        except ValueError:
            # More fields than any form of ours has, so it is none of ours.
            return ""
        return found.get(FIELD, [""])[0]
    return _part(body) if content_type.startswith("multipart/form-data") else ""


def _part(body: bytes) -> str:
    start = -1
    for _ in range(_PART_COUNT_MAX):
        start = body.find(_PART_NAME, start + 1)
        if start < 0:
            break
        part = _PART.match(body, start)
        if part is not None:
            return part[1].decode()
    return ""
