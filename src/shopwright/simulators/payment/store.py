"""The simulator's memory: a small SQLite database in a file or in memory. Every method is one statement or one step."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from shopwright.simulators.payment.contracts import Notice, Payment, PaymentStatus, Refund, RefundStatus

Record = TypeVar("Record", bound=msgspec.Struct)

_SCHEMA = """
create table if not exists payment (
    id text primary key,
    out_trade_no text not null unique,
    minor integer not null check (minor > 0),
    currency text not null,
    description text not null,
    notify_url text not null,
    return_url text not null,
    status text not null,
    created_at integer not null,
    expires_at integer not null,
    settled_at integer,
    refund_mode text not null
);
create table if not exists refund (
    id text primary key,
    out_refund_no text not null unique,
    payment_id text not null references payment (id),
    out_trade_no text not null,
    minor integer not null check (minor > 0),
    currency text not null,
    reason text not null,
    notify_url text not null,
    status text not null,
    created_at integer not null,
    settles_at integer not null,
    settled_at integer
);
create index if not exists refund_by_payment on refund (payment_id);
create index if not exists refund_processing on refund (settles_at) where status = 'processing';
create table if not exists notice (
    id integer primary key,
    event_id text not null,
    payment_id text not null,
    url text not null,
    body text not null,
    is_signed_rightly integer not null,
    attempt_count integer not null default 0,
    due_at integer,
    delivered_at integer,
    last_answer text not null default ''
);
create index if not exists notice_due on notice (due_at) where due_at is not null;
create index if not exists notice_by_payment on notice (payment_id);
create index if not exists notice_by_event on notice (event_id);
create table if not exists nonce (
    nonce text primary key,
    seen_at integer not null
);
"""
_DUE_COUNT_MAX = 200


class Store:
    """Payments, refunds, notices and seen nonces. Used by one event loop, so a step without await is alone."""

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        path = ":memory:" if folder is None else str(folder / "simpay.sqlite3")
        # The app may be made in one thread and served in another, but never by two at once.
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript(f"pragma journal_mode = wal; pragma synchronous = normal; {_SCHEMA}")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def step(self) -> Iterator[None]:
        """Everything inside happens or nothing does."""
        self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    def add_payment(self, payment: Payment) -> None:
        """Keep a new payment."""
        self._insert("payment", payment)

    def find_payment(self, *, payment_id: str = "", out_trade_no: str = "") -> Payment | None:
        """The payment with this id or this reference."""
        return self._one(
            "select * from payment where id = ? or out_trade_no = ?", (payment_id, out_trade_no), into=Payment
        )

    def set_payment(self, payment_id: str, status: PaymentStatus, *, settled_at: int, refund_mode: str) -> None:
        """Move a payment to its end."""
        self._connection.execute(
            "update payment set status = ?, settled_at = ?, refund_mode = ? where id = ?",
            (status.value, settled_at, refund_mode, payment_id),
        )

    def add_refund(self, refund: Refund) -> None:
        """Keep a new refund."""
        self._insert("refund", refund)

    def find_refund(self, out_refund_no: str) -> Refund | None:
        """The refund with this reference."""
        return self._one("select * from refund where out_refund_no = ?", (out_refund_no,), into=Refund)

    def set_refund(self, refund_id: str, status: RefundStatus, *, settled_at: int) -> None:
        """Move a refund to its end."""
        self._connection.execute(
            "update refund set status = ?, settled_at = ? where id = ?", (status.value, settled_at, refund_id)
        )

    def refunded_minor(self, payment_id: str, *, with_processing: bool) -> int:
        """What was given back of a payment, with or without what is still under way."""
        statuses = ("succeeded", "processing" if with_processing else "succeeded")
        row = self._connection.execute(
            "select coalesce(sum(minor), 0) from refund where payment_id = ? and status in (?, ?)",
            (payment_id, *statuses),
        ).fetchone()
        return int(row[0])

    def list_refunds_to_settle(self, at: int) -> list[Refund]:
        """Processing refunds whose time has come."""
        return self._all(
            "select * from refund where status = 'processing' and settles_at <= ? order by settles_at limit ?",
            (at, _DUE_COUNT_MAX),
            into=Refund,
        )

    def add_notice(
        self, *, event_id: str, payment_id: str, url: str, body: str, is_signed_rightly: bool, at: int
    ) -> int:
        """Put one copy of an event on its way and return its id."""
        cursor = self._connection.execute(
            "insert into notice (event_id, payment_id, url, body, is_signed_rightly, due_at) values (?, ?, ?, ?, ?, ?)",
            (event_id, payment_id, url, body, is_signed_rightly, at),
        )
        return int(cursor.lastrowid or 0)

    def find_notice(self, notice_id: int) -> Notice | None:
        """One notice."""
        return self._one("select * from notice where id = ?", (notice_id,), into=Notice)

    def find_event(self, event_id: str) -> Notice | None:
        """The first notice of an event."""
        return self._one("select * from notice where event_id = ? order by id limit 1", (event_id,), into=Notice)

    def list_due_notices(self, at: int) -> list[Notice]:
        """Notices to send now, oldest first."""
        return self._all(
            "select * from notice where due_at <= ? order by due_at, id limit ?", (at, _DUE_COUNT_MAX), into=Notice
        )

    def list_notices(self, payment_id: str) -> list[Notice]:
        """The notices of a payment and of its refunds, oldest first."""
        return self._all(
            "select * from notice where payment_id = ? order by id limit ?", (payment_id, _DUE_COUNT_MAX), into=Notice
        )

    def record_attempt(self, notice_id: int, *, answer: str, delivered_at: int | None, due_at: int | None) -> None:
        """What became of sending a notice, and when to try again."""
        self._connection.execute(
            "update notice set attempt_count = attempt_count + 1, last_answer = ?, delivered_at = ?, due_at = ? "
            "where id = ?",
            (answer, delivered_at, due_at, notice_id),
        )

    def next_due_at(self) -> int | None:
        """The earliest moment at which there is something to do."""
        row = self._connection.execute(
            "select min(due) from (select min(due_at) as due from notice where due_at is not null "
            "union all select min(settles_at) from refund where status = 'processing')"
        ).fetchone()
        return None if row[0] is None else int(row[0])

    def use_nonce(self, nonce: str, *, at: int, forget_before: int) -> bool:
        """Remember a nonce; False when it was used before. Those seen before `forget_before` are forgotten."""
        self._connection.execute("delete from nonce where seen_at < ?", (forget_before,))
        cursor = self._connection.execute("insert or ignore into nonce values (?, ?)", (nonce, at))
        return cursor.rowcount == 1

    def _insert(self, table: str, record: msgspec.Struct) -> None:
        values = msgspec.to_builtins(record)
        places = ", ".join(f":{name}" for name in values)
        self._connection.execute(f"insert into {table} ({', '.join(values)}) values ({places})", values)

    def _one(self, statement: str, values: tuple[Any, ...], *, into: type[Record]) -> Record | None:
        rows = self._all(statement, values, into=into)
        return rows[0] if rows else None

    def _all(self, statement: str, values: tuple[Any, ...], *, into: type[Record]) -> list[Record]:
        rows = self._connection.execute(statement, values).fetchall()
        # SQLite keeps a boolean as 0 or 1, which msgspec takes for one only when it is lenient.
        return [msgspec.convert(dict(row), type=into, strict=False) for row in rows]
