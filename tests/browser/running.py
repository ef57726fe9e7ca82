"""A real `shopwright demo` in a process of its own, as somebody at a terminal runs it."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from shopwright.platform.db.embedded import EmbeddedServer

START_SECONDS_MAX = 180.0
END_SECONDS_MAX = 30.0
SHOPWRIGHT = (sys.executable, "-m", "shopwright.cli")


class Demo(msgspec.Struct, frozen=True):
    """A demo that has told where it is: its addresses, and how to get in."""

    terminal: subprocess.Popen[str]
    folder: Path
    said: str
    start_seconds: float

    @property
    def url(self) -> str:
        """The shop, without a slash at the end."""
        return self._told(r"The shop +(\S+)/\s")

    @property
    def console_url(self) -> str:
        """The console."""
        return self._told(r"Console +(\S+)")

    @property
    def payments_url(self) -> str:
        """The simulated provider, without a slash at the end."""
        return self._told(r"Payments +(\S+)/\s")

    @property
    def mailbox_url(self) -> str:
        """The simulated mailbox, without a slash at the end."""
        return self._told(r"Mailbox +(\S+)/\s")

    @property
    def password(self) -> str:
        """Opens every login of the console."""
        return self._told(r"password (\S+)")

    @property
    def logins(self) -> Mapping[str, str]:
        """The e-mail address by the role."""
        return {role: email for email, role in re.findall(r"^ +(\S+@\S+) +(\w[\w ]*)$", self.said, re.MULTILINE)}

    def press_ctrl_c(self) -> float:
        """What a terminal does at Ctrl-C: SIGINT to the whole group; the seconds until it had ended, with code 0."""
        begun = time.monotonic()
        os.killpg(self.terminal.pid, signal.SIGINT)
        code = self.terminal.wait(END_SECONDS_MAX)
        assert code == 0, f"the demo ended with code {code}"
        return time.monotonic() - begun

    def _told(self, pattern: str) -> str:
        found = re.search(pattern, self.said)
        assert found is not None, f"the demo did not tell {pattern!r}:\n{self.said}"
        return found[1]


def busy(seconds: float) -> float:
    """So many seconds of a machine of one's own; more where others keep this one busy, as parallel tests do."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


@contextmanager
def running_demo(folder: Path, *, port: int, **environment: str) -> Iterator[Demo]:
    """A demo on `folder` with no settings of ours but these; if it still runs at the end it is ended."""
    begun = time.monotonic()
    terminal = subprocess.Popen(  # noqa: S603 - the command under test.
        [*SHOPWRIGHT, "demo"],
        env=environment_of(folder) | {"SHOPWRIGHT_PORT": str(port), "PYTHONUNBUFFERED": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )
    # A demo that hangs says nothing more, and reading would wait for ever.
    watch = threading.Timer(START_SECONDS_MAX, terminal.terminate)
    watch.start()
    try:
        said = "".join(_until_welcome(terminal))
        watch.cancel()
        assert "Ctrl-C" in said, f"the demo did not start:\n{said}"
        yield Demo(terminal, folder, said, time.monotonic() - begun)
    finally:
        watch.cancel()
        # SIGKILL would leave the database behind: a failed test must close the shop too.
        terminal.terminate()
        terminal.wait(END_SECONDS_MAX)
        assert terminal.stdout is not None
        terminal.stdout.close()


def environment_of(folder: Path) -> dict[str, str]:
    """The environment of somebody who has set nothing but the folder."""
    ours = ("SHOPWRIGHT_", "DATABASE_", "SIMPAY_")
    kept = {name: text for name, text in os.environ.items() if not name.startswith(ours)}
    return kept | {"SHOPWRIGHT_VAR": str(folder)}


def discard(folder: Path) -> None:
    """Remove the demo's database, wherever it is."""
    EmbeddedServer(folder / "postgres").discard()


def _until_welcome(terminal: subprocess.Popen[str]) -> Iterator[str]:
    for line in terminal.stdout or ():
        yield line
        if "Ctrl-C" in line:
            return
