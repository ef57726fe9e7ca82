"""A real PostgreSQL for every test: one server a run, one migrated template a worker, one fresh copy a test."""

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from shopwright.platform.db import migrate
from shopwright.platform.db.embedded import scratch_server

SERVER_VARIABLE = "SHOPWRIGHT_TEST_SERVER"
MEMORY_BYTES_LEAST = 4_000_000_000


@contextlib.contextmanager
def running_server() -> Iterator[str]:
    """The URL of a server for this run: the one named in the environment, else an embedded one of our own."""
    given = os.environ.get(SERVER_VARIABLE)
    if given:
        yield given
        return
    with scratch_server(settings={"autovacuum": "off"}, within=memory_folder()) as server:
        yield server.url


def memory_folder() -> Path | None:
    """A folder that lies in memory, where databases are copied many times quicker; None where there is none to use."""
    folder = Path("/dev/shm")  # noqa: S108 - a fresh private folder is made inside, never a known name.
    if not os.access(folder, os.W_OK) or shutil.disk_usage(folder).free < MEMORY_BYTES_LEAST:
        return None
    return folder


def database_url(server_url: str, name: str) -> str:
    """The URL of the database `name` on a server."""
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


@contextlib.contextmanager
def migrated_template(server_url: str) -> Iterator[str]:
    """The name of a template database with the whole schema, made by the real migrations."""
    with fresh_database(server_url) as url:
        migrate.upgrade(url)
        yield urlsplit(url).path.removeprefix("/")


@contextlib.contextmanager
def fresh_database(server_url: str, template: str = "template1") -> Iterator[str]:
    """The URL of a database copied from `template`, dropped afterwards with whoever is still connected."""
    name = f"test_{uuid.uuid4().hex[:16]}"
    run_on_server(server_url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    try:
        yield database_url(server_url, name)
    finally:
        run_on_server(server_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def run_on_server(server_url: str, sql: str) -> None:
    """Run one statement of database administration, outside any transaction."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.encode())
