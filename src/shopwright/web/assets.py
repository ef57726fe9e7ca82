"""Styles, scripts and single files of both faces, read once at start-up and served under content-hashed addresses."""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

WEB_ROOT = Path(__file__).resolve().parent
LAYERS = ("reset", "base", "components", "pages", "utilities")

# Components that only staff see stay out of the shopper's bundle: a first page has a budget.
CONSOLE_COMPONENTS = frozenset(
    {"console-nav", "console-header", "table", "record", "stat", "upload", "bulk-bar", "chart", "rich-text"}
)
# And the reverse: what only shoppers see.
SHOP_COMPONENTS = frozenset({
    "bottom-nav",
    "buy-bar",
    "card",
    "footer",
    "gallery",
    "header",
    "hero",
    "mega-menu",
})  # fmt: skip
# Whose script is large, may be several files, and is only loaded by pages that ask for it.
LATE_COMPONENTS = frozenset({"rich-text"})

_HASH_LENGTH = 12
_GZIP_SUFFIXES = frozenset({".css", ".js", ".svg", ".json", ".txt", ""})
_STATIC_SUFFIXES = frozenset({".svg", ".ico", ".png", ".webp", ".avif", ".txt", ""})


class Asset(msgspec.Struct, frozen=True):
    """One file as it is sent: its bytes, the same compressed (None when that saves nothing) and its content type."""

    name: str
    content_hash: str
    content_type: str
    body: bytes
    body_gzip: bytes | None

    @property
    def url(self) -> str:
        """The address that changes whenever the content does, so that it may be cached for ever."""
        return f"/static/{self.content_hash}/{self.name}"


class Assets:
    """All assets under one root, by name: `shop.css`, `console.css`, `shop.js`, `console.js` and single static files.

    `charts.js` and `rich-text.js` are for the pages that ask for them. A static file's name is its path below
    `static`, such as `favicon.svg` or `vendor/icons/sprite.svg`.
    """

    def __init__(self, root: Path = WEB_ROOT) -> None:
        self._root = root
        self._by_name: Mapping[str, Asset] = MappingProxyType(
            {asset.name: asset for asset in (*_bundles(root), *_static_files(root / "static"))}
        )

    def url(self, name: str) -> str:
        """The hashed address of one asset. Raises KeyError for a name that does not exist."""
        return self._by_name[name].url

    def get(self, content_hash: str, name: str) -> Asset | None:
        """The asset of that name if its content still has that hash, else None (the page is older than the file)."""
        asset = self._by_name.get(name)
        return asset if asset is not None and asset.content_hash == content_hash else None

    def text(self, name: str) -> str:
        """The content of one text asset. Raises KeyError for a name that does not exist."""
        return self._by_name[name].body.decode("utf-8")

    def names(self) -> tuple[str, ...]:
        """Every asset's name, in alphabetical order."""
        return tuple(sorted(self._by_name))


def _bundles(root: Path) -> Iterator[Asset]:
    for face, pages, foreign in (
        ("shop", root / "storefront", CONSOLE_COMPONENTS),
        ("console", root / "console", SHOP_COMPONENTS),
    ):
        yield _asset(f"{face}.css", _stylesheet(root, pages=pages, foreign=foreign).encode("utf-8"))
        yield _asset(f"{face}.js", _script(root, pages=pages, foreign=foreign).encode("utf-8"))
    charts = root / "static" / "vendor" / "echarts" / "echarts.common.min.js"
    if charts.exists():
        # Large, so only pages with a chart load it; the console's own script draws with it.
        yield _asset("charts.js", charts.read_bytes())
    editor = [
        root / "static" / "vendor" / "squire" / "squire.min.js",
        *sorted((root / "components" / "rich-text").glob("*.js")),
    ]
    if all(path.exists() for path in editor):
        yield _asset("rich-text.js", _joined(editor).encode("utf-8"))


def _stylesheet(root: Path, *, pages: Path, foreign: frozenset[str]) -> str:
    """One bundle. The order of layers, not the order of files, decides which rule wins."""
    css = root / "static" / "css"
    layers = {
        "reset": [css / "reset.css"],
        "base": [css / "tokens.css", css / "base.css"],
        "components": list(_component_files(root, suffix=".css", foreign=foreign)),
        "pages": sorted(pages.rglob("*.css")),
        "utilities": [css / "utilities.css"],
    }
    parts = [f"@layer {', '.join(LAYERS)};"]
    parts += [f"@layer {layer} {{\n{_lean(layers[layer])}\n}}" for layer in LAYERS if layers[layer]]
    return "\n".join(parts) + "\n"


def _script(root: Path, *, pages: Path, foreign: frozenset[str]) -> str:
    """One classic script for `defer`: htmx, then every component's, then every page's, each a closure of its own."""
    files = [
        root / "static" / "vendor" / "htmx" / "htmx.min.js",
        *_component_files(root, suffix=".js", foreign=foreign | LATE_COMPONENTS),
        *sorted(pages.rglob("*.js")),
    ]
    return _joined(files)


def _joined(scripts: Iterable[Path]) -> str:
    return "\n;\n".join(path.read_text(encoding="utf-8") for path in scripts if path.exists()) + "\n"


def _component_files(root: Path, *, suffix: str, foreign: frozenset[str]) -> Iterator[Path]:
    for folder in sorted((root / "components").iterdir()):
        path = folder / f"{folder.name}{suffix}"
        if folder.name not in foreign and path.exists():
            yield path


def _lean(paths: Iterable[Path]) -> str:
    """Stylesheets without comments and indentation, which are for those who read the source."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths if path.exists())
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return "\n".join(line.strip() for line in without_comments.splitlines() if line.strip())


def _static_files(folder: Path) -> Iterator[Asset]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in _STATIC_SUFFIXES:
            yield _asset(path.relative_to(folder).as_posix(), path.read_bytes())


def _asset(name: str, body: bytes) -> Asset:
    return Asset(
        name=name,
        content_hash=hashlib.sha256(body).hexdigest()[:_HASH_LENGTH],
        content_type=_content_type(name),
        body=body,
        body_gzip=_compressed(name, body),
    )


def _content_type(name: str) -> str:
    """The type by the name's ending; text is UTF-8, and a file without ending (a licence) is plain text."""
    guessed = mimetypes.guess_type(name)[0] or "text/plain"
    is_text = guessed.startswith("text/") or guessed in {"image/svg+xml", "application/javascript"}
    return f"{guessed}; charset=utf-8" if is_text else guessed


def _compressed(name: str, body: bytes) -> bytes | None:
    if Path(name).suffix not in _GZIP_SUFFIXES:
        return None
    small = gzip.compress(body, compresslevel=9, mtime=0)
    return small if len(small) < len(body) else None
