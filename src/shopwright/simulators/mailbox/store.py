"""The mailbox's memory: one SQLite table of raw mails, read anew each time it is asked."""

import email
import sqlite3
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path

from shopwright.simulators.mailbox.contracts import KeptMail

_SCHEMA = """
create table if not exists mail (
    id integer primary key,
    received_at real not null,
    sender text not null,
    recipient text not null,
    content blob not null
);
"""
LISTED_COUNT_MAX = 200
KEPT_COUNT_MAX = 2_000


class Store:
    """Mails by age. Used by one event loop, so a step without await is alone."""

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        path = ":memory:" if folder is None else str(folder / "mailbox.sqlite3")
        # The app may be made in one thread and served in another, but never by two at once.
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.executescript(f"pragma journal_mode = wal; pragma synchronous = normal; {_SCHEMA}")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def add(self, *, sender: str, recipient: str, content: bytes, at: datetime) -> None:
        """Keep a mail; the oldest beyond two thousand go."""
        inserted = self._connection.execute(
            "insert into mail (received_at, sender, recipient, content) values (?, ?, ?, ?)",
            (at.timestamp(), sender, recipient, content),
        )
        self._connection.execute("delete from mail where id <= ?", ((inserted.lastrowid or 0) - KEPT_COUNT_MAX,))

    def find(self, mail_id: int) -> KeptMail | None:
        """One mail."""
        row = self._connection.execute(f"{_SELECT} where id = ?", (mail_id,)).fetchone()
        return None if row is None else _read(row)

    def list_newest(self) -> list[KeptMail]:
        """The newest mails first, at most two hundred."""
        rows = self._connection.execute(f"{_SELECT} order by id desc limit ?", (LISTED_COUNT_MAX,)).fetchall()
        return [_read(row) for row in rows]

    def clear(self) -> None:
        """Throw every mail away."""
        self._connection.execute("delete from mail")


_SELECT = "select id, received_at, sender, recipient, content from mail"
_Row = tuple[int, float, str, str, bytes]


def _read(row: _Row) -> KeptMail:
    mail_id, received_at, sender, recipient, content = row
    message = email.message_from_bytes(content, policy=modern)
    return KeptMail(
        id=mail_id,
        received_at=datetime.fromtimestamp(received_at, UTC),
        sender=sender,
        recipient=recipient,
        subject=str(message["Subject"] or ""),
        message_id=str(message["Message-ID"] or "").strip("<>"),
        language=str(message["Content-Language"] or ""),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return "" if body is None else str(body.get_content()).replace("\r\n", "\n")
