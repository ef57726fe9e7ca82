"""What orders does by the clock and by the queue."""

from collections.abc import Mapping

from shopwright.modules.orders.operations.expire import expire_due
from shopwright.modules.orders.operations.insert_orders import SETTLE_ENTRYPOINT
from shopwright.modules.orders.operations.receive import complete_due
from shopwright.modules.orders.operations.settle import settle_job
from shopwright.platform.jobs import Sweep
from shopwright.platform.jobs.worker import Work

SWEEPS: tuple[Sweep, ...] = (
    Sweep("orders.expire", 2.0, expire_due),
    Sweep("orders.complete", 60.0, complete_due),
)
WORK: Mapping[str, Work] = {SETTLE_ENTRYPOINT: settle_job}
