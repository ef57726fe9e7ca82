"""The headers that every answer carries."""

from collections.abc import Sequence

HeaderPairs = list[tuple[bytes, bytes]]
EVENT_STREAM = (b"content-type", b"text/event-stream; charset=utf-8")
"""The kind of an answer that stays open; the gate knows it by this very pair."""


def security_headers(*, payment_origins: Sequence[str], is_secure: bool) -> HeaderPairs:
    """A strict policy: nothing from elsewhere, no inline script or style, no framing, forms only to us and to payment.

    A form that is answered by a redirect to the pay page counts as leading there, so its origin is named.
    """
    policy = "; ".join(
        (
            "default-src 'self'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            " ".join(("form-action 'self'", *payment_origins)),
        )
    )
    pairs = [
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"strict-origin-when-cross-origin"),
        (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        (b"cross-origin-opener-policy", b"same-origin"),
    ]
    if is_secure:
        pairs.append((b"strict-transport-security", b"max-age=31536000"))
    return pairs
