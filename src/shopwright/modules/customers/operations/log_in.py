"""Find out who somebody is, by a login and a password."""

from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers import queries, store
from shopwright.modules.customers.contracts import Customer, Login
from shopwright.modules.customers.rules import parse_login
from shopwright.platform.credentials import (
    LOGIN_FAILURE_COUNT_MAX,
    LOGIN_REST,
    LoginFailed,
    commit_without_waiting_for_disk,
    is_resting,
    verify_password,
)
from shopwright.platform.db import Database, Reading, Transaction

# Sequences begin at 1, so this finds nobody with the same statements that find somebody.
_NOBODY = CustomerId(0)


async def log_in(database: Database, *, login: str, password: str) -> Customer:
    """The customer behind a login and a password. The caller opens a fresh session.

    Raises LoginFailed with one answer for a login that is unknown, malformed or resting and for a wrong password, after
    the same work for known and unknown logins. The tenth wrong password in a row lets the account rest for 15 minutes;
    the count is kept by a transaction of its own, so that no refusal takes it back.
    """
    async with database.reading() as reading:
        credentials = await _find_credentials(reading, login)
    password_hash = credentials.password_hash if credentials else None
    is_right = await verify_password(password_hash, password)
    if is_right and credentials and password_hash and not is_resting(credentials.locked_until, at=reading.at):
        found = await database.transact(lambda tx: _enter(tx, credentials.customer_id, password_hash))
        if found is not None:
            return found
    await count_failure(database, customer_id=credentials.customer_id if credentials else _NOBODY)
    raise LoginFailed


async def count_failure(database: Database, *, customer_id: CustomerId) -> None:
    """Count a wrong password against the account, in a transaction of its own."""
    await database.transact(lambda tx: _count_failure(tx, customer_id))


async def _find_credentials(reading: Reading, typed: str) -> store.Credentials | None:
    parsed = parse_login(typed)
    customer_id = await queries.find_customer_id(reading, login=parsed) if isinstance(parsed, Login) else None
    return await store.find_credentials(reading, customer_id=customer_id or _NOBODY)


async def _enter(tx: Transaction, customer_id: CustomerId, password_hash: str) -> Customer | None:
    """The customer, unless the account came to rest or the password was changed while it was being verified."""
    if await store.record_login(tx, customer_id=customer_id, password_hash=password_hash, at=tx.at) == 0:
        return None
    return await queries.get_customer(tx, customer_id=customer_id)


async def _count_failure(tx: Transaction, customer_id: CustomerId) -> None:
    await commit_without_waiting_for_disk(tx)
    await store.record_failed_login(
        tx, customer_id=customer_id, count_max=LOGIN_FAILURE_COUNT_MAX, rests_until=tx.at + LOGIN_REST, at=tx.at
    )
