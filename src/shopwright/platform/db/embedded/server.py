"""One embedded PostgreSQL in one folder: made at first use, started or adopted, asked until it answers, stopped."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from shopwright.platform.db.embedded import place
from shopwright.platform.db.embedded.cluster import PORT
from shopwright.platform.db.embedded.errors import EmbeddedServerFailed, EmbeddedServerUnavailable
from shopwright.platform.db.embedded.holder import Holder
from shopwright.platform.db.embedded.running import Running, begin, begin_again, end_orphan

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
}
FAST_SECONDS = 1.0
"""With what follows it, and with the programs that end before, Ctrl-C closes a demo within three seconds."""


class EmbeddedServer:
    """The PostgreSQL whose data is in `folder`; `settings` are server options that override ours.

    Durability is PostgreSQL's default unless `settings` say otherwise. Not safe to share between threads.
    """

    def __init__(self, folder: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self.folder = Path(folder)
        self._settings = {**SETTINGS, **(settings or {})}
        self._holder: Holder | None = None
        self._running: Running | None = None

    @property
    def url(self) -> str:
        """The `DATABASE_URL` of the shop's own role; it owns its database and may create others.

        Raises:
            EmbeddedServerFailed: the server has not been started.
        """
        return self._started().url

    @property
    def relocation(self) -> str | None:
        """A sentence saying where the data is, when it could not be in `folder`; else None."""
        return self._started().place.relocation

    @property
    def process_id(self) -> int:
        """The number of the server's main process."""
        return self._started().process_id

    def start(self) -> str:
        """Make the cluster at first use, start or adopt its server, wait until it answers, and return its URL.

        A server left over from a holder that was killed keeps the settings that it was started with.

        Raises:
            EmbeddedServerUnavailable: this machine cannot run it; the sentence names `DATABASE_URL`.
            EmbeddedServerInUse: another living holder has the folder.
            EmbeddedServerFailed: it did not start; the sentence quotes its log.
        """
        if self._running is not None:
            return self._running.url
        if sys.platform == "win32":
            raise EmbeddedServerUnavailable("The embedded PostgreSQL does not run on Windows.")
        folder = place.make_folder(self.folder)
        holder = Holder(folder)
        try:
            self._running = begin(place.settle(folder), self._settings)
        except BaseException:
            holder.release()
            raise
        self._holder = holder
        return self._running.url

    @property
    def log(self) -> Path:
        """The file of what the server says."""
        return self._started().place.log

    def is_alive(self) -> bool:
        """Whether the server has been started and has not died since."""
        return self._running is not None and self._running.is_alive()

    def revive(self, *, stops: Callable[[], bool] = lambda: False) -> None:
        """Start the server again where it has died, at the URL of before; nothing happens where it runs.

        It may take as long as PostgreSQL repairs from its log. `stops` is asked all the while: once it is true, a
        server that does not answer yet is left to `stop`.

        Raises:
            EmbeddedServerFailed: it did not start, or has not been started before.
        """
        died = self._started()
        if not died.is_alive():
            self._running = begin_again(died, self._settings, stops=stops)

    def stop(self, *, timeout_seconds: float = FAST_SECONDS) -> None:
        """Shut the server down fast, or after `timeout_seconds` immediately; does nothing if it is not started.

        A fast shutdown writes everything down first, which takes as long as the disk does. An immediate one loses
        nothing either: the next start repairs from the log what was not written yet.
        """
        if self._running is not None:
            self._running.finish(timeout_seconds=timeout_seconds)
            self._running = None
        if self._holder is not None:
            self._holder.release()
            self._holder = None

    def discard(self) -> None:
        """Stop the server and remove its data for ever, with everything else that we made for it.

        Raises:
            EmbeddedServerInUse: another living holder has the folder.
        """
        self.stop()
        folder = place.make_folder(self.folder)
        holder = Holder(folder)
        try:
            where = place.settle(folder)
            end_orphan(where)
            place.clear(where)
        finally:
            holder.release()

    def _started(self) -> Running:
        if self._running is None:
            raise EmbeddedServerFailed(f"The embedded server in {self.folder} has not been started.")
        return self._running
