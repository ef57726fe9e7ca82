"""A server for tests and benchmarks, gone without a trace afterwards."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from shopwright.platform.db.embedded.place import PUBLIC_WAY
from shopwright.platform.db.embedded.server import EmbeddedServer

# A test asks whether the rows are right, not whether they outlive a power cut.
FORGETFUL: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@contextmanager
def scratch_server(
    *, durable: bool = False, settings: Mapping[str, str] | None = None, within: Path | None = None
) -> Iterator[EmbeddedServer]:
    """Start a server in a new temporary folder, yield it, then stop it and remove its data.

    Args:
        durable: commits reach the disk, as a benchmark of durable work needs; otherwise nothing is ever flushed.
        settings: server options on top of ours.
        within: make the folder inside this one, for example because the temporary folder is not on a disk.
    """
    folder = Path(tempfile.mkdtemp(prefix="shopwright-scratch-", dir=within))
    if os.geteuid() == 0:
        folder.chmod(PUBLIC_WAY)
    server = EmbeddedServer(folder, settings={**({} if durable else FORGETFUL), **(settings or {})})
    try:
        server.start()
        yield server
    finally:
        server.discard()
