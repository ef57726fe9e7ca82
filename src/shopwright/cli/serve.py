"""`shopwright serve`."""

import os
import shutil
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces, Loops

from shopwright.platform.settings import SettingsError, read_settings

KILL_TIMEOUT_SECONDS = 5
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
        workers=settings.worker_count,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_TIMEOUT_SECONDS,
        log_access=False,
    ).serve()


def _gather_metrics(folder: Path) -> None:
    """Let all processes count into one folder, emptied now: counters begin with the server."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[METRICS_VARIABLE] = str(folder)
