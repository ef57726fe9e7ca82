"""Copy the pinned browser libraries into the tree with their licences: htmx, ECharts, Squire, icons, axe-core.

Run it after a version in package.json or a name in ICONS changes, and commit what it wrote.
"""

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src" / "shopwright" / "web" / "static" / "vendor"
# What only the tests need stands beside them, so that no wheel carries it.
TEST_VENDOR = ROOT / "tests" / "browser" / "vendor"

# Our name for each icon, and Tabler's. Templates use ours: a change of set then touches only this table.
ICONS = {
    "home": "home",
    "categories": "layout-grid",
    "cart": "shopping-bag",
    "account": "user",
    "search": "search",
    "menu": "menu-2",
    "close": "x",
    "check": "check",
    "check-circle": "circle-check",
    "alert": "alert-triangle",
    "error": "alert-circle",
    "note": "info-circle",
    "help": "help-circle",
    "plus": "plus",
    "minus": "minus",
    "chevron-left": "chevron-left",
    "chevron-right": "chevron-right",
    "chevron-up": "chevron-up",
    "chevron-down": "chevron-down",
    "selector": "selector",
    "arrow-left": "arrow-left",
    "arrow-right": "arrow-right",
    "more": "dots",
    "heart": "heart",
    "star": "star",
    "share": "share-3",
    "truck": "truck-delivery",
    "parcel": "package",
    "parcels": "packages",
    "stock": "building-warehouse",
    "orders": "receipt",
    "products": "tag",
    "image": "photo",
    "upload": "photo-up",
    "zoom": "zoom-in",
    "edit": "pencil",
    "trash": "trash",
    "copy": "copy",
    "external": "external-link",
    "download": "download",
    "filter": "adjustments-horizontal",
    "sort": "arrows-sort",
    "density": "baseline-density-medium",
    "calendar": "calendar",
    "clock": "clock",
    "wallet": "wallet",
    "card": "credit-card",
    "refund": "receipt-refund",
    "return": "arrow-back-up",
    "coupon": "ticket",
    "gift": "gift",
    "location": "map-pin",
    "phone": "phone",
    "mail": "mail",
    "lock": "lock",
    "eye": "eye",
    "eye-off": "eye-off",
    "sign-out": "logout",
    "sign-in": "login-2",
    "language": "language",
    "shield": "shield-check",
    "leaf": "leaf",
    "headset": "headset",
    "flask": "flask",
    "inbox": "inbox",
    "dead-letter": "mail-exclamation",
    "chart": "chart-line",
    "settings": "settings",
    "staff": "user-shield",
    "customers": "users",
    "bell": "bell",
    "history": "history",
    "refresh": "refresh",
    "printer": "printer",
    "scan": "scan",
    "keyboard": "keyboard",
    "command": "command",
    "store": "building-store",
    "ban": "ban",
    "hand": "hand-stop",
    "bolt": "bolt",
    "list": "list",
    "sun": "sun",
    "moon": "moon",
    "heading": "heading",
    "bold": "bold",
    "italic": "italic",
    "list-numbered": "list-numbers",
    "quote": "blockquote",
    "link": "link",
    "undo": "arrow-back-up",
    "redo": "arrow-forward-up",
    "code": "code",
}


def main() -> None:
    """Install the pinned packages into a temporary folder, copy what the shop serves, and leave no other trace."""
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    pins = package["dependencies"] | package["devDependencies"]
    with tempfile.TemporaryDirectory() as folder:
        modules = _install(Path(folder), pins=pins)
        _copy_htmx(modules / "htmx.org")
        _copy_echarts(modules / "echarts")
        _copy_squire(modules / "squire-rte")
        _build_sprite(modules / "@tabler" / "icons", version=pins["@tabler/icons"])
        _copy_axe(modules / "axe-core")
    _refuse_registry_names()


def _install(folder: Path, *, pins: dict[str, str]) -> Path:
    """Fetch the exact versions; no package's install script runs, and no lock file reaches the tree."""
    wanted = [f"{name}@{version}" for name, version in pins.items()]
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    subprocess.run(["npm", "install", *options, *wanted], cwd=folder, check=True)
    return folder / "node_modules"


def _copy_htmx(package: Path) -> None:
    target = VENDOR / "htmx"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package / "dist" / "htmx.min.js", target / "htmx.min.js")
    shutil.copyfile(package / "LICENSE", target / "LICENSE")


def _copy_echarts(package: Path) -> None:
    """Its makers' build of the common charts, the smallest that has tooltips; it needs no eval."""
    target = VENDOR / "echarts"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package / "dist" / "echarts.common.min.js", target / "echarts.common.min.js")
    for name in ("LICENSE", "NOTICE"):
        shutil.copyfile(package / name, target / name)
    shutil.copyfile(package / "licenses" / "LICENSE-d3", target / "LICENSE-d3")


def _copy_squire(package: Path) -> None:
    """The editor of formatted text, without the note that sends a browser's tools to a map that is not served."""
    target = VENDOR / "squire"
    target.mkdir(parents=True, exist_ok=True)
    script = (package / "dist" / "squire.js").read_text(encoding="utf-8")
    (target / "squire.min.js").write_text(re.sub(r"\n//# sourceMappingURL=.*", "", script), encoding="utf-8")
    shutil.copyfile(package / "LICENSE", target / "LICENSE")


def _copy_axe(package: Path) -> None:
    """The inspector of accessibility, as its makers minified it: its licence asks that changes be told."""
    target = TEST_VENDOR / "axe-core"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(package / "axe.min.js", target / "axe.min.js")
    shutil.copyfile(package / "LICENSE", target / "LICENSE")
    shutil.copyfile(package / "LICENSE-3RD-PARTY.txt", target / "LICENSE-3RD-PARTY.txt")


def _build_sprite(package: Path, *, version: str) -> None:
    """Write every icon of ICONS as one symbol; stroke width is left to CSS, so that one rule sets the weight of all."""
    target = VENDOR / "icons"
    target.mkdir(parents=True, exist_ok=True)
    symbols = [_symbol(package, name=name, tabler_name=ICONS[name]) for name in sorted(ICONS)]
    head = f"<!-- Tabler Icons {version}, MIT (LICENSE lies beside). Made by scripts/vendor_frontend.py. -->"
    sprite = "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', head, *symbols, "</svg>", ""])
    (target / "sprite.svg").write_text(sprite, encoding="utf-8")
    shutil.copyfile(package / "LICENSE", target / "LICENSE")


def _symbol(package: Path, *, name: str, tabler_name: str) -> str:
    source = (package / "icons" / "outline" / f"{tabler_name}.svg").read_text(encoding="utf-8")
    body = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if body is None:
        raise ValueError(f"{tabler_name}.svg is not an SVG of the expected form")
    lines = [line.strip() for line in body.group(1).splitlines()]
    paths = "".join(line for line in lines if 'd="M0 0h24v24H0z"' not in line)
    style = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" {style}>{paths}</symbol>'


def _refuse_registry_names() -> None:
    """No file of ours may name a package registry's host: what is vendored must be usable without one."""
    for path in (*VENDOR.rglob("*"), *TEST_VENDOR.rglob("*")):
        if path.is_file() and re.search(rb"registry\.\w", path.read_bytes()):
            raise ValueError(f"{path.relative_to(ROOT)} names a package registry")


if __name__ == "__main__":
    main()
