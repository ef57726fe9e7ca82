"""Reads of customers."""

from datetime import datetime

import msgspec

from shopwright.kernel.ids import AddressId, CustomerId
from shopwright.modules.customers.contracts import Address, Customer, CustomerFound, CustomerKind, Login
from shopwright.modules.customers.errors import AddressNotFound, CustomerNotFound
from shopwright.platform.db import Reading, statement


class _CustomerRow(msgspec.Struct, frozen=True):
    id: CustomerId
    kind: CustomerKind
    name: str
    language: str
    sessions_valid_after: datetime


async def get_customer(reading: Reading, *, customer_id: CustomerId) -> Customer:
    """One customer with the logins. Raises CustomerNotFound, also for a closed account."""
    row = await find_row(reading, customer_id=customer_id)
    if row is None:
        raise CustomerNotFound
    logins = await list_logins(reading, customer_id=customer_id)
    return Customer(row.id, row.kind, row.name, row.language, tuple(logins), row.sessions_valid_after)


async def find_customer(reading: Reading, *, login: Login) -> CustomerFound | None:
    """The customer who logs in so; none for a closed account. At most two statements."""
    customer_id = await find_customer_id(reading, login=login)
    row = None if customer_id is None else await find_row(reading, customer_id=customer_id)
    return None if row is None else CustomerFound(row.id, row.name)


async def get_address(reading: Reading, *, customer_id: CustomerId, address_id: AddressId) -> Address:
    """One address of the customer's book. Raises AddressNotFound, also for a removed one."""
    address = await find_address(reading, customer_id=customer_id, address_id=address_id)
    if address is None:
        raise AddressNotFound
    return address


@statement("SELECT customer_id FROM customers.login WHERE kind = :login.kind AND value = :login.value")
async def find_customer_id(reading: Reading, *, login: Login) -> CustomerId | None:
    """Whose login this is."""


@statement(
    """
    SELECT id, recipient, phone, district_code, province, city, district, street, postcode, is_default
    FROM customers.address WHERE customer_id = :customer_id AND removed_at IS NULL
    ORDER BY is_default DESC, id DESC LIMIT 50
    """
)
async def list_addresses(reading: Reading, *, customer_id: CustomerId) -> list[Address]:
    """The customer's address book: the default first, then the newest. It holds 50 at most."""


@statement(
    """
    SELECT id, recipient, phone, district_code, province, city, district, street, postcode, is_default
    FROM customers.address WHERE customer_id = :customer_id AND id = :address_id AND removed_at IS NULL
    """
)
async def find_address(reading: Reading, *, customer_id: CustomerId, address_id: AddressId) -> Address | None:
    """One address of the customer's book, if it is there."""


@statement(
    """
    SELECT customer_id AS id, kind, name, language, sessions_valid_after
    FROM customers.customer WHERE customer_id = :customer_id AND closed_at IS NULL
    """
)
async def find_row(reading: Reading, *, customer_id: CustomerId) -> _CustomerRow | None:
    """The customer's own row."""


@statement(
    """
    SELECT kind, value FROM customers.login WHERE customer_id = :customer_id
    ORDER BY kind, created_at, value LIMIT 20
    """
)
async def list_logins(reading: Reading, *, customer_id: CustomerId) -> list[Login]:
    """What the customer logs in with, e-mail addresses first, the oldest of a kind first."""
