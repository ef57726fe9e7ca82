"""Simpay's protocol as pure functions: signatures, the shapes on the wire, what they mean to us."""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec

from shopwright.kernel.money import Money
from shopwright.modules.payments.contracts import ProviderRefundState, ProviderState, ProviderStatus

SCHEME = "SIMPAY2-HMAC-SHA256"
SIGNATURE_AGE_SECONDS_MAX = 300
Shape = TypeVar("Shape", bound=msgspec.Struct)
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_NONCE = re.compile(r"[A-Za-z0-9_\-]{8,64}")
_STATUSES = {
    "pending": ProviderStatus.PENDING,
    "processing": ProviderStatus.PENDING,
    "succeeded": ProviderStatus.SUCCEEDED,
    "failed": ProviderStatus.FAILED,
    "closed": ProviderStatus.ENDED,
    "expired": ProviderStatus.ENDED,
}


class SimpayKeys(msgspec.Struct, frozen=True, kw_only=True):
    """Who we are to Simpay, and the two secrets shared with it: ours signs calls, its own signs answers and notices."""

    merchant_id: str
    merchant_secret: str
    provider_secret: str
    merchant_serial: str = "merchant-1"
    provider_serial: str = "provider-1"


Text = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class WireAmount(msgspec.Struct, frozen=True):
    """Money on the wire."""

    minor: Annotated[int, msgspec.Meta(ge=1, le=10**13)]
    currency: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]


class WirePayment(msgspec.Struct, frozen=True):
    """A payment in an answer or a notice."""

    payment_id: Text
    out_trade_no: Text
    amount: WireAmount
    status: Text
    pay_url: Annotated[str, msgspec.Meta(pattern=r"^https?://", max_length=500)]
    paid_at: Moment | None = None


class WireRefund(msgspec.Struct, frozen=True):
    """A refund in an answer or a notice."""

    refund_id: Text
    out_refund_no: Text
    out_trade_no: Text
    amount: WireAmount
    status: Text


class WireError(msgspec.Struct, frozen=True):
    """A refusal."""

    code: Text


class WireNotice(msgspec.Struct, frozen=True):
    """The frame of a notice. The resource is read once its type says what it is."""

    id: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    type: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    merchant_id: Text
    resource: msgspec.Raw


class SignatureWrong(ValueError):
    """What came was not signed by the provider, or not just now."""


def authorize(keys: SimpayKeys, *, method: str, path: bytes, timestamp: int, nonce: str, body: bytes) -> str:
    """The Authorization header of a call; `path` is the path and query exactly as they are sent."""
    message = b"\n".join([method.encode(), path, str(timestamp).encode(), nonce.encode(), body, b""])
    return (
        f'{SCHEME} merchant_id="{keys.merchant_id}",nonce="{nonce}",timestamp="{timestamp}",'
        f'serial="{keys.merchant_serial}",signature="{_sign(message, keys.merchant_secret)}"'
    )


def check_signature(keys: SimpayKeys, *, headers: Mapping[str, str], body: bytes, at: datetime) -> None:
    """Raise `SignatureWrong` unless the provider signed exactly this body within five minutes of `at`.

    Nothing of the body is looked at before this has passed.
    """
    given = {name.lower(): value for name, value in headers.items()}
    timestamp, nonce = given.get("simpay-timestamp", ""), given.get("simpay-nonce", "")
    if given.get("simpay-serial") != keys.provider_serial:
        raise SignatureWrong("no such key")
    if not _TIMESTAMP.fullmatch(timestamp) or not _NONCE.fullmatch(nonce):
        raise SignatureWrong("malformed")
    expected = _sign(b"\n".join([timestamp.encode(), nonce.encode(), body, b""]), keys.provider_secret)
    if not hmac.compare_digest(expected.encode(), given.get("simpay-signature", "").encode()):
        raise SignatureWrong("wrong signature")
    if abs(at.timestamp() - int(timestamp)) > SIGNATURE_AGE_SECONDS_MAX:
        raise SignatureWrong("too old or too new")


def read(body: bytes | msgspec.Raw, shape: type[Shape]) -> Shape:
    """A JSON body of the given shape, else `ValueError`. Fields that we do not know are passed over."""
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def read_payload(body: bytes) -> dict[str, Any]:
    """A JSON object as it came, to be kept."""
    return msgspec.json.decode(body, type=dict[str, Any])


def payment_state(payment: WirePayment) -> ProviderState:
    """A payment on the wire in our words; a status that we do not know counts as undecided."""
    return ProviderState(
        reference=payment.out_trade_no,
        status=_STATUSES.get(payment.status, ProviderStatus.PENDING),
        amount=Money(payment.amount.minor, payment.amount.currency),
        provider_ref=payment.payment_id,
        paid_at=payment.paid_at,
    )


def refund_state(refund: WireRefund) -> ProviderRefundState:
    """A refund on the wire in our words; a status that we do not know counts as undecided."""
    status = _STATUSES.get(refund.status, ProviderStatus.PENDING)
    return ProviderRefundState(
        reference=refund.out_refund_no,
        status=status,
        amount=Money(refund.amount.minor, refund.amount.currency),
        provider_ref=refund.refund_id,
        failure="failed_at_provider" if status is ProviderStatus.FAILED else "",
    )


def _sign(message: bytes, secret: str) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), message, hashlib.sha256)).decode("ascii")
