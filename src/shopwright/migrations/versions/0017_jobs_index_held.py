"""Find the jobs that were given up without reading the whole queue."""

from shopwright.platform.db.migrate import run_sql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
