"""Create the job queue's tables, from the queue library's own definition."""

from shopwright.platform.db.migrate import run_text
from shopwright.platform.jobs.queue import install_sql, uninstall_sql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run_text(install_sql())


def downgrade() -> None:
    run_text(uninstall_sql())
