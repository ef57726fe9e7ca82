"""The SQL that changes customers."""

from datetime import datetime

import msgspec

from shopwright.kernel.ids import AddressId, CustomerId
from shopwright.modules.customers.contracts import CustomerKind, Login
from shopwright.modules.customers.rules import CheckedAddress
from shopwright.platform.db import Reading, RowCount, Transaction, statement


class Credentials(msgspec.Struct, frozen=True):
    """What is needed to verify a password."""

    customer_id: CustomerId
    password_hash: str | None


class AddressBook(msgspec.Struct, frozen=True):
    """How full an address book is."""

    address_count: int
    has_default: bool


@statement(
    """
    INSERT INTO customers.customer (kind, language, created_at, sessions_valid_after, purge_due_at)
    VALUES ('guest', :language, :at, :at, :purge_due_at) RETURNING customer_id
    """
)
async def insert_guest(tx: Transaction, *, language: str, at: datetime, purge_due_at: datetime) -> CustomerId: ...


@statement(
    """
    SELECT customer_id FROM customers.customer WHERE kind = 'guest' AND purge_due_at <= :at
    ORDER BY purge_due_at, customer_id LIMIT :count_max FOR UPDATE SKIP LOCKED
    """
)
async def lock_due_guests(tx: Transaction, *, at: datetime, count_max: int) -> list[CustomerId]:
    """Guests about whom it is to be asked, the longest due first; who is locked is busy and left for later."""


@statement(
    """
    UPDATE customers.customer SET purge_due_at = :due_at WHERE customer_id = ANY(:customer_ids) AND kind = 'guest'
    """
)
async def write_purge_due(tx: Transaction, *, customer_ids: list[CustomerId], due_at: datetime) -> RowCount:
    """Ask about locked guests again later."""


@statement(
    """
    WITH addresses AS (DELETE FROM customers.address WHERE customer_id = ANY(:customer_ids))
    DELETE FROM customers.customer WHERE customer_id = ANY(:customer_ids) AND kind = 'guest'
    """
)
async def delete_guests(tx: Transaction, *, customer_ids: list[CustomerId]) -> RowCount:
    """Delete locked guests with their addresses."""


@statement(
    """
    INSERT INTO customers.customer
        (kind, name, language, created_at, registered_at, password_hash, sessions_valid_after)
    VALUES ('registered', :name, :language, :at, :at, :password_hash, :at) RETURNING customer_id
    """
)
async def insert_registered(
    tx: Transaction, *, name: str, language: str, password_hash: str, at: datetime
) -> CustomerId: ...


@statement(
    """
    UPDATE customers.customer
    SET kind = 'registered', name = :name, language = :language, registered_at = :at, password_hash = :password_hash
    WHERE customer_id = :customer_id AND kind = 'guest' AND closed_at IS NULL
    """
)
async def register_guest(
    tx: Transaction, *, customer_id: CustomerId, name: str, language: str, password_hash: str, at: datetime
) -> RowCount: ...


@statement(
    """
    INSERT INTO customers.login (kind, value, customer_id, created_at)
    VALUES (:login.kind, :login.value, :customer_id, :at)
    ON CONFLICT (kind, value) DO NOTHING
    """
)
async def claim_login(tx: Transaction, *, login: Login, customer_id: CustomerId, at: datetime) -> RowCount: ...


@statement(
    """
    SELECT kind FROM customers.customer
    WHERE customer_id = :customer_id AND closed_at IS NULL FOR UPDATE
    """
)
async def lock_customer(tx: Transaction, *, customer_id: CustomerId) -> CustomerKind | None: ...


@statement(
    """
    SELECT customer_id FROM customers.customer
    WHERE customer_id = :customer_id AND sessions_valid_after = :sessions_valid_after AND closed_at IS NULL FOR SHARE
    """
)
async def lock_password(
    tx: Transaction, *, customer_id: CustomerId, sessions_valid_after: datetime
) -> CustomerId | None: ...


