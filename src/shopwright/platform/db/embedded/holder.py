"""One living process holds a folder: an advisory lock that the kernel drops when its holder dies, however it dies."""

import fcntl
import os
from pathlib import Path

from shopwright.platform.db.embedded.errors import EmbeddedServerInUse


class Holder:
    """The lock on one folder's embedded server."""

    def __init__(self, folder: Path) -> None:
        """Take the lock at once.

        Raises:
            EmbeddedServerInUse: another process, or another object in this one, has it.
        """
        self._descriptor = os.open(folder / "holder", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            number = os.pread(self._descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(self._descriptor)
            raise EmbeddedServerInUse(
                f"Another Shopwright (process {number}) is using the database in {folder}. Stop it first, or give this "
                "one a folder or a DATABASE_URL of its own."
            ) from error
        os.truncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n".encode("ascii"), 0)

    def release(self) -> None:
        """Let the folder go."""
        os.close(self._descriptor)
