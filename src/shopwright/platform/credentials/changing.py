"""Replacing a password by one who knows it: the same for whoever logs in."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import msgspec

from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.platform.credentials.errors import CurrentPasswordWrong
from shopwright.platform.credentials.hashing import hash_password, verify_password
from shopwright.platform.credentials.passwords import check_password
from shopwright.platform.credentials.resting import Try
from shopwright.platform.db import Database, Transaction

EndSessions = Callable[[Transaction], Awaitable[object]]
Replace = Callable[[Transaction, str, str], Awaitable[datetime | None]]
"""Puts the second hash in the place of the first and tells it; None where another stands there by now."""


class PasswordChange(msgspec.Struct, frozen=True):
    """What somebody typed to replace a password; `logins` are what the account is known by."""

    current: str
    new: str
    logins: Sequence[str]

    async def carry_out(
        self,
        database: Database,
        *,
        one_try: Try,
        replaced_hash: str | None,
        replace: Replace,
        end_sessions: EndSessions,
    ) -> datetime:
        """Verify, hash, and then replace and end the sessions in one transaction; returns what `replace` told.

        A wrong current password counts like a failed log-in. Raises InvalidInput at `current_password` or
        `new_password`.
        """
        may_succeed = await one_try.count(database)
        is_right = await verify_password(replaced_hash, self.current)
        if replaced_hash is None or not is_right or not may_succeed:
            raise CurrentPasswordWrong
        await one_try.forgive(database)
        password_hash = await self._hash_new()

        async def act(tx: Transaction) -> datetime:
            changed_at = await replace(tx, replaced_hash, password_hash)
            if changed_at is None:
                # Nothing is changed when another device was quicker.
                raise CurrentPasswordWrong
            await end_sessions(tx)
            return changed_at

        return await database.transact(act)

    async def _hash_new(self) -> str:
        wrong = check_password(self.new, logins=self.logins)
        if wrong is None and self.new == self.current:
            wrong = FieldError("This is the password that you have now. Choose another.")
        if wrong is not None:
            raise InvalidInput({"new_password": wrong})
        return await hash_password(self.new)
