"""What crosses the wall of customers."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from shopwright.kernel.ids import AddressId, CustomerId
from shopwright.platform.db import Transaction


class CustomerKind(StrEnum):
    """A guest is known by a session alone; a registered customer can log in."""

    GUEST = "guest"
    REGISTERED = "registered"


class LoginKind(StrEnum):
    """The kinds of names that a customer logs in with."""

    EMAIL = "email"
    PHONE = "phone"


class Login(msgspec.Struct, frozen=True):
    """A name to log in with, in its one spelling: a mobile number of 11 digits, or an e-mail address in lower case."""

    kind: LoginKind
    value: str


class Customer(msgspec.Struct, frozen=True):
    """A shopper, guest or registered, with what the registered one logs in with.

    `sessions_valid_after` moves with every new password; see `may_open_session`.
    """

    id: CustomerId
    kind: CustomerKind
    name: str
    language: str
    logins: tuple[Login, ...]
    sessions_valid_after: datetime

    @property
    def emails(self) -> tuple[str, ...]:
        """The e-mail addresses that the customer logs in with."""
        return tuple(login.value for login in self.logins if login.kind is LoginKind.EMAIL)

    @property
    def phones(self) -> tuple[str, ...]:
        """The mobile numbers that the customer logs in with."""
        return tuple(login.value for login in self.logins if login.kind is LoginKind.PHONE)


class CustomerFound(msgspec.Struct, frozen=True):
    """A customer whom staff found by a login."""

    id: CustomerId
    name: str


class AddressInput(msgspec.Struct, frozen=True):
    """An address as a person typed it. `is_default` asks for it to become the default; it never takes that away."""

    recipient: str
    phone: str
    district_code: str
    street: str
    postcode: str = ""
    is_default: bool = False


class Address(msgspec.Struct, frozen=True):
    """Where a parcel goes: checked, with the names of its province, city and district."""

    id: AddressId
    recipient: str
    phone: str
    district_code: str
    province: str
    city: str
    district: str
    street: str
    postcode: str
    is_default: bool


class GuestKeeper(msgspec.Struct, frozen=True):
    """Who has something that may hang on a guest, so that nobody deletes a guest who is still needed.

    `keep` is given guests that are locked and tells who of them must stay; it locks what it decides by. `let_go`
    deletes, in the same transaction, what hangs on those whom no keeper keeps. Carts, orders and sessions are kept so:
    `GuestKeeper(keep=checkout.keep_guests, let_go=checkout.let_go_guests)`, registered in `bootstrap`.
    """

    keep: Callable[[Transaction, Sequence[CustomerId]], Awaitable[Sequence[CustomerId]]]
    let_go: Callable[[Transaction, Sequence[CustomerId]], Awaitable[None]] | None = None
