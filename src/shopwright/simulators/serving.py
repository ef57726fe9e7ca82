"""How a simulator is served: by one process on this machine that is gone as soon as it is told to end."""

import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from granian import Granian
from granian.constants import Interfaces

_KILL_TIMEOUT_SECONDS = 5


def serve(name: str, load: Callable[[], Any], *, port: int, address: str = "127.0.0.1") -> NoReturn:
    """Serve the app that `load` makes, in a worker of its own, until a signal; then end this process at once.

    One worker: what a simulator keeps has one writer, and its pages need no more.
    """
    server = Granian(
        name,
        address=address,
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        respawn_failed_workers=True,
        workers_kill_timeout=_KILL_TIMEOUT_SECONDS,
        log_access=False,
    )
    server.serve(target_loader=load, wrap_loader=False)
    # Everything is closed. An interpreter that takes itself apart would let Ctrl-C wait for half a second, and for
    # seconds on a busy machine.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
