"""`python -m shopwright.simulators.mailbox` serves the simulated mailbox."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from shopwright.simulators.mailbox.app import create_app
from shopwright.simulators.serving import serve

_Port = click.IntRange(1, 65_535)


@click.command()
@click.option("--port", type=_Port, default=8102, show_default=True, help="Where the pages are.")
@click.option("--smtp-port", type=_Port, default=8101, show_default=True, help="Where mails are taken.")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="Keeps the mails.")
def main(port: int, smtp_port: int, folder: Path) -> None:
    """Serve a mail server that keeps every mail and delivers none, on this machine only."""
    folder.mkdir(parents=True, exist_ok=True)
    serve("shopwright.simulators.mailbox", partial(_load, folder, smtp_port), port=port)


def _load(folder: Path, smtp_port: int) -> Any:
    """The app, made in the worker's process."""
    return create_app(folder=folder, smtp_port=smtp_port)


if __name__ == "__main__":
    main()
