"""When an account rests after wrong passwords: for whoever guessed, and only after very many for everybody."""

import hashlib
from datetime import timedelta

import msgspec

from shopwright.platform import windows
from shopwright.platform.db import Database

LOGIN_FAILURE_COUNT_MAX = 10
LOGIN_REST = timedelta(minutes=15)
ACCOUNT_FAILURE_COUNT_MAX = 100
ACCOUNT_REST = timedelta(hours=1)


class Try(msgspec.Struct, frozen=True):
    """One try to prove who one is: of `account`, from the network address `client`; `realm` is whose accounts."""

    realm: str
    account: str
    client: str

    async def count(self, database: Database) -> bool:
        """Count the try before the password is looked at, and say whether it may succeed at all.

        Ten tries from one address within a quarter of an hour let the account rest for that address until it is over,
        a hundred from anywhere within an hour for everybody. So nobody locks another out from one place, and guesses
        made at once are all counted. The work is the same for accounts that exist and those that do not.
        """
        async with database.reading() as reading:
            here = await windows.hit_window(
                reading, subject=self._here, at=reading.at, opened_before=reading.at - LOGIN_REST
            )
            anywhere = await windows.hit_window(
                reading, subject=self._anywhere, at=reading.at, opened_before=reading.at - ACCOUNT_REST
            )
        return here.hit_count <= LOGIN_FAILURE_COUNT_MAX and anywhere.hit_count <= ACCOUNT_FAILURE_COUNT_MAX

    async def forgive(self, database: Database) -> None:
        """It succeeded: this address begins anew, and the account's count gets this one try back."""
        async with database.reading() as reading:
            await windows.delete_window(reading, subject=self._here)
            await windows.give_back_hit(reading, subject=self._anywhere)

    async def end_rest(self, database: Database) -> None:
        """Begin anew for everybody, from this address: the account has another password now."""
        async with database.reading() as reading:
            await windows.delete_window(reading, subject=self._here)
            await windows.delete_window(reading, subject=self._anywhere)

    @property
    def _anywhere(self) -> str:
        return f"login:{self.realm}:{self.account}"

    @property
    def _here(self) -> str:
        return f"{self._anywhere}:{self.client[:100]}"


def unknown_account(typed: str) -> str:
    """What stands for an account where there is none of this login, so that its tries are counted alike."""
    return hashlib.sha256(typed.encode(errors="replace")).hexdigest()[:32]
