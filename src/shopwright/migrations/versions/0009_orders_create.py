"""Create the orders family: groups, orders, lines, allocations, parcels, money facts, timeline."""

from shopwright.platform.db.migrate import run_sql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
