"""`shopwright staff`."""

import click

from shopwright.cli.settings import settings_or_end, with_shop
from shopwright.kernel.actor import Actor
from shopwright.modules.staff import public as staff
from shopwright.shop import Shop


@click.group(name="staff")
def command() -> None:
    """The people who work in the console."""


@command.command(name="add")
@click.argument("email")
@click.option("--name", prompt=True, help="As colleagues see it.")
@click.option("--role", "roles", multiple=True, default=[staff.OWNER_ROLE], show_default=True, help="May be repeated.")
@click.password_option(help="Asked for when left out.")
def add(email: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Let somebody work in the console. The role Owner is made when there is none."""

    async def act(shop: Shop) -> None:
        actor = Actor.system("shopwright staff add")
        await shop.database.transact(
            lambda tx: staff.ensure_role(tx, actor=actor, name=staff.OWNER_ROLE, permissions=["*"])
        )
        async with shop.database.reading() as reading:
            known = {role.name: role.id for role in await staff.list_roles(reading)}
        unknown = [role for role in roles if role not in known]
        if unknown:
            raise click.ClickException(f"There is no role {unknown[0]}; there are {', '.join(sorted(known))}.")
        await staff.create_member(
            shop.database, actor=actor, email=email, name=name, password=password, roles=[known[role] for role in roles]
        )

    with_shop(settings_or_end(), act)
    click.echo(f"{email} may log in at /console now.")
