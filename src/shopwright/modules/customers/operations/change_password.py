"""Replace a password, and end every other session."""

from datetime import datetime

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers import queries, store
from shopwright.modules.customers.errors import CustomerNotFound
from shopwright.modules.customers.events import PasswordChanged
from shopwright.modules.customers.operations.log_in import try_of
from shopwright.modules.customers.rules import may_act_for
from shopwright.platform.credentials import EndSessions, PasswordChange
from shopwright.platform.db import Database, Transaction
from shopwright.platform.events import publish


async def change_password(
    database: Database,
    *,
    actor: Actor,
    customer_id: CustomerId,
    current_password: str,
    new_password: str,
    end_sessions: EndSessions,
) -> datetime:
    """Replace the password of a customer who knows the current one. Opens its own transaction, after the slow hashes.

    Sessions lie with the faces, so the caller hands in `end_sessions`, which deletes them in the same transaction, and
    opens a fresh one for whoever did this, with the moment returned (see `may_open_session`). A wrong current password
    counts like a failed log-in from no address. Raises CustomerNotFound, and InvalidInput at `current_password` or
    `new_password`.
    """
    if not may_act_for(actor, customer_id):
        raise CustomerNotFound
    async with database.reading() as reading:
        customer = await queries.get_customer(reading, customer_id=customer_id)
        credentials = await store.find_credentials(reading, customer_id=customer_id)

    async def replace(tx: Transaction, replaced_hash: str, password_hash: str) -> datetime | None:
        changed_at = await store.replace_password(
            tx, customer_id=customer_id, password_hash=password_hash, replaced_hash=replaced_hash, at=tx.at
        )
        if changed_at is not None:
            await publish(tx, actor=actor, events=[PasswordChanged(customer_id=customer_id)])
        return changed_at

    logins = [login.value for login in customer.logins]
    return await PasswordChange(current_password, new_password, logins=logins).carry_out(
        database,
        one_try=try_of(customer_id, client=""),
        replaced_hash=credentials.password_hash if credentials else None,
        replace=replace,
        end_sessions=end_sessions,
    )
