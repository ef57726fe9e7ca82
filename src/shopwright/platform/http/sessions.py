"""Our own sessions: loaded only when a cookie came, written only when they changed, opened by no copy of the table."""

import hashlib
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Generic, Self, TypeVar

import msgspec

from shopwright.platform.db import Database, Reading, Transaction, transact_batches
from shopwright.platform.http import store

TOKEN_BYTES = 24
FLASH_COUNT_MAX = 5
PURGE_COUNT_MAX = 5_000
FINISHING_TIME = timedelta(hours=1)
"""A session's row outlives it by so much, longer than any request that still found it open."""
MayOpen = Callable[[Transaction], Awaitable[bool]]
"""Whether who logged in may still have a session: asked under a lock, in the transaction that stores it."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


class Undo(msgspec.Struct, frozen=True):
    """The opposite of what was just done: a form that posts these fields to one of our own addresses."""

    action: str
    fields: tuple[tuple[str, str], ...] = ()


class Flash(msgspec.Struct, frozen=True):
    """Something that was done, to be said once on the next page: a gettext sentence and its values."""

    kind: str
    sentence: str
    values: Mapping[str, str | int] = msgspec.field(default_factory=dict)
    undo: Undo | None = None


class SessionFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every session remembers, and how its kind lives."""

    audience: ClassVar[str]
    cookie: ClassVar[str]
    cookie_path: ClassVar[str]
    lifetime: ClassVar[timedelta]
    is_lasting: ClassVar[bool]
    """Whether the cookie outlives the browser's window."""

    flash: tuple[Flash, ...] = ()


class ShopFacts(SessionFacts, frozen=True, kw_only=True, omit_defaults=True):
    """What the storefront remembers of a visitor; `customer_id` may be a guest's."""

    audience: ClassVar[str] = "shop"
    cookie: ClassVar[str] = "sw_shop"
    cookie_path: ClassVar[str] = "/"
    lifetime: ClassVar[timedelta] = timedelta(days=60)
    is_lasting: ClassVar[bool] = True

    customer_id: int | None = None
    is_registered: bool = False
    name: str = ""
    """The customer's name as the head of each page says it, so that no page looks it up."""


class ConsoleFacts(SessionFacts, frozen=True, kw_only=True, omit_defaults=True):
    """What the console remembers of a person of the staff; the cookie ends with the browser."""

    audience: ClassVar[str] = "console"
    cookie: ClassVar[str] = "sw_console"
    cookie_path: ClassVar[str] = "/console"
    lifetime: ClassVar[timedelta] = timedelta(hours=12)
    is_lasting: ClassVar[bool] = False

    staff_id: int | None = None
    password_of: datetime | None = None
    """The member's `sessions_valid_after` when the password was verified; the guard asks whether it still is that."""


Facts = TypeVar("Facts", bound=SessionFacts)


