"""`shopwright demo`, from an empty folder to Ctrl-C and back."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from shopwright.platform.db.embedded import EmbeddedServer

START_SECONDS_MAX = 90
# Ctrl-C takes a second or two on a machine of its own; tests share theirs.
STOP_SECONDS_MAX = 6.0
SECOND_START_SECONDS_MAX = 30

pytestmark = pytest.mark.slow


@contextmanager
def _demo(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A demo that has told where it is, and all that it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SHOPWRIGHT_", "DATABASE_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "shopwright.cli", "demo"],
        env={**kept, "SHOPWRIGHT_VAR": str(folder), "SHOPWRIGHT_PORT": "8300", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: list[str] = []
    try:
        for line in process.stdout or ():
            said.append(line)
            if "Ctrl-C" in line:
                break
        assert process.poll() is None, "".join(said)
        yield process, "".join(said)
    finally:
        # SIGKILL would leave the database behind: a failed test must close the shop too.
        process.terminate()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _close(process: subprocess.Popen[str]) -> float:
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=2 * STOP_SECONDS_MAX) == 0
    return time.monotonic() - begun


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for a demo. What the database server put elsewhere, because it may not read here, is removed too."""
    yield tmp_path
    EmbeddedServer(tmp_path / "postgres").discard()


def test_a_demo_opens_closes_and_opens_again(folder: Path) -> None:
    with _demo(folder) as (process, said):
        address = re.findall(r"The shop +(\S+)", said)[0]
        assert "24 products with" in said
        assert httpx.get(f"{address}readyz").text == "ready"
        assert len(httpx.get(f"{address}api/v1/products?limit=5").json()["items"]) == 5
        assert _close(process) < STOP_SECONDS_MAX
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}readyz")
    begun = time.monotonic()
    with _demo(folder) as (process, said):
        assert time.monotonic() - begun < SECOND_START_SECONDS_MAX
        assert "products with" not in said
        assert _close(process) < STOP_SECONDS_MAX
    assert (folder / "secret").stat().st_mode & 0o777 == 0o600
