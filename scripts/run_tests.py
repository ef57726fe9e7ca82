"""Run everything that CI runs after `make check`: all tests in parallel and in random order, then the browser walks.

One embedded server serves the whole run; every worker copies its databases from a template. The run ends with a line
that says how many tests passed and failed.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.install_browser import browser_path, install
from tests.kit.databases import memory_folder

from shopwright.platform.db.embedded import scratch_server

ROOT = Path(__file__).resolve().parents[1]
CORES = max(2, os.cpu_count() or 2)
PARTS = {
    "tests": ["-n", str(CORES + 1), "-m", "not browser", "--ignore", "tests/architecture"],
    "browser walks": ["-n", "2", "-m", "browser", "tests/browser"],
}


def main() -> int:
    """Run all parts, even after a failure, and return 0 only when every test passed."""
    browser = browser_path() or install()
    if browser is None:
        print("No browser could be found or installed; the walks need one.", flush=True)
        return 1
    passed = failed = 0
    with scratch_server(settings={"autovacuum": "off"}, within=memory_folder()) as server:
        environment = {**os.environ, "SHOPWRIGHT_TEST_SERVER": server.url, "SHOPWRIGHT_BROWSER": str(browser)}
        for name, options in PARTS.items():
            print(f"--- {name}", flush=True)
            part_passed, part_failed = run(options, environment)
            passed, failed = passed + part_passed, failed + part_failed
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def run(options: list[str], environment: dict[str, str]) -> tuple[int, int]:
    """Run pytest with `options`, echoing it; how many tests passed, and failed or could not run."""
    # The project's options hold one -q already; with a second one pytest leaves out the line that is counted here.
    command = [sys.executable, "-m", "pytest", *options]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    last = ""
    for line in process.stdout or ():
        sys.stdout.write(line)
        sys.stdout.flush()
        last = line if re.search(r"\d+ (passed|failed|error)", line) else last
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|error)", last)}
    failed = counts.get("failed", 0) + counts.get("error", 0)
    is_sound = process.wait() == 0 and bool(counts)
    return counts.get("passed", 0), failed or (0 if is_sound else 1)


if __name__ == "__main__":
    sys.exit(main())
