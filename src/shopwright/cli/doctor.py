"""`shopwright doctor`."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import asyncpg
import click
import uvloop

from shopwright.platform.db import Database, migrate
from shopwright.platform.events import list_dead_letters
from shopwright.platform.files import FileStore
from shopwright.platform.jobs import count_held_jobs
from shopwright.platform.settings import Settings, SettingsError, read_settings

VERSION_LEAST = 16
VERSION_MOST = 18
Check = Callable[[Settings], Awaitable[str]]


class _Wrong(Exception):
    """A check failed; the message says what and what to do."""


@click.command(name="doctor")
def command() -> None:
    """Say what is right and what is wrong with this installation. Ends with 1 when something is wrong."""
    try:
        settings = read_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    click.echo("ok     settings")
    if uvloop.run(_examine(settings)):
        raise SystemExit(1)


async def _examine(settings: Settings) -> int:
    checks: dict[str, Check] = {
        "database": _check_database,
        "schema": _check_schema,
        "jobs": _check_jobs,
        "files": _check_files,
        "address": _check_address,
    }
    wrong = 0
    for name, check in checks.items():
        try:
            click.echo(f"ok     {name}: {await check(settings)}")
        except _Wrong as error:
            wrong += 1
            click.echo(f"WRONG  {name}: {error}")
    return wrong


async def _check_database(settings: Settings) -> str:
    if not settings.database_url:
        raise _Wrong("DATABASE_URL is not set; only `shopwright demo` brings a database of its own")
    try:
        connection = await asyncpg.connect(settings.database_url, timeout=5)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise _Wrong(f"it does not answer: {error!r}") from error
    try:
        version = connection.get_server_version()
        encoding = await connection.fetchval("SHOW server_encoding")
    finally:
        await connection.close()
    if not VERSION_LEAST <= version.major <= VERSION_MOST:
        raise _Wrong(f"PostgreSQL {version.major} is not one of {VERSION_LEAST} to {VERSION_MOST}")
    if encoding != "UTF8":
        raise _Wrong(f"its encoding is {encoding}, it must be UTF8")
    # Since version 10 there is no minor one, and the library puts a nought in its place.
    return f"PostgreSQL {version.major}.{version.micro}"


async def _check_schema(settings: Settings) -> str:
    try:
        current = migrate.current_revision(settings.database_url) if settings.database_url else None
    except Exception as error:
        raise _Wrong(f"it cannot be read: {error}") from error
    head = migrate.head_revision()
    if current != head:
        raise _Wrong(f"it stands at {current or 'nothing'}, this program needs {head}: run `shopwright migrate`")
    return f"at {head}"


async def _check_jobs(settings: Settings) -> str:
    if not settings.database_url:
        raise _Wrong("the queue is in the database")
    database = Database(settings.database_url, pool_size=1)
    try:
        await database.open()
        async with database.reading() as reading:
            held_count, dead_count = await count_held_jobs(reading), len(await list_dead_letters(reading))
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise _Wrong(f"the queue cannot be read: {error!r}") from error
    finally:
        await database.close()
    if held_count or dead_count:
        told = f"{held_count} jobs and {dead_count} dead letters were given up"
        raise _Wrong(f"{told}: settle them at {settings.base_url}/console/dead-letters")
    return "none was given up"


async def _check_files(settings: Settings) -> str:
    store, key = FileStore(settings.files), f"doctor/{uuid4().hex}"
    try:
        await store.put(key, b"well", "text/plain")
        is_whole = await store.get(key) == b"well"
        await store.delete(key)
    except Exception as error:
        raise _Wrong(f"nothing can be stored in {settings.files}: {error}") from error
    if not is_whole:
        raise _Wrong(f"what is stored in {settings.files} comes back changed")
    return settings.files


async def _check_address(settings: Settings) -> str:
    if not settings.is_secure and not settings.is_demo:
        raise _Wrong(f"{settings.base_url} is not https: sessions and passwords would travel in clear")
    return settings.base_url
