"""Find out which member somebody is, by e-mail address and password."""

from shopwright.kernel.ids import StaffId
from shopwright.modules.staff import queries, store
from shopwright.modules.staff.contracts import StaffMember
from shopwright.modules.staff.errors import TemporaryPasswordExpired
from shopwright.platform.credentials import LoginFailed, Try, parse_email, unknown_account, verify_password
from shopwright.platform.db import Database, Transaction


async def log_in(database: Database, *, email: str, password: str, client: str) -> StaffMember:
    """The member behind an e-mail address and a password. The caller opens a fresh session.

    `client` is the network address that asks, empty where there is none. Raises LoginFailed with one answer, after the
    same work, for an address that is unknown, resting or deactivated and for a wrong password. Ten wrong passwords in a
    row let the account rest for that network address for 15 minutes (see `platform.credentials.Try`). Who knows a
    temporary password whose time is over is told so, by TemporaryPasswordExpired.
    """
    parsed = parse_email(email)
    async with database.reading() as reading:
        known = await store.find_credentials(reading, email=parsed if isinstance(parsed, str) else "")
        at = reading.at
    one_try = try_of(known.staff_id if known else unknown_account(email), client=client)
    may_succeed = await one_try.count(database)
    is_right = await verify_password(known.password_hash if known else None, password)
    if is_right and may_succeed and known and known.is_active:
        if known.temporary_until is not None and known.temporary_until <= at:
            raise TemporaryPasswordExpired
        member = await database.transact(lambda tx: _enter(tx, known.staff_id, known.password_hash))
        if member is not None:
            await one_try.forgive(database)
            return member
    raise LoginFailed


def try_of(account: StaffId | str, *, client: str) -> Try:
    """A try to prove to be the member."""
    return Try("staff", str(account), client)


async def _enter(tx: Transaction, staff_id: StaffId, password_hash: str) -> StaffMember | None:
    """The member, unless the password was changed while it was being verified."""
    if await store.lock_verified(tx, staff_id=staff_id, password_hash=password_hash) is None:
        return None
    return await queries.get_member(tx, staff_id=staff_id)
