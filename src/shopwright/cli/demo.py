"""`shopwright demo`."""

import logging
import os
import signal
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec

from shopwright.cli.first_run import DEMO_LOGINS, demo_password, find_open_steps, prepare_demo
from shopwright.cli.past import open_past
from shopwright.cli.settings import demo_url_file, with_shop
from shopwright.demo.people import SHOPPER
from shopwright.platform.db import migrate
from shopwright.platform.db.embedded import EmbeddedServer, EmbeddedServerError
from shopwright.platform.processes import Child, Ground, Supervisor, free_port, leave
from shopwright.platform.settings import Settings, SettingsError, read_settings
from shopwright.platform.telemetry import configure_logs
from shopwright.shop import Shop
from shopwright.simulators.payment.settings import MERCHANT_FILE, PROVIDER_FILE, read_or_make_secret

# The provider stands at 8100 beside a shop at 8000, so that demos at other ports do not look for the same one.
PAYMENT_PORT_STEP = 100
# The mailbox takes mails at 8101 and shows them at 8102.
MAIL_PORT_STEP = 101
MAILBOX_PORT_STEP = 102
DEMO_SENDER = "orders@demo.shop"


@click.command(name="demo")
def command() -> None:
    """Run a whole shop here: database, catalogue, storefront, console, payments, mailbox. Ctrl-C ends all of it.

    Everything it keeps is in SHOPWRIGHT_VAR (./var); without DATABASE_URL the database is too.
    """
    # Whatever ends us early, the database must not be left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    begun = time.monotonic()

    def say(text: str) -> None:
        click.echo(f"{time.monotonic() - begun:5.1f} s  {text}")

    try:
        settings = _demo_settings()
        # The first run does a month of work; only what goes wrong is worth a line.
        configure_logs(settings.log_format, level=logging.WARNING)
        with _database(settings, say) as (url, ground):
            settings = msgspec.structs.replace(settings, database_url=url)
            migrate.upgrade(url)
            say("the schema is up to date")
            password = with_shop(settings, lambda shop: _prepare(shop, say))
            # A first run takes a while, and another demo may have opened meanwhile.
            settings = _at_free_ports(settings)
            supervisor = Supervisor(
                _children(settings),
                log_folder=settings.var / "logs",
                say=say,
                on_ready=lambda: click.echo(_welcome(settings, password)),
                ground=ground,
            )
            code = supervisor.run()
    except (SettingsError, EmbeddedServerError, OSError) as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        code = 0
    click.echo("\nThe shop is closed.")
    leave(code)


def _demo_settings() -> Settings:
    """The environment's settings with free ports and the simulated provider's keys."""
    given = read_settings(is_demo=True)
    folder = given.var.resolve() / "payments"
    settings = msgspec.structs.replace(
        given,
        var=given.var.resolve(),
        files=str(Path(given.files).resolve()) if "://" not in given.files else given.files,
        mail_from=given.mail_from or DEMO_SENDER,
        simpay_merchant_secret=given.simpay_merchant_secret or read_or_make_secret(folder / MERCHANT_FILE),
        simpay_provider_secret=given.simpay_provider_secret or read_or_make_secret(folder / PROVIDER_FILE),
    )
    return _at_free_ports(settings)


def _at_free_ports(settings: Settings) -> Settings:
    """The settings with every address at a port that is free now, from the wanted one upwards."""
    port = free_port(settings.port)
    payment_port = free_port(port + PAYMENT_PORT_STEP)
    mail_port = free_port(port + MAIL_PORT_STEP, besides=[payment_port])
    mailbox_port = free_port(port + MAILBOX_PORT_STEP, besides=[payment_port, mail_port])
    return msgspec.structs.replace(
        settings,
        port=port,
        base_url=os.environ.get("SHOPWRIGHT_BASE_URL") or f"http://127.0.0.1:{port}",
        payment_url=f"http://127.0.0.1:{payment_port}",
        # Whatever mail server the environment names: nobody is to get a mail of a simulated order.
        mail_url=f"smtp://127.0.0.1:{mail_port}",
        mailbox_url=f"http://127.0.0.1:{mailbox_port}",
    )


