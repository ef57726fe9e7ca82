"""Find the sessions of one person without reading all of them."""

from shopwright.platform.db.migrate import run_sql

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
