"""Who may call: limits on rate and size, and the proof that a call comes from the merchant."""

import asyncio
import re
import time
from datetime import datetime, timedelta
from typing import Any

from litestar import Request

from shopwright.simulators.payment.contracts import ProviderRefusal, to_milliseconds
from shopwright.simulators.payment.settings import PaymentSimulatorSettings
from shopwright.simulators.payment.signing import parse_authorization, request_message, verify
from shopwright.simulators.payment.store import Store

_NONCE = re.compile(r"[A-Za-z0-9_\-]{8,64}")


class Gate:
    """Lets a call in or raises ProviderRefusal."""

    def __init__(self, settings: PaymentSimulatorSettings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._tokens = float(settings.requests_per_second_max)
        self._filled_at = time.monotonic()

    def check_rate(self) -> None:
        """Take one token of a bucket that holds a second's worth. All callers share it: they are one machine."""
        moment = time.monotonic()
        rate = self._settings.requests_per_second_max
        self._tokens = min(float(rate), self._tokens + (moment - self._filled_at) * rate)
        self._filled_at = moment
        if self._tokens < 1:
            raise ProviderRefusal(429, "too_many_requests", "Too many requests; try again in a second.")
        self._tokens -= 1

    async def read_body(self, request: Request[Any, Any, Any]) -> bytes:
        """The whole body, within the limits of size and time."""
        parts: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self._settings.body_timeout_seconds):
                async for part in request.stream():
                    size += len(part)
                    if size > self._settings.body_bytes_max:
                        raise ProviderRefusal(413, "body_too_large", "The body is too large.")
                    parts.append(part)
        except TimeoutError:
            raise ProviderRefusal(408, "body_too_slow", "The body did not arrive in time.") from None
        return b"".join(parts)

    def check_merchant(self, request: Request[Any, Any, Any], body: bytes, *, at: datetime) -> None:
        """Check header, merchant, time, signature, and last the nonce, so that a forger cannot use one up."""
        given = parse_authorization(request.headers.get("authorization", ""))
        if given is None or not _NONCE.fullmatch(given.nonce):
            raise ProviderRefusal(401, "authorization_malformed", "A well-formed Authorization header is needed.")
        if (given.merchant_id, given.serial) != (self._settings.merchant_id, self._settings.merchant_serial):
            raise ProviderRefusal(401, "merchant_unknown", "No such merchant, or no such key of it.")
        skew_max = timedelta(seconds=self._settings.clock_skew_seconds_max)
        if abs(at.timestamp() - given.timestamp) > skew_max.total_seconds():
            raise ProviderRefusal(401, "timestamp_out_of_range", "The timestamp is too old or too new.")
        message = request_message(
            method=request.method,
            path=signed_path(request),
            timestamp=given.timestamp,
            nonce=given.nonce,
            body=body,
        )
        if not verify(message, signature=given.signature, secret=self._settings.merchant_secret):
            raise ProviderRefusal(401, "signature_invalid", "The signature is not that of this request.")
        # A timestamp may lie ahead by the skew and be repeated until it is behind by it.
        forget_before = to_milliseconds(at - 2 * skew_max)
        if not self._store.use_nonce(given.nonce, at=to_milliseconds(at), forget_before=forget_before):
            raise ProviderRefusal(401, "nonce_replayed", "This nonce was used before.")


def signed_path(request: Request[Any, Any, Any]) -> str:
    """The path as the caller wrote it, with its query string."""
    raw = request.scope.get("raw_path") or request.scope["path"].encode()
    path: bytes = raw.partition(b"?")[0]
    query: bytes = request.scope.get("query_string", b"")
    return (path + b"?" + query if query else path).decode("latin-1")
