"""Web servers under test: Granian with one worker and uvloop, as the shop is served, its output in a file."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import msgspec

START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 15
_POLL_SECONDS = 0.05
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class Server(msgspec.Struct, frozen=True):
    """A server that runs: its port on this machine and the process that was started."""

    port: int
    process_id: int

    def processor_seconds(self) -> float:
        """Processor time that the server's processes have used so far, Granian's supervisor and its worker."""
        children = Path(f"/proc/{self.process_id}/task/{self.process_id}/children").read_text().split()
        return sum(_processor_seconds(one) for one in (str(self.process_id), *children))


@contextlib.contextmanager
def serving(command: Sequence[str], *, environment: Mapping[str, str], log: Path, probe: str) -> Iterator[Server]:
    """Run a server for as long as the block runs.

    `{port}` in the arguments and in the environment is a free port of this machine; the server is up when the path
    `probe` answers with 200. Its output goes to the file `log`, whose end is shown when it does not come up.
    """
    port = _free_port()
    arguments = [part.format(port=port) for part in command]
    added = {name: value.format(port=port) for name, value in environment.items()}
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own commands.
            [sys.executable, "-m", *arguments], env={**os.environ, **added}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait(process, f"http://127.0.0.1:{port}{probe}", log)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=STOP_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def granian(factory: str) -> list[str]:
    """The command that serves an ASGI factory with the settings of `shopwright serve`."""
    return [
        *("granian", factory, "--factory", "--interface", "asgi", "--loop", "uvloop", "--workers", "1", "--no-ws"),
        *("--host", "127.0.0.1", "--port", "{port}"),
    ]


def _wait(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(URLError, ConnectionError, TimeoutError), urlopen(url, timeout=2) as answer:  # noqa: S310 - this machine.
            if answer.status == 200:
                return
        time.sleep(_POLL_SECONDS)
    raise RuntimeError(f"the server did not come up: {log.read_text(errors='replace')[-2_000:]}")


def _processor_seconds(process_id: str) -> float:
    # After the name in brackets, which may hold anything, the 12th and 13th fields are user and system time.
    fields = Path(f"/proc/{process_id}/stat").read_text(errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
        return port
