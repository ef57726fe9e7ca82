"""Brings a database to the newest schema, by Alembic revisions of hand-written SQL."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy
from alembic import command, op
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import shopwright.migrations

FOLDER = Path(shopwright.migrations.__file__).parent


def upgrade(url: str, *, revision: str = "head") -> None:
    """Apply every step up to `revision`. Two processes that start together wait for one another."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, *, revision: str = "base") -> None:
    """Take steps back down to `revision`; `base` removes everything of ours."""
    _run(url, lambda config: command.downgrade(config, revision))


def current_revision(url: str) -> str | None:
    """The revision that a database stands at, or None where it was never migrated."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            if not sqlalchemy.inspect(connection).has_table("schema_revision", schema="platform"):
                return None
            options = {"version_table": "schema_revision", "version_table_schema": "platform"}
            return MigrationContext.configure(connection, opts=options).get_current_revision()
    finally:
        engine.dispose()


def head_revision() -> str:
    """The newest revision in the tree."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def run_sql(revision_file: str, direction: str) -> None:
    """Run the SQL file beside a revision: `direction` is `up` or `down`. Called from within Alembic."""
    run_text(Path(revision_file).with_suffix(f".{direction}.sql").read_text(encoding="utf-8"))


def run_text(sql: str) -> None:
    """Run SQL of one or several statements on the migration's own connection. Called from within Alembic."""
    driver_connection = op.get_bind().connection.driver_connection
    if driver_connection is None:
        raise RuntimeError("Alembic runs without a connection")
    with driver_connection.cursor() as cursor:
        cursor.execute(sql.encode())


def _run(url: str, act: Callable[[Config], None]) -> None:
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("SET lock_timeout = '60s'")
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('shopwright.migrations'))")
            connection.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS platform")
            config = _config()
            config.attributes["connection"] = connection
            act(config)
    finally:
        engine.dispose()


def _engine(url: str) -> sqlalchemy.Engine:
    import psycopg  # noqa: PLC0415 - the driver loads only when a schema is migrated, never in a serving process.

    return sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=sqlalchemy.pool.NullPool
    )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
