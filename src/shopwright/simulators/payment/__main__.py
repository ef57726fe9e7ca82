"""`python -m shopwright.simulators.payment` serves the simulated provider."""

import os
from functools import partial
from pathlib import Path
from typing import Any

import click

from shopwright.simulators.payment.app import create_app
from shopwright.simulators.payment.settings import (
    MERCHANT_FILE,
    PROVIDER_FILE,
    PaymentSimulatorSettings,
    read_or_make_secret,
)
from shopwright.simulators.serving import serve


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), default=8100, show_default=True)
@click.option("--address", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--public-url", default="", help="Where people reach the pay page; by default address and port.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Keeps payments and, unless the environment gives them, the two secrets.",
)
@click.option("--merchant-id", default="shopwright-demo", show_default=True)
def main(port: int, address: str, public_url: str, folder: Path, merchant_id: str) -> None:
    """Serve a payment provider that moves no money.

    The shared secrets are read from SIMPAY_MERCHANT_SECRET and SIMPAY_PROVIDER_SECRET, else from the files
    merchant.secret and provider.secret in the folder, which are made when there are none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = PaymentSimulatorSettings(
        merchant_secret=_secret("SIMPAY_MERCHANT_SECRET", folder / MERCHANT_FILE),
        provider_secret=_secret("SIMPAY_PROVIDER_SECRET", folder / PROVIDER_FILE),
        merchant_id=merchant_id,
        public_url=public_url or f"http://{address}:{port}",
        folder=folder,
    )
    serve("shopwright.simulators.payment", partial(_load, settings), address=address, port=port)


def _load(settings: PaymentSimulatorSettings) -> Any:
    """The app, made in the worker's process."""
    return create_app(settings)


def _secret(variable: str, path: Path) -> str:
    return os.environ.get(variable) or read_or_make_secret(path)


if __name__ == "__main__":
    main()
