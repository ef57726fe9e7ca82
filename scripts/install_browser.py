"""Print the path of a Chromium for the browser walks; install one first if this machine has none.

SHOPWRIGHT_BROWSER names one explicitly. Exit code 1 and a sentence when there is none and none could be installed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# Where Playwright keeps the browsers that it has downloaded, and the program inside them, by system.
PLAYWRIGHT_FOLDERS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
PLAYWRIGHT_PROGRAMS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium_headless_shell-*/*/*headless*shell",
)
CHINESE_FONTS = "fonts-noto-cjk"


def browser_path() -> str | None:
    """The path of an installed Chromium or Chrome that really runs, or None."""
    chosen = os.environ.get("SHOPWRIGHT_BROWSER")
    if chosen:
        return chosen if _runs(chosen) else None
    found = [shutil.which(name) for name in NAMES]
    candidates = [path for path in found if path is not None] + [*MAC_APPLICATIONS, *_downloaded_by_playwright()]
    return next((path for path in candidates if _runs(path)), None)


def install() -> str | None:
    """Install a Chromium by the system's packages, else by Playwright; returns its path, or None."""
    prefix = _as_root()
    has_apt = shutil.which("apt-get") is not None and prefix is not None
    if has_apt and prefix is not None:
        _run([*prefix, "apt-get", "update", "-q"])
        _run([*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"])
        install_chinese_fonts(prefix)
    path = browser_path()
    if path is not None:
        return path
    options = ["--with-deps"] if has_apt else []
    _run([sys.executable, "-m", "playwright", "install", *options, "chromium"])
    return browser_path()


def install_chinese_fonts(prefix: list[str]) -> None:
    """Install fonts with Chinese characters if there are none: without them every page is a page of boxes."""
    if not _has_chinese_fonts():
        _run([*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", CHINESE_FONTS])


def main() -> None:
    """Print the browser's path, or explain and exit with code 1."""
    chosen = os.environ.get("SHOPWRIGHT_BROWSER")
    path = browser_path()
    if path is None and chosen:
        sys.exit(f"SHOPWRIGHT_BROWSER names {chosen}, which does not run. Correct it, or unset it to have one found.")
    path = path or install()
    if path is None:
        sys.exit(
            "No Chromium or Chrome was found, and none could be installed. Install one with your system's packages "
            "and run this again, or name it in SHOPWRIGHT_BROWSER."
        )
    if not _has_chinese_fonts():
        print(f"Note: no font with Chinese characters is installed ({CHINESE_FONTS} has them).", file=sys.stderr)
    print(path)


def _runs(path: str) -> bool:
    """Whether the program answers: some systems put a script in its place that only names another package."""
    if not Path(path).is_file():
        return False
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _downloaded_by_playwright() -> list[str]:
    own = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folders = [Path(folder).expanduser() for folder in ((own,) if own else PLAYWRIGHT_FOLDERS)]
    return [str(path) for folder in folders for pattern in PLAYWRIGHT_PROGRAMS for path in sorted(folder.glob(pattern))]


def _as_root() -> list[str] | None:
    """What a command needs in front of it to run as root without asking for a password; None: it cannot."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def _has_chinese_fonts() -> bool:
    if sys.platform == "darwin":
        return True
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())


def _run(command: list[str]) -> None:
    """Run a step, its output on our error stream; a failure is seen by there being no browser afterwards."""
    print(f"$ {' '.join(command)}", file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, stdout=sys.stderr, check=False, env=environment)
    except OSError as error:
        print(error, file=sys.stderr)


if __name__ == "__main__":
    main()
