"""What the catalogue does by the clock."""

from shopwright.modules.catalog.operations.index_due import index_due
from shopwright.platform.jobs import Sweep

SWEEPS: tuple[Sweep, ...] = (Sweep("catalog.index_due", every_seconds=5, run=index_due),)