class Session(Generic[Facts]):
    """One visitor's session during one request. Changes are written once, before the first byte of the answer.

    `token` is the cookie's text, or None where there is no session and none was begun. `opened_at` is the moment of
    its beginning or last rotation, None until it is stored. Nothing is stored for a visitor until something changes.
    """

    __slots__ = (
        "_changed",
        "_is_ended",
        "_is_extended",
        "_kind",
        "_may_open",
        "_old_token",
        "expires_at",
        "facts",
        "opened_at",
        "token",
    )

    def __init__(self, kind: type[Facts], *, token: str | None, facts: Facts, expires_at: datetime | None) -> None:
        self._kind = kind
        self.token = token
        self.facts = facts
        self.expires_at = expires_at
        self.opened_at: datetime | None = None
        self._changed: dict[str, object] = {}
        self._old_token: str | None = None
        self._may_open: MayOpen | None = None
        self._is_ended = False
        self._is_extended = False

    def change(self, **facts: object) -> None:
        """Remember other facts from now on; the session begins here where there was none."""
        self.facts = msgspec.structs.replace(self.facts, **facts)
        self._changed.update(facts)
        self._is_ended = False
        if self.token is None:
            self.token = secrets.token_urlsafe(TOKEN_BYTES)

    def rotate(self, *, may_open: MayOpen | None = None, **facts: object) -> None:
        """Continue under a new token and let the old one die: at every login and change of rights.

        The session is stored after the act, and a password may change in between: where `may_open` then says no,
        nothing is stored and the visitor stays who they were.
        """
        self._may_open = may_open
        if self.expires_at is not None:
            self._old_token = self.token
            self.token, self.expires_at, self.opened_at = None, None, None
        self.change(**{**msgspec.structs.asdict(self.facts), **facts})

    def end(self) -> None:
        """Forget everything: the row is deleted and the cookie taken back."""
        self._old_token = self._old_token or (self.token if self.expires_at is not None else None)
        self.token, self.expires_at, self.opened_at, self.facts = None, None, None, self._kind()
        self._changed.clear()
        self._is_ended = True

    def flash(self, kind: str, sentence: str, *, undo: Undo | None = None, **values: str | int) -> None:
        """Say `sentence` (a gettext id) on the next page; `kind` is note, positive, caution or danger.

        Where `undo` is given, the next page offers to take it back.
        """
        self.change(flash=(*self.facts.flash, Flash(kind, sentence, values, undo))[-FLASH_COUNT_MAX:])

    def take_flash(self) -> tuple[Flash, ...]:
        """What is to be said now; it is not said again."""
        told = self.facts.flash
        if told:
            self.change(flash=())
        return told

    def extend_if_half_over(self, at: datetime) -> None:
        """Let a used session live on, by one write in half a lifetime instead of one a request."""
        self._is_extended = self.expires_at is not None and self.expires_at - at < self._kind.lifetime / 2

    @property
    def is_to_be_written(self) -> bool:
        """Whether the answer must wait for a statement."""
        return bool(self._changed) or self._is_ended or self._is_extended

    async def write(self, database: Database, *, is_secure: bool) -> str | None:
        """Store the changes with one statement; returns the Set-Cookie text, or None where the cookie stays.

        The changes count as written even when the statement fails, so that an error page is not held up by them.
        """
        changed, self._changed = self._changed, {}
        is_ended, self._is_ended = self._is_ended, False
        is_extended, self._is_extended = self._is_extended, False
        old_token, self._old_token = self._old_token, None
        may_open, self._may_open = self._may_open, None
        async with database.reading() as reading:
            if is_ended:
                await store.delete_session(reading, digest=_digest(old_token or ""))
                return self._cookie("", is_secure=is_secure, seconds=0)
            if self.token is None:
                return None
            if self.expires_at is not None:
                digest, audience = _digest(self.token), self._kind.audience
                until = reading.at + self._kind.lifetime if is_extended else self.expires_at
                await store.update_session(reading, digest=digest, audience=audience, changes=changed, expires_at=until)
                return self._cookie(self.token, is_secure=is_secure) if is_extended else None
            if may_open is None:
                await self._replace(reading, old_token)
                return self._cookie(self.token, is_secure=is_secure)
        is_open = await database.transact(lambda tx: self._replace_if(tx, old_token, may_open))
        return self._cookie(self.token, is_secure=is_secure) if is_open else None

    async def _replace_if(self, tx: Transaction, old_token: str | None, may_open: MayOpen) -> bool:
        if not await may_open(tx):
            return False
        await self._replace(tx, old_token)
        return True

    async def _replace(self, reading: Reading, old_token: str | None) -> None:
        self.expires_at, self.opened_at = reading.at + self._kind.lifetime, reading.at
        await store.replace_session(
            reading,
            old_digest=_digest(old_token or ""),
            digest=_digest(self.token or ""),
            audience=self._kind.audience,
            facts=self.facts,
            at=self.opened_at,
            expires_at=self.expires_at,
        )

    def _cookie(self, value: str, *, is_secure: bool, seconds: int | None = None) -> str:
        if seconds is None and self._kind.is_lasting:
            seconds = int(self._kind.lifetime.total_seconds())
        age = "" if seconds is None else f"; Max-Age={seconds}"
        secure = "; Secure" if is_secure else ""
        return f"{self._kind.cookie}={value}; Path={self._kind.cookie_path}; HttpOnly; SameSite=Lax{age}{secure}"

    @classmethod
    async def load(
        cls, database: Database, kind: type[Facts], token: str | None, reading: Reading | None = None
    ) -> Self:
        """The session that a cookie opens; an empty one for no cookie, a wrong one or an old one.

        Who reads already gives `reading`, so that no request holds two connections.
        """
        if token is None or not is_token(token):
            return cls(kind, token=None, facts=kind(), expires_at=None)
        if reading is not None:
            return await cls._find(reading, kind, token)
        async with database.reading() as own:
            return await cls._find(own, kind, token)

    @classmethod
    async def _find(cls, reading: Reading, kind: type[Facts], token: str) -> Self:
        row = await store.find_session(reading, digest=_digest(token), audience=kind.audience, at=reading.at)
        if row is None:
            return cls(kind, token=None, facts=kind(), expires_at=None)
        facts = msgspec.json.decode(row.facts, type=kind)
        loaded = cls(kind, token=token, facts=facts, expires_at=row.expires_at)
        loaded.opened_at = row.created_at
        loaded.extend_if_half_over(reading.at)
        return loaded


ShopSession = Session[ShopFacts]
ConsoleSession = Session[ConsoleFacts]


def is_token(text: str) -> bool:
    """Whether a cookie's text could be a token of ours, so that nonsense costs no query."""
    return _TOKEN.fullmatch(text) is not None


async def end_sessions_of_customer(reading: Reading, *, customer_id: int) -> int:
    """Log a customer out everywhere; whoever goes on rotates. Returns how many sessions ended.

    A new password calls it in its own transaction, so that no session survives it, whatever dies in between.
    """
    return await store.delete_sessions_of(reading, audience="shop", owner_id=customer_id)


async def end_sessions_of_staff(reading: Reading, *, staff_id: int) -> int:
    """Log a person of the staff out everywhere, as above. Returns how many sessions ended."""
    return await store.delete_sessions_of(reading, audience="console", owner_id=staff_id)


async def purge_sessions(database: Database) -> None:
    """Delete sessions that have been over for a while, a bounded number at a time. A sweep."""
    await transact_batches(database, _purge_batch, size=PURGE_COUNT_MAX)


async def _purge_batch(tx: Transaction) -> int:
    return await store.delete_expired_sessions(tx, at=tx.at - FINISHING_TIME, count_max=PURGE_COUNT_MAX)


async def list_customers_with_sessions(reading: Reading, *, customer_ids: Sequence[int]) -> list[int]:
    """Those of the customers, guests too, who may be here: whose session is open or has just ended."""
    return await store.list_customers_with_sessions(reading, customer_ids=list(customer_ids))


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def audience_kind(path: str) -> type[SessionFacts]:
    """The facts' type that a path belongs to: the console's below /console, else the shop's."""
    is_console = path == ConsoleFacts.cookie_path or path.startswith(f"{ConsoleFacts.cookie_path}/")
    return ConsoleFacts if is_console else ShopFacts
