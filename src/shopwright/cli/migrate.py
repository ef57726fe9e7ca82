"""`shopwright migrate`."""

import click

from shopwright.cli.settings import settings_or_end
from shopwright.platform.db import migrate


@click.command(name="migrate")
@click.option("--to", "revision", default="head", show_default=True, help="The revision to go up to.")
def command(revision: str) -> None:
    """Bring the database to the newest schema. Two that start together wait for one another."""
    url = settings_or_end().database_url
    before = migrate.current_revision(url)
    migrate.upgrade(url, revision=revision)
    after = migrate.current_revision(url)
    click.echo(f"The schema stands at {after}, as before." if before == after else f"The schema went up to {after}.")
