"""The gallery is complete: every component, every macro, with a note for those who use it, in both languages."""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from shopwright.platform.i18n import LANGUAGES
from shopwright.web.assets import LATE_COMPONENTS, WEB_ROOT, Assets
from shopwright.web.components.gallery import components_of, gallery_context
from shopwright.web.templating import Templates

COMPONENTS = WEB_ROOT / "components"
FOLDERS = sorted(path for path in COMPONENTS.iterdir() if path.is_dir() and not path.name.startswith("_"))
LAYOUTS = (WEB_ROOT / "storefront" / "layout.html", WEB_ROOT / "console" / "layout.html", COMPONENTS / "gallery.html")
FACES = ("shop", "console")
MACRO = re.compile(r"{% macro (\w+)\((.*?)\) %}(.*?){%-? endmacro %}", re.DOTALL)
NOTE = re.compile(r"{# (.{30,}?) #}", re.DOTALL)
RAW_COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\((?!from)|:\s*(?:white|black)\b", re.IGNORECASE
)
ASSETS = Assets()
TEMPLATES = Templates(assets=ASSETS)


class _Page(HTMLParser):
    """The start tags of a page with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def _gallery(language: str, face: str) -> str:
    context = gallery_context(language=language, face=face, assets=ASSETS)
    return TEMPLATES.render("components/gallery.html", language, **context)


def _macros() -> dict[str, str]:
    """The body of every macro by its name, which no two components share."""
    found = [
        (name, body)
        for folder in FOLDERS
        for name, _, body in MACRO.findall((folder / f"{folder.name}.html").read_text(encoding="utf-8"))
    ]
    assert [name for name, count in Counter(name for name, _ in found).items() if count > 1] == []
    return dict(found)


def _called(text: str, names: set[str]) -> set[str]:
    """The macros that a template calls, also under a name that it gave them at the import."""
    aliases = {alias: name for name, alias in re.findall(r"(\w+) as (\w+)", text) if name in names}
    said = set(re.findall(r"(?<![\w.])(\w+)\(", text))
    return (said & names) | {name for alias, name in aliases.items() if alias in said}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_component_is_a_folder_with_template_style_note_and_specimens(folder: Path) -> None:
    assert {f"{folder.name}.html", f"{folder.name}.css", "specimens.html"} <= {path.name for path in folder.iterdir()}
    single = [path for path in folder.iterdir() if path.suffix != ".js" or folder.name not in LATE_COMPONENTS]
    assert {path.stem for path in single} <= {folder.name, "specimens"}
    assert NOTE.match((folder / f"{folder.name}.html").read_text(encoding="utf-8")) is not None
    states = re.findall(r"{% call state\(", (folder / "specimens.html").read_text(encoding="utf-8"))
    assert states != []


def test_every_component_has_a_place_in_the_gallery() -> None:
    assert set(components_of("shop")) | set(components_of("console")) == {folder.name for folder in FOLDERS}


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gallery_shows_the_components_of_its_face(language: str, face: str) -> None:
    shown = re.findall(r'id="component-([\w-]+)-name"', _gallery(language, face))
    assert shown == components_of(face)


def test_the_gallery_calls_every_macro() -> None:
    macros = _macros()
    names = set(macros)
    pages = [*LAYOUTS, *COMPONENTS.glob("*/specimens.html")]
    called = _called("\n".join(path.read_text(encoding="utf-8") for path in pages), names)
    while more := {name for seen in called for name in _called(macros[seen], names)} - called:
        called |= more
    assert names - called == set()


@pytest.mark.parametrize("face", FACES)
def test_no_heading_of_the_gallery_is_skipped(face: str) -> None:
    levels = [int(tag[1]) for tag, _ in _Page(_gallery("en", face)).tags if re.fullmatch(r"h[1-6]", tag)]
    assert [(one, other) for one, other in pairwise(levels) if other > one + 1] == []


def test_the_scheme_is_written_on_the_page_when_it_was_chosen() -> None:
    for scheme, expected in (("", None), ("light", "light"), ("dark", "dark")):
        html = TEMPLATES.render(
            "components/gallery.html", "en", **gallery_context(language="en", scheme=scheme, assets=ASSETS)
        )
        assert dict(_Page(html).tags)["html"].get("data-scheme") == expected


def test_colours_come_from_tokens_alone() -> None:
    sheets = [path for face in ("components", "storefront", "console") for path in (WEB_ROOT / face).rglob("*.css")]
    raw = {path.name: RAW_COLOUR.findall(path.read_text(encoding="utf-8")) for path in sheets}
    assert {name: found for name, found in raw.items() if found} == {}


def test_every_token_that_is_used_is_declared() -> None:
    declared = set(re.findall(r"(--[\w-]+):", "".join(ASSETS.text(name) for name in ("shop.css", "console.css"))))
    used = set(re.findall(r"var\((--[\w-]+)\)", "".join(ASSETS.text(name) for name in ("shop.css", "console.css"))))
    assert used - declared == set()
