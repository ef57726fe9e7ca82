"""Remember of an order that money could not go back, and find what is on its way or failed."""

from shopwright.platform.db.migrate import run_sql

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
