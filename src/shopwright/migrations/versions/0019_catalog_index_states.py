"""Find products that are sold out or delisted without reading the others, for the staff's tabs."""

from shopwright.platform.db.migrate import run_sql

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
