"""Making a cluster, and its two roles: an administrator, and the shop, which owns its database and nothing more."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import msgspec
import psycopg
from psycopg import sql

from shopwright.platform.db.embedded.account import Account, account_for_initdb, hand_over
from shopwright.platform.db.embedded.errors import EmbeddedServerFailed, EmbeddedServerUnavailable
from shopwright.platform.db.embedded.place import PRIVATE, Place

ADMINISTRATOR = "administrator"
SHOP = "shopwright"
# The socket folder is private to one server, so the number only names the file in it.
PORT = 5432
# Without a locale of the system's that could change under our indexes; the second is for systems without C.UTF-8.
CHARACTER_TYPES = ("C.UTF-8", "C")


class Passwords(msgspec.Struct, frozen=True):
    """The random passwords of a cluster's roles."""

    administrator: str
    shop: str


def make_cluster(place: Place, *, programs: Path, account: Account, is_durable: bool) -> None:
    """Run `initdb` aside and move the finished cluster into its place, so that half a cluster is never started."""
    maker = account_for_initdb(account)
    shutil.rmtree(place.making, ignore_errors=True)
    place.making.mkdir(mode=PRIVATE)
    passwords = Passwords(administrator=secrets.token_urlsafe(24), shop=secrets.token_urlsafe(24))
    password_file = place.making / "password"
    _write_private(password_file, passwords.administrator.encode())
    hand_over(place.making, maker)
    _run_initdb(programs, making=place.making, account=maker, is_durable=is_durable)
    password_file.unlink()
    fresh = place.making / "data"
    hand_over(fresh, account)
    _write_private(place.passwords, msgspec.json.encode(passwords))
    fresh.rename(place.data)
    place.making.rmdir()


def read_passwords(place: Place) -> Passwords:
    """The passwords stored beside the data.

    Raises:
        EmbeddedServerFailed: the file is gone or cannot be read.
    """
    try:
        return msgspec.json.decode(place.passwords.read_bytes(), type=Passwords)
    except (OSError, msgspec.DecodeError) as error:
        raise EmbeddedServerFailed(
            f"The database's password file {place.passwords} cannot be read. It belongs to the data beside it: "
            "restore it from your backup."
        ) from error


def ask_data_folder(socket_folder: Path, passwords: Passwords) -> Path | None:
    """Ask the server behind a socket which data folder it serves; None while nobody answers.

    Raises:
        EmbeddedServerFailed: it answers, but does not know our password.
    """
    try:
        with _connect(socket_folder, passwords) as connection:
            row = connection.execute("SELECT current_setting('data_directory')").fetchone()
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise EmbeddedServerFailed("The database does not accept the password stored beside its data.") from error
        return None
    return None if row is None else Path(str(row[0]))


def ensure_shop(socket_folder: Path, passwords: Passwords) -> str:
    """Make the shop's role and database if they are missing; returns the URL that asyncpg and psycopg both take."""
    role = sql.Identifier(SHOP)
    with _connect(socket_folder, passwords) as connection:
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [SHOP]).fetchone() is None:
            # CREATEDB lets tests copy template databases; pg_monitor lets the console look at running statements.
            create = sql.SQL("CREATE ROLE {} LOGIN CREATEDB IN ROLE pg_monitor PASSWORD {}")
            connection.execute(create.format(role, sql.Literal(passwords.shop)))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [SHOP]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))
    host = quote(str(socket_folder), safe="/")
    return f"postgresql://{SHOP}:{passwords.shop}@/{SHOP}?host={host}&port={PORT}"


def _connect(socket_folder: Path, passwords: Passwords) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(socket_folder),
        port=PORT,
        user=ADMINISTRATOR,
        password=passwords.administrator,
        dbname="postgres",
        connect_timeout=5,
        autocommit=True,
    )


def _run_initdb(programs: Path, *, making: Path, account: Account, is_durable: bool) -> None:
    complaint = ""
    for character_type in CHARACTER_TYPES:
        command = [
            str(programs / "initdb"),
            f"--pgdata={making / 'data'}",
            f"--username={ADMINISTRATOR}",
            f"--pwfile={making / 'password'}",
            "--auth=scram-sha-256",
            "--data-checksums",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            f"--locale={character_type}",
            *(() if is_durable else ("--no-sync",)),
        ]
        try:
            done = subprocess.run(  # noqa: S603 - a program of our own dependency, arguments without a shell.
                command,
                capture_output=True,
                text=True,
                check=False,
                cwd=making,
                env=plain_environment(),
                **account.options(),
            )
        except OSError as error:
            raise EmbeddedServerUnavailable(f"PostgreSQL's initdb cannot be run: {error}.") from error
        if done.returncode == 0:
            return
        complaint = done.stderr.strip()
        if "invalid locale" not in complaint:
            break
    raise EmbeddedServerFailed(f"PostgreSQL could not make a database in {making.parent}:\n{complaint}")


def plain_environment() -> dict[str, str]:
    """An environment in which no PG* variable or language of the caller's changes what PostgreSQL does."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _write_private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 - by descriptor.
        file.write(content)
