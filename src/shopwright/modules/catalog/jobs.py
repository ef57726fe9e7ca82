"""What the catalogue does by the clock, and what it tries again by itself."""

from collections.abc import Mapping

from shopwright.modules.catalog.operations.index_due import INDEX_JOB, index_again, index_due
from shopwright.platform.jobs import Sweep
from shopwright.platform.jobs.worker import Work

SWEEPS: tuple[Sweep, ...] = (Sweep("catalog.index_due", every_seconds=5, run=index_due),)
WORK: Mapping[str, Work] = {INDEX_JOB: index_again}
