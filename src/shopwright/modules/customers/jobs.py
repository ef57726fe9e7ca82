"""What customers does by the clock."""

from collections.abc import Sequence
from functools import partial

from shopwright.modules.customers.contracts import GuestKeeper
from shopwright.modules.customers.operations.purge_guests import purge_guests
from shopwright.platform.jobs import Sweep


def sweeps(keepers: Sequence[GuestKeeper]) -> tuple[Sweep, ...]:
    """The sweeps, given everyone who may have something that hangs on a guest."""
    return (Sweep("customers.purge_guests", every_seconds=3_600, run=partial(purge_guests, keepers=keepers)),)
