"""Create payments: intents, captures, refunds and the inbox of provider events."""

from shopwright.platform.db.migrate import run_sql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
