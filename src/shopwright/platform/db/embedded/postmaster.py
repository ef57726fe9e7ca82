"""The server's main process: recognising it, starting it, ending it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from shopwright.platform.db.embedded.account import Account
from shopwright.platform.db.embedded.cluster import plain_environment
from shopwright.platform.db.embedded.errors import EmbeddedServerUnavailable
from shopwright.platform.db.embedded.place import Place

POLL_SECONDS = 0.02
LOG_BYTES_MAX = 8_000_000
# A worker that waits for the disk cannot hear the signal; it ends by itself once it can, and the log is whole.
AFTER_SIGNAL_SECONDS = 0.4


class Postmaster(msgspec.Struct, frozen=True):
    """What `postmaster.pid` says about a server: its process and the folder of its socket."""

    process_id: int
    socket_folder: Path


def read_pid_file(data: Path) -> Postmaster | None:
    """What the pid file says, which may be stale; None when it is missing or not yet whole."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return Postmaster(int(lines[0]), Path(lines[4]))
    except (FileNotFoundError, IndexError, ValueError):
        return None


def is_postmaster(process_id: int, data: Path) -> bool:
    """Whether this process is alive and is the server of this data folder, whatever a pid file claims.

    Linux: a server's working directory is its data folder. Elsewhere we look at its command line.
    """
    if Path("/proc/self/cwd").exists():
        try:
            return os.path.samefile(f"/proc/{process_id}/cwd", data)  # noqa: PTH121 - the link must not be resolved.
        except OSError:
            return False
    shown = subprocess.run(  # noqa: S603 - a fixed program and a number.
        ["/bin/ps", "-o", "command=", "-p", str(process_id)],
        capture_output=True,
        text=True,
        check=False,
    )
    return "postgres" in shown.stdout and f"-D {data}" in shown.stdout


def drop_misleading_pid_file(data: Path) -> None:
    """Remove a pid file that names a living process which is no server of this folder.

    PostgreSQL sees through the pid of a dead process by itself, and then also checks that no worker of the old server
    is left; only a number that was given to somebody else after a crash makes it refuse to start.
    """
    found = read_pid_file(data)
    if found is None or is_postmaster(found.process_id, data):
        return
    try:
        os.kill(found.process_id, 0)
    except ProcessLookupError:
        return
    except PermissionError:
        pass
    (data / "postmaster.pid").unlink(missing_ok=True)


def launch(
    place: Place, *, programs: Path, account: Account, socket_folder: Path, settings: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start the server in a session of its own, so that Ctrl-C reaches it only through us; its words go to the log.

    Raises:
        EmbeddedServerUnavailable: the program cannot be run as that account.
    """
    given = {"unix_socket_directories": '"' + str(socket_folder).replace('"', '""') + '"', **settings}
    options = [part for name, value in given.items() for part in ("-c", f"{name}={value}")]
    with place.log.open("ab") as log:
        try:
            return subprocess.Popen(  # noqa: S603 - a program of our own dependency, arguments without a shell.
                [str(programs / "postgres"), "-D", str(place.data), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd="/",
                umask=0o077,
                env=plain_environment(),
                **account.options(),
            )
        except OSError as error:
            raise EmbeddedServerUnavailable(
                f"PostgreSQL cannot be run as user id {account.user_id}: {error}."
            ) from error


def log_size(log: Path) -> int:
    """The present size of the log in bytes; one that has grown long is set aside first."""
    size = log.stat().st_size if log.exists() else 0
    if size <= LOG_BYTES_MAX:
        return size
    log.replace(log.with_name(f"{log.name}.1"))
    return 0


def last_words(log: Path, *, since: int) -> str:
    """The last lines that the server wrote to its log after the position `since`."""
    with log.open("rb") as file:
        file.seek(since)
        return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-8:])


def end(process_id: int, *, is_alive: Callable[[], bool], timeout_seconds: float) -> None:
    """End a server: a fast shutdown, then an immediate one (the next start repairs from the log), then by force."""
    steps = ((signal.SIGINT, timeout_seconds), (signal.SIGQUIT, AFTER_SIGNAL_SECONDS), (signal.SIGKILL, 30.0))
    for number, patience_seconds in steps:
        if not is_alive():
            return
        os.kill(process_id, number)
        deadline = time.monotonic() + patience_seconds
        while is_alive() and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
