"""Create the platform's own tables: placements, outbox, inbox, dead letters, sessions, settings, limits."""

from shopwright.platform.db.migrate import run_sql

revision = "0001"
down_revision = None


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
