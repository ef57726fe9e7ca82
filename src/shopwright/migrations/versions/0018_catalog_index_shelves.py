"""Remember which products are to be found by other words from now on."""

from shopwright.platform.db.migrate import run_sql

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
