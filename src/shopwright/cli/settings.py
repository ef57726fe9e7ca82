"""What the commands share: settings or a clear end, and a shop for a moment."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click
import uvloop

from shopwright.bootstrap import build_shop, open_shop
from shopwright.kernel.errors import InvalidInput, Refusal
from shopwright.platform.settings import Settings, SettingsError, read_settings
from shopwright.shop import Shop

Result = TypeVar("Result")
LANGUAGE = "en"


def settings_or_end() -> Settings:
    """The settings of the environment, with a database; ends the command with a sentence where they are wrong.

    Without DATABASE_URL the demo that runs in the same folder is meant.
    """
    try:
        demo_url = None if os.environ.get("DATABASE_URL") else read_demo_url()
        settings = read_settings() if demo_url is None else read_settings(database_url=demo_url, is_demo=True)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    if not settings.database_url:
        raise click.ClickException("DATABASE_URL is not set, and no demo runs in this folder (`make demo` starts one).")
    return settings


def read_demo_url() -> str | None:
    """The address of the running demo's own database, or None where none runs in this folder."""
    try:
        return demo_url_file(Path(os.environ.get("SHOPWRIGHT_VAR") or "var")).read_text(encoding="utf-8")
    except OSError:
        return None


def demo_url_file(var: Path) -> Path:
    """Where a running demo notes the address of its own database, for its owner alone."""
    return var / "database.url"


def with_shop(settings: Settings, act: Callable[[Shop], Awaitable[Result]]) -> Result:
    """Open the shop, do one thing, close it. A refusal ends the command with its sentence."""

    async def run() -> Result:
        async with open_shop(build_shop(settings)) as shop:
            return await act(shop)

    try:
        return uvloop.run(run())
    except InvalidInput as error:
        told = [f"{name}: {wrong.sentence.format(**wrong.values)}" for name, wrong in error.fields.items()]
        raise click.ClickException("\n".join([str(error), *told])) from error
    except Refusal as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"The database does not answer: {error}") from error
