"""Typed ids inside, order numbers outside."""

import hashlib
import hmac
from typing import NewType

ProductId = NewType("ProductId", int)
VariantId = NewType("VariantId", int)
CategoryId = NewType("CategoryId", int)
PictureId = NewType("PictureId", int)
CollectionId = NewType("CollectionId", int)
WarehouseId = NewType("WarehouseId", int)
HoldId = NewType("HoldId", int)
CustomerId = NewType("CustomerId", int)
AddressId = NewType("AddressId", int)
CartId = NewType("CartId", int)
OrderGroupId = NewType("OrderGroupId", int)
OrderId = NewType("OrderId", int)
OrderLineId = NewType("OrderLineId", int)
ShipmentId = NewType("ShipmentId", int)
IntentId = NewType("IntentId", int)
RefundId = NewType("RefundId", int)
StaffId = NewType("StaffId", int)
EventId = NewType("EventId", int)

_HALF_BITS = 20
_HALF_MASK = (1 << _HALF_BITS) - 1
_ROUND_COUNT = 6
NUMBER_DIGITS = 13
_NUMBER_BASE: int = 1_000_000_000_000
ID_MAX = (1 << (2 * _HALF_BITS)) - 1


class NumberCipher:
    """A keyed bijection between ids (0 to 2^40 - 1) and numbers of 13 digits that reveal neither count nor neighbour.

    A balanced Feistel network over 40 bits: every id has one number and back, so uniqueness needs no constraint
    across a distributed table. It hides the sequence from a shopper; it is not a secret that guards access.
    """

    def __init__(self, key: bytes) -> None:
        self._keys = [hmac.digest(key, b"order-number-%d" % index, "sha256") for index in range(_ROUND_COUNT)]

    def number(self, value: int) -> str:
        """The outside number of an id: 13 digits, the first never zero."""
        if not 0 <= value <= ID_MAX:
            raise ValueError(f"id out of range: {value}")
        left, right = value >> _HALF_BITS, value & _HALF_MASK
        for key in self._keys:
            left, right = right, left ^ self._scramble(key, right)
        return str(_NUMBER_BASE + ((left << _HALF_BITS) | right))

    def find(self, number: str) -> int | None:
        """The id behind a number, or None where the text is no number of ours."""
        if len(number) != NUMBER_DIGITS or not (number.isascii() and number.isdigit()):
            return None
        scrambled = int(number) - _NUMBER_BASE
        if not 0 <= scrambled <= ID_MAX:
            return None
        left, right = scrambled >> _HALF_BITS, scrambled & _HALF_MASK
        for key in reversed(self._keys):
            left, right = right ^ self._scramble(key, left), left
        return (left << _HALF_BITS) | right

    @staticmethod
    def _scramble(key: bytes, half: int) -> int:
        digest = hashlib.blake2b(half.to_bytes(4, "big"), key=key, digest_size=4).digest()
        return int.from_bytes(digest, "big") & _HALF_MASK
