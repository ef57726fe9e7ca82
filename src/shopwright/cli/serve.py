"""`shopwright serve`."""

import os
import resource
import shutil
from pathlib import Path

import click
from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings

from shopwright.platform.processes import leave
from shopwright.platform.settings import SettingsError, read_settings

KILL_TIMEOUT_SECONDS = 5
BACKLOG = 2_048
CONNECTION_COUNT_MAX = 16_384
"""Open connections of one process. Beyond them nobody is let in, not even who asks whether we are well."""
HEAD_MS_MAX = 30_000
"""How long a connection may take to say what it wants, and how long it may stay open with nothing asked."""
_FILE_COUNT_MAX = 65_536
_OWN_FILE_COUNT = 512
# The metrics library decides at its import, in the worker process, by this variable.
METRICS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


@click.command(name="serve")
def command() -> None:
    """Serve the storefront, the console and the API by HTTP, with as many processes as SHOPWRIGHT_WORKERS says."""
    try:
        settings = read_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    if not settings.database_url:
        raise click.ClickException("DATABASE_URL is not set. `shopwright demo` brings a database of its own.")
    if settings.worker_count > 1:
        _gather_metrics(settings.var / "metrics")
    Granian(
        "shopwright.asgi:create",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        # While the server waits to see which version is spoken no time counts, so whoever says nothing could take all
        # connections for ever. Browsers speak the second only through a proxy, which speaks the first to us.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_MS_MAX),
        workers=settings.worker_count,
        websockets=False,
        backlog=BACKLOG,
        # Counted by connections, idle ones too, so it must be far more than the requests that are worked on.
        backpressure=max(1, min(CONNECTION_COUNT_MAX, _raise_file_limit() - _OWN_FILE_COUNT)),
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_TIMEOUT_SECONDS,
        log_access=False,
    ).serve()
    leave()


def _raise_file_limit() -> int:
    """Let this process and its workers open as many files as the system allows; returns the limit.

    A connection is one. The limit that a shell gives is often 1,024, and a server without one left accepts nobody.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILE_COUNT_MAX if hard == resource.RLIM_INFINITY else min(hard, _FILE_COUNT_MAX)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def _gather_metrics(folder: Path) -> None:
    """Let all processes count into one folder, emptied now: counters begin with the server."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[METRICS_VARIABLE] = str(folder)
