"""What the commands share: settings or a clear end, and a shop for a moment."""

from collections.abc import Awaitable, Callable
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
    """The settings of the environment, with a database; ends the command with a sentence where they are wrong."""
    try:
        settings = read_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    if not settings.database_url:
        raise click.ClickException("DATABASE_URL is not set. `shopwright demo` brings a database of its own.")
    return settings


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
