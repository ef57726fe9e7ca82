"""Create the content: pages of blocks, as they are drafted and as they were published."""

from shopwright.platform.db.migrate import run_sql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
