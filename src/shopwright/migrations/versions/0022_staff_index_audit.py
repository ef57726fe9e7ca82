"""Find the acts of one part of the shop without reading the whole audit log."""

from shopwright.platform.db.migrate import run_sql

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
