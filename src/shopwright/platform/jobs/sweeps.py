"""Due work is rows, swept with an explicit moment: expiries, deadlines, schedules."""

from collections.abc import Awaitable, Callable

import msgspec

from shopwright.platform.db import Database

ENTRYPOINT = "sweep"


class Sweep(msgspec.Struct, frozen=True):
    """Work that looks for what is due every so often. `run` opens its own transactions and is bounded.

    It is safe to run twice at once: what it takes it takes by conditional updates or skipped locks.
    """

    name: str
    every_seconds: float
    run: Callable[[Database], Awaitable[None]]
