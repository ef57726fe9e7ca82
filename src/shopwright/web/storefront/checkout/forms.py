"""What the checkout page sends."""

from typing import Annotated

import msgspec

from shopwright.kernel.note import NOTE_LENGTH_MAX
from shopwright.platform.http.fields import Key, Text

NEW_ADDRESS = "new"
EMAIL_LENGTH_MAX = 254


class PlaceForm(msgspec.Struct, frozen=True):
    """What the shopper confirms. The hidden fields say what was shown; the address is one of the book, or `new`."""

    cart_version: Annotated[int, Key()]
    expected_total: Annotated[int, Key()]
    """In minor units of the market's currency."""
    idempotency_key: Annotated[str, Text(least=8, most=100)]
    address: Annotated[str, Text(most=20)] = NEW_ADDRESS
    note: Annotated[str, Text(most=NOTE_LENGTH_MAX, is_long=True)] = ""
    email: Annotated[str, Text(most=EMAIL_LENGTH_MAX)] = ""
    """Where the order's news go, if somewhere else than to the account's e-mail."""


HIDDEN_FIELDS = frozenset({"cart_version", "expected_total", "idempotency_key"})
