"""The reference pages say what the code says, word for word: events and commands. Settings, permissions and routes have
tests of their own beside what they document."""

import importlib
import importlib.util
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

import shopwright.modules
from shopwright.cli import main
from shopwright.kernel.events import Event
from shopwright.platform.events import Subscribers

REFERENCE = Path(__file__).parents[2] / "docs/reference"
Row = tuple[str, ...]


def rows(page: str) -> list[Row]:
    """The rows of a page's tables, without their heads."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    lines = re.findall(r"^\| (`.*) \|$", text, re.MULTILINE)
    return [tuple(line.split(" | ")) for line in lines]


def test_the_page_of_events_tells_every_event_its_fields_when_and_to_whom() -> None:
    heard = heard_by()
    assert rows("events.md") == [
        (
            code(kind.name),
            ", ".join(code(field.name) for field in msgspec.structs.fields(kind)),
            sentence(kind.__doc__),
            ", ".join(code(name) for name in heard.get(kind.name, ())) or "nobody yet",
        )
        for kind in events()
    ]


def test_the_page_of_commands_tells_every_command_its_options_and_what_it_does() -> None:
    assert rows("commands.md") == list(commands(main, ("shopwright",), click.Context(main)))


def events() -> list[type[Event]]:
    """Every kind of event, by name; no two share one, and each name begins with its module's."""
    for module in pkgutil.walk_packages(shopwright.modules.__path__, "shopwright.modules."):
        if module.name.endswith((".events", ".subscribers")):
            importlib.import_module(module.name)
    kinds = [kind for kind in Event.__subclasses__() if kind.__module__.startswith("shopwright.")]
    assert all(kind.name.partition(".")[0] == kind.__module__.split(".")[2] for kind in kinds)
    assert len({kind.name for kind in kinds}) == len(kinds)
    return sorted(kinds, key=lambda kind: kind.name)


def heard_by() -> dict[str, list[str]]:
    """The subscribers of each event by name, as every module registers them."""
    subscribers = Subscribers()
    for module in pkgutil.iter_modules(shopwright.modules.__path__, "shopwright.modules."):
        if importlib.util.find_spec(f"{module.name}.subscribers"):
            importlib.import_module(f"{module.name}.subscribers").register(subscribers)
    return subscribers.by_event


def commands(command: click.Command, path: tuple[str, ...], context: click.Context) -> Iterator[Row]:
    """A command and those below it; a group that does nothing by itself has no row."""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, (*path, name), context)
        return
    arguments = [one.make_metavar(context) for one in command.params if isinstance(one, click.Argument)]
    options = [one for one in command.params if isinstance(one, click.Option)]
    told = [f"{code(one.opts[-1])}: {one.help}" for one in options]
    yield code(" ".join([*path, *arguments])), "<br>".join(told) or "none", sentence(command.help)


def sentence(text: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((text or "").strip().partition("\n\n")[0].split())


def code(text: str) -> str:
    return f"`{text}`"
