"""Finds what was typed among the addresses of the book. No I/O."""

from collections.abc import Iterable

from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Address, AddressInput


def find_same(book: Iterable[Address], typed: AddressInput) -> Address | None:
    """The address of the book that says what was typed, however its number was spelt."""
    return next((address for address in book if _marks(address) == _marks(typed)), None)


def _marks(address: Address | AddressInput) -> tuple[str, ...]:
    phone = customers.parse_phone(address.phone)
    words = (" ".join(text.split()) for text in (address.recipient, address.street))
    return (address.district_code, phone if isinstance(phone, str) else "", *words)
