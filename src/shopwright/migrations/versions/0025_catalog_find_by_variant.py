"""Find products by what one of their variants has, not by what all of them have together."""

from shopwright.platform.db.migrate import run_sql

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