@statement(
    """
    SELECT customer_id, password_hash FROM customers.customer
    WHERE customer_id = :customer_id AND closed_at IS NULL
    """
)
async def find_credentials(reading: Reading, *, customer_id: CustomerId) -> Credentials | None: ...


@statement(
    """
    SELECT customer_id FROM customers.customer
    WHERE customer_id = :customer_id AND password_hash = :password_hash AND closed_at IS NULL FOR SHARE
    """
)
async def lock_verified(tx: Transaction, *, customer_id: CustomerId, password_hash: str) -> CustomerId | None: ...


@statement(
    """
    UPDATE customers.customer
    SET password_hash = :password_hash,
        sessions_valid_after = greatest(:at, sessions_valid_after + interval '1 microsecond')
    WHERE customer_id = :customer_id AND password_hash = :replaced_hash AND closed_at IS NULL
    RETURNING sessions_valid_after
    """
)
async def replace_password(
    tx: Transaction, *, customer_id: CustomerId, password_hash: str, replaced_hash: str, at: datetime
) -> datetime | None: ...


@statement(
    """
    UPDATE customers.customer SET name = :name, language = :language
    WHERE customer_id = :customer_id AND closed_at IS NULL
    """
)
async def update_profile(tx: Transaction, *, customer_id: CustomerId, name: str, language: str) -> RowCount: ...


@statement(
    """
    SELECT count(*) AS address_count, count(*) FILTER (WHERE is_default) > 0 AS has_default
    FROM customers.address WHERE customer_id = :customer_id AND removed_at IS NULL
    """
)
async def count_addresses(reading: Reading, *, customer_id: CustomerId) -> AddressBook: ...


@statement(
    """
    INSERT INTO customers.address (
        customer_id, recipient, phone, district_code, province, city, district, street, postcode, is_default, created_at
    ) VALUES (
        :customer_id, :address.recipient, :address.phone, :address.district_code, :address.province, :address.city,
        :address.district, :address.street, :address.postcode, false, :at
    ) RETURNING id
    """
)
async def insert_address(
    tx: Transaction, *, customer_id: CustomerId, address: CheckedAddress, at: datetime
) -> AddressId: ...


@statement(
    """
    UPDATE customers.address
    SET recipient = :address.recipient, phone = :address.phone, district_code = :address.district_code,
        province = :address.province, city = :address.city, district = :address.district,
        street = :address.street, postcode = :address.postcode
    WHERE customer_id = :customer_id AND id = :address_id AND removed_at IS NULL
    """
)
async def update_address(
    tx: Transaction, *, customer_id: CustomerId, address_id: AddressId, address: CheckedAddress
) -> RowCount: ...


@statement(
    """
    UPDATE customers.address SET is_default = false
    WHERE customer_id = :customer_id AND is_default AND removed_at IS NULL
    """
)
async def clear_default(tx: Transaction, *, customer_id: CustomerId) -> None: ...


@statement(
    """
    UPDATE customers.address SET is_default = true
    WHERE customer_id = :customer_id AND id = :address_id AND removed_at IS NULL
    """
)
async def set_default(tx: Transaction, *, customer_id: CustomerId, address_id: AddressId) -> RowCount: ...


@statement(
    """
    UPDATE customers.address SET is_default = true
    WHERE customer_id = :customer_id AND id = (
        SELECT max(id) FROM customers.address WHERE customer_id = :customer_id AND removed_at IS NULL
    )
    """
)
async def set_newest_default(tx: Transaction, *, customer_id: CustomerId) -> None: ...


@statement(
    """
    UPDATE customers.address SET removed_at = :at, is_default = false
    WHERE customer_id = :customer_id AND id = :address_id AND removed_at IS NULL
    """
)
async def remove_address(
    tx: Transaction, *, customer_id: CustomerId, address_id: AddressId, at: datetime
) -> RowCount: ...


@statement(
    "DELETE FROM customers.{table}",
    fragments={"table": {name: name for name in ("address", "login", "customer")}},
)
async def delete_all(tx: Transaction, *, table: str) -> None:
    """Every row of a table; those of others that name customers go first."""
