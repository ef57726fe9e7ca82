"""Find out which member somebody is, by e-mail address and password."""

from shopwright.kernel.ids import StaffId
from shopwright.modules.staff import queries, store
from shopwright.modules.staff.contracts import StaffMember
from shopwright.platform.credentials import (
    LOGIN_FAILURE_COUNT_MAX,
    LOGIN_REST,
    LoginFailed,
    commit_without_waiting_for_disk,
    is_resting,
    parse_email,
    verify_password,
)
from shopwright.platform.db import Database, Transaction

# Sequences begin at 1, so this finds nobody with the same statements that find somebody.
_NOBODY = StaffId(0)


async def log_in(database: Database, *, email: str, password: str) -> StaffMember:
    """The member behind an e-mail address and a password. The caller opens a fresh session.

    Raises LoginFailed with one answer, after the same work, for an address that is unknown, resting or deactivated and
    for a wrong password. The tenth wrong password in a row lets the account rest for 15 minutes; the count is kept by a
    transaction of its own, so that no refusal takes it back.
    """
    parsed = parse_email(email)
    async with database.reading() as reading:
        known = await store.find_credentials(reading, email=parsed if isinstance(parsed, str) else "")
    is_right = await verify_password(known.password_hash if known else None, password)
    if is_right and known and known.is_active and not is_resting(known.locked_until, at=reading.at):
        member = await database.transact(lambda tx: _enter(tx, known.staff_id, known.password_hash))
        if member is not None:
            return member
    await count_failure(database, staff_id=known.staff_id if known else _NOBODY)
    raise LoginFailed


async def count_failure(database: Database, *, staff_id: StaffId) -> None:
    """Count a wrong password against the account, in a transaction of its own."""
    await database.transact(lambda tx: _count_failure(tx, staff_id))


async def _enter(tx: Transaction, staff_id: StaffId, password_hash: str) -> StaffMember | None:
    """The member, unless the account came to rest or the password was changed while it was being verified."""
    if await store.record_login(tx, staff_id=staff_id, password_hash=password_hash, at=tx.at) == 0:
        return None
    return await queries.get_member(tx, staff_id=staff_id)


async def _count_failure(tx: Transaction, staff_id: StaffId) -> None:
    await commit_without_waiting_for_disk(tx)
    await store.record_failed_login(
        tx, staff_id=staff_id, count_max=LOGIN_FAILURE_COUNT_MAX, rests_until=tx.at + LOGIN_REST, at=tx.at
    )
