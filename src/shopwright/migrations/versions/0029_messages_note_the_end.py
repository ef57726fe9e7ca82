"""Keep when a message came to its end, so that what it said is kept from then on."""

from shopwright.platform.db.migrate import run_sql

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
