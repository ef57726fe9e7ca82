"""`shopwright import`."""

from pathlib import Path

import click

from shopwright.cli.first_run import receive_opening_stock
from shopwright.cli.settings import settings_or_end, with_shop
from shopwright.kernel.actor import Actor
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import ImportProgress, ImportReport
from shopwright.shop import Shop

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(name="import")
def command() -> None:
    """Bring goods into the shop."""


@command.command(name="catalogue")
@click.argument("file", type=_FILE)
@click.option("--pictures", type=_FOLDER, default=None, help="The folder in which pictures are looked for by name.")
@click.option("--language", default=None, help="The language of the texts; the market's own when left out.")
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Only tell what would be done.")
def import_catalogue(file: Path, pictures: Path | None, language: str | None, is_dry_run: bool) -> None:  # noqa: FBT001 - click hands options over by name.
    """Import products from a Shopify product export. The same file twice changes nothing."""

    async def act(shop: Shop) -> ImportReport:
        async with shop.database.reading() as reading:
            market = await shop.market(reading)
        with catalog.open_source(file.open("rb")) as stream:
            return await catalog.import_catalogue(
                shop.database,
                actor=Actor.system("import"),
                files=shop.files,
                stream=stream,
                pictures_folder=pictures,
                market=market,
                language=language,
                is_dry_run=is_dry_run,
                on_progress=_tell_progress,
                on_stock=receive_opening_stock,
            )

    report = with_shop(settings_or_end(), act)
    _tell(report)
    if report.error_count:
        raise SystemExit(1)


def _tell_progress(progress: ImportProgress) -> None:
    click.echo(f"  {progress.product_count} products, line {progress.line}")


def _tell(report: ImportReport) -> None:
    for kind, messages in (("error", report.errors), ("warning", report.warnings)):
        for message in messages:
            where = f"line {message.line}" + (f", {message.column}" if message.column else "")
            click.echo(f"{kind}: {where}: {message.sentence.format(**message.values)}", err=True)
    done = "would be" if report.is_dry_run else "were"
    click.echo(
        f"{report.created_count} products {done} created, {report.changed_count} changed, "
        f"{report.unchanged_count} left as they are, {report.refused_count} refused."
    )
