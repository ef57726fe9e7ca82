"""Let lists be narrowed by option values and by the price of any variant."""

from shopwright.platform.db.migrate import run_sql

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
