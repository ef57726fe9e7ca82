"""The `shopwright` command. Each subcommand is loaded only when it is called, so that help comes at once."""

import importlib

import click

_COMMANDS = {
    "demo": ("shopwright.cli.demo", "Run a whole shop here: database, catalogue, storefront, console, payments."),
    "serve": ("shopwright.cli.serve", "Serve the storefront, the console and the API."),
    "worker": ("shopwright.cli.worker", "Do jobs, deliver news, let the sweeps come round."),
    "migrate": ("shopwright.cli.migrate", "Bring the database to the newest schema."),
    "import": ("shopwright.cli.imports", "Bring goods into the shop."),
    "staff": ("shopwright.cli.staff", "The people who work in the console."),
    "doctor": ("shopwright.cli.doctor", "Say what is right and what is wrong with this installation."),
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(_COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, meaning) for name, (_, meaning) in _COMMANDS.items()])


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="shopwright")
def main() -> None:
    """Shopwright: a self-hosted shop. Settings come from the environment, see docs/reference/settings.md."""
