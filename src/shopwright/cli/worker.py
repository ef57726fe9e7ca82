"""`shopwright worker`."""

import asyncio
import signal

import click

from shopwright.bootstrap import list_sweeps, map_work
from shopwright.cli.settings import settings_or_end, with_shop
from shopwright.platform.jobs.worker import run_worker
from shopwright.platform.processes import leave
from shopwright.platform.telemetry import configure_logs
from shopwright.shop import Shop


@click.command(name="worker")
def command() -> None:
    """Do jobs, deliver news and let the sweeps come round, until SIGTERM. Several may run beside each other."""
    settings = settings_or_end()
    configure_logs(settings.log_format)
    with_shop(settings, _work)
    leave()


async def _work(shop: Shop) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await run_worker(shop.database, work=map_work(shop), sweeps=list_sweeps(shop), stop=stop)
