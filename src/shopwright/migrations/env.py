"""Alembic's entry: runs the revisions over the connection that `platform.db.migrate` hands in."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="schema_revision",
    version_table_schema="platform",
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
