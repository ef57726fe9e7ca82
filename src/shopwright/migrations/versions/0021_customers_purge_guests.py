"""Ask from time to time whether anything still hangs on a guest."""

from shopwright.platform.db.migrate import run_sql

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
