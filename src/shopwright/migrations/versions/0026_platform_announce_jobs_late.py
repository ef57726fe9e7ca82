"""Let no transaction tell the workers of its jobs before it is committed."""

from shopwright.platform.db.migrate import run_sql

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    run_sql(__file__, "up")


def downgrade() -> None:
    run_sql(__file__, "down")
