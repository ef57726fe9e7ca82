"""Find orders by the last digits of a phone number."""

from shopwright.platform.db.migrate import run_sql

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
