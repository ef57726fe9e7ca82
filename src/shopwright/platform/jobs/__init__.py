"""Jobs, sweeps and the worker that does them."""

from shopwright.platform.jobs.queue import Job, enqueue
from shopwright.platform.jobs.sweeps import Sweep

__all__ = ["Job", "Sweep", "enqueue"]
