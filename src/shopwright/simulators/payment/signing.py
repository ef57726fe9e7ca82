"""The signatures of the protocol, as pure functions of secret and message. README.md says it in words."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping

import msgspec

SCHEME = "SIMPAY2-HMAC-SHA256"

TIMESTAMP_HEADER = "Simpay-Timestamp"
NONCE_HEADER = "Simpay-Nonce"
SIGNATURE_HEADER = "Simpay-Signature"
SERIAL_HEADER = "Simpay-Serial"

_AUTHORIZATION_LENGTH_MAX = 1_000
_FIELD = re.compile(r'\s*([a-z_]{1,32})="([A-Za-z0-9_\-+/=.]{1,128})"\s*')
_FIELDS = frozenset({"merchant_id", "nonce", "timestamp", "serial", "signature"})
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


class Authorization(msgspec.Struct, frozen=True):
    """The fields of an Authorization header; `timestamp` is in seconds since 1970."""

    merchant_id: str
    nonce: str
    timestamp: int
    serial: str
    signature: str


def request_message(*, method: str, path: str, timestamp: int, nonce: str, body: bytes) -> bytes:
    """What a merchant signs: method, path with query, timestamp, nonce and body, each ended by a line feed."""
    return f"{method.upper()}\n{path}\n{timestamp}\n{nonce}\n".encode() + body + b"\n"


def notice_message(*, timestamp: int, nonce: str, body: bytes) -> bytes:
    """What the provider signs, on a notice and on an answer: timestamp, nonce and body, each ended by a line feed."""
    return f"{timestamp}\n{nonce}\n".encode() + body + b"\n"


def sign(message: bytes, *, secret: str) -> str:
    """HMAC-SHA256 of the message under the UTF-8 bytes of the secret, in standard base64."""
    return base64.b64encode(hmac.digest(secret.encode(), message, hashlib.sha256)).decode("ascii")


def verify(message: bytes, *, signature: str, secret: str) -> bool:
    """Whether the signature is that of the message, compared in constant time."""
    return hmac.compare_digest(sign(message, secret=secret).encode(), signature.encode())


def sign_request(
    *,
    merchant_id: str,
    serial: str,
    secret: str,
    method: str,
    path: str,
    timestamp: int,
    nonce: str,
    body: bytes,
) -> str:
    """The value of the Authorization header of a merchant's call; `path` includes a query string if there is one."""
    message = request_message(method=method, path=path, timestamp=timestamp, nonce=nonce, body=body)
    return (
        f'{SCHEME} merchant_id="{merchant_id}",nonce="{nonce}",timestamp="{timestamp}",'
        f'serial="{serial}",signature="{sign(message, secret=secret)}"'
    )


def parse_authorization(header: str) -> Authorization | None:
    """The fields of an Authorization header; None when it is not exactly of this scheme and shape."""
    scheme, _, rest = header.partition(" ")
    if scheme != SCHEME or len(header) > _AUTHORIZATION_LENGTH_MAX:
        return None
    matches = [_FIELD.fullmatch(part) for part in rest.split(",")]
    fields = {match.group(1): match.group(2) for match in matches if match}
    if len(fields) != len(matches) or fields.keys() != _FIELDS or not _TIMESTAMP.fullmatch(fields["timestamp"]):
        return None
    return Authorization(
        merchant_id=fields["merchant_id"],
        nonce=fields["nonce"],
        timestamp=int(fields["timestamp"]),
        serial=fields["serial"],
        signature=fields["signature"],
    )


def sign_notice(*, serial: str, secret: str, timestamp: int, nonce: str, body: bytes) -> Mapping[str, str]:
    """The four headers that prove that a notice or an answer comes from the provider."""
    return {
        TIMESTAMP_HEADER: str(timestamp),
        NONCE_HEADER: nonce,
        SIGNATURE_HEADER: sign(notice_message(timestamp=timestamp, nonce=nonce, body=body), secret=secret),
        SERIAL_HEADER: serial,
    }