@contextmanager
def _database(settings: Settings, say: Callable[[str], None]) -> Iterator[tuple[str, Ground | None]]:
    """The URL of the database that was given, else of an embedded server that lives as long as the block.

    With our own server comes how it is started again should it die, at the same URL.
    """
    if settings.database_url:
        yield settings.database_url, None
        return
    server = EmbeddedServer(settings.var / "postgres")
    url = server.start()
    say("PostgreSQL is ready")
    if server.relocation:
        click.echo(server.relocation)
    note = demo_url_file(settings.var)
    note.touch(mode=0o600)
    note.write_text(url, encoding="utf-8")

    try:
        yield (
            url,
            Ground(
                name="PostgreSQL",
                log=server.log,
                is_alive=server.is_alive,
                revive=lambda stops: server.revive(stops=stops),
            ),
        )
    finally:
        note.unlink(missing_ok=True)
        server.stop()


async def _prepare(shop: Shop, say: Callable[[str], None]) -> str:
    if await find_open_steps(shop):
        # The first run happens a month ago, so that prices and stock are older than the orders.
        async with open_past(_hurried(shop.settings), today=shop.database.clock.now()) as past:
            await prepare_demo(past, say=say)
    return demo_password(shop)


def _hurried(settings: Settings) -> Settings:
    """The same database without waiting for its disk at every commit.

    The first run commits some thousand times. If the machine dies, the next run takes up what reached the disk.
    """
    joint = "&" if "?" in settings.database_url else "?"
    return msgspec.structs.replace(settings, database_url=f"{settings.database_url}{joint}synchronous_commit=off")


def _children(settings: Settings) -> list[Child]:
    """The shop's own processes, the payment provider and the mailbox, each told where the others are."""
    shop = [sys.executable, "-m", "shopwright.cli"]
    env = {
        "DATABASE_URL": settings.database_url,
        "SHOPWRIGHT_VAR": str(settings.var),
        "SHOPWRIGHT_FILES": settings.files,
        "SHOPWRIGHT_DEMO": "yes",
        "SHOPWRIGHT_HOST": settings.host,
        "SHOPWRIGHT_PORT": str(settings.port),
        "SHOPWRIGHT_BASE_URL": settings.base_url,
        "SHOPWRIGHT_PAYMENT_URL": settings.payment_url,
        "SHOPWRIGHT_MAIL_URL": settings.mail_url,
        "SHOPWRIGHT_MAIL_FROM": settings.mail_from,
        "SHOPWRIGHT_MAILBOX_URL": settings.mailbox_url,
        "SIMPAY_MERCHANT_SECRET": settings.simpay_merchant_secret,
        "SIMPAY_PROVIDER_SECRET": settings.simpay_provider_secret,
    }
    payment_port = settings.payment_url.rpartition(":")[2]
    provider = [sys.executable, "-m", "shopwright.simulators.payment", "--port", payment_port]
    mailbox = [sys.executable, "-m", "shopwright.simulators.mailbox", "--folder", str(settings.var / "mailbox")]
    mail_port, mailbox_port = settings.mail_url.rpartition(":")[2], settings.mailbox_url.rpartition(":")[2]
    own = f"http://127.0.0.1:{settings.port}/readyz"
    return [
        Child(name="storefront", argv=[*shop, "serve"], env=env, ready=lambda: _answers(own)),
        Child(name="worker", argv=[*shop, "worker"], env=env),
        Child(
            name="payments",
            argv=[*provider, "--folder", str(settings.var / "payments"), "--public-url", settings.payment_url],
            env=env,
        ),
        Child(name="mailbox", argv=[*mailbox, "--smtp-port", mail_port, "--port", mailbox_port], env=env),
    ]


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=0.9) as answer:  # noqa: S310 - an address of our own making.
            return bool(answer.status == 200)  # noqa: PLR2004 - the status of a good answer.
    except OSError:
        return False


def _welcome(settings: Settings, password: str) -> str:
    people = "\n".join(f"              {login.email:<18} {login.role}" for login in DEMO_LOGINS)
    return f"""
  The shop    {settings.base_url}/
              {SHOPPER.login:<18} a shopper with orders
  Console     {settings.base_url}/console
{people}
              password {password} (the same for all, until you change it)
  Payments    {settings.payment_url}/ (simulated: no money moves)
  Mailbox     {settings.mailbox_url}/ (simulated: no mail leaves)
  Logs        {settings.var / "logs"}

  Ctrl-C closes the shop.
"""
