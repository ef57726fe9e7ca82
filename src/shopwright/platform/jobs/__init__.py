"""Jobs, sweeps and the worker that does them."""

from shopwright.platform.jobs.held import discard_held_job, list_held_jobs, page_held_jobs, retry_held_job
from shopwright.platform.jobs.queue import Job, enqueue
from shopwright.platform.jobs.store import HeldJob, count_held_jobs
from shopwright.platform.jobs.sweeps import Sweep

__all__ = [
    "HeldJob",
    "Job",
    "Sweep",
    "count_held_jobs",
    "discard_held_job",
    "enqueue",
    "list_held_jobs",
    "page_held_jobs",
    "retry_held_job",
]
