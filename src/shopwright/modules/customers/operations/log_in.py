"""Find out who somebody is, by a login and a password."""

from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers import queries, store
from shopwright.modules.customers.contracts import Customer, Login
from shopwright.modules.customers.rules import parse_login
from shopwright.platform.credentials import LoginFailed, Try, unknown_account, verify_password
from shopwright.platform.db import Database, Reading, Transaction

# Sequences begin at 1, so this finds nobody with the same statements that find somebody.
_NOBODY = CustomerId(0)


async def log_in(database: Database, *, login: str, password: str, client: str) -> Customer:
    """The customer behind a login and a password. The caller opens a fresh session.

    `client` is the network address that asks, empty where there is none. Raises LoginFailed with one answer for a login
    that is unknown, malformed or resting and for a wrong password, after the same work for known and unknown logins.
    Ten wrong passwords in a row let the account rest for that address for 15 minutes (see `platform.credentials.Try`).
    """
    async with database.reading() as reading:
        credentials = await _find_credentials(reading, login)
    one_try = try_of(credentials.customer_id if credentials else unknown_account(login), client=client)
    may_succeed = await one_try.count(database)
    password_hash = credentials.password_hash if credentials else None
    is_right = await verify_password(password_hash, password)
    if is_right and may_succeed and credentials and password_hash:
        found = await database.transact(lambda tx: _enter(tx, credentials.customer_id, password_hash))
        if found is not None:
            await one_try.forgive(database)
            return found
    raise LoginFailed


def try_of(account: CustomerId | str, *, client: str) -> Try:
    """A try to prove to be the customer."""
    return Try("customer", str(account), client)


async def _find_credentials(reading: Reading, typed: str) -> store.Credentials | None:
    parsed = parse_login(typed)
    customer_id = await queries.find_customer_id(reading, login=parsed) if isinstance(parsed, Login) else None
    return await store.find_credentials(reading, customer_id=customer_id or _NOBODY)


async def _enter(tx: Transaction, customer_id: CustomerId, password_hash: str) -> Customer | None:
    """The customer, unless the password was changed while it was being verified."""
    if await store.lock_verified(tx, customer_id=customer_id, password_hash=password_hash) is None:
        return None
    return await queries.get_customer(tx, customer_id=customer_id)
