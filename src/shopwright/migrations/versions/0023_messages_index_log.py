"""Find messages of any status, and those to one address, without reading the whole log."""

from shopwright.platform.db.migrate import run_sql

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
