"""The source read as text and as a tree: nothing grows past reading aloud, nothing is called by a refused name."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES_MAX = 400
FUNCTION_LINES_MAX = 70
REFUSED = {"utils", "util", "helpers", "helper", "manager", "managers", "handlers", "service", "services", "misc"}
MODULE_FILES = {
    "README.md", "__init__.py", "public.py", "contracts.py", "events.py", "errors.py", "permissions.py", "rules.py",
    "operations", "queries.py", "store.py", "subscribers.py", "jobs.py", "locale",
    "rules", "queries", "store", "contracts", "channels", "importing", "templates",
}  # fmt: skip
REGISTRY_HOSTS = re.compile(
    "|".join(["pypi" + r"\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs", "deb" + r"\.debian"])
)
MACHINE_PATHS = re.compile(r"(?<![\w.$/}])/(?:work|root|home)/[\w.]")


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is on the path.
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


FILES = committed()
SOURCES = [path for path in FILES if path.suffix == ".py"]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions() -> list[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(path, node) for path, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, kinds)]


def test_no_file_is_longer_than_one_can_read() -> None:
    long = [f"{shown(path)}: {count}" for path in SOURCES if (count := len(path.read_text().splitlines())) > LINES_MAX]
    assert long == []


def test_no_function_is_longer_than_one_can_hold_in_mind() -> None:
    long = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path, node in functions()
        if (node.end_lineno or node.lineno) - node.lineno + 1 > FUNCTION_LINES_MAX
    ]
    assert long == []


def test_nothing_is_called_by_a_refused_name() -> None:
    files = [shown(path) for path in SOURCES if {path.stem, path.parent.name} & REFUSED]
    classes = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and re.search(r"(Manager|Helper|Util|Utils|Service|Handler|Processor)$", node.name)
    ]
    assert files + classes == []


def test_a_module_has_only_the_usual_files() -> None:
    modules = ROOT / "src/shopwright/modules"
    known = {path.relative_to(modules).parts for path in FILES if path.is_relative_to(modules)}
    unusual = {"/".join(parts[:2]) for parts in known if len(parts) > 1 and parts[1] not in MODULE_FILES}
    assert unusual == set()
    without_readme = {parts[0] for parts in known if len(parts) > 1} - {
        parts[0] for parts in known if "README.md" in parts
    }
    assert without_readme == set()


def test_sql_lives_in_store_and_queries_only() -> None:
    modules = ROOT / "src/shopwright/modules"
    elsewhere = [
        shown(path)
        for path in SOURCES
        if path.is_relative_to(modules)
        and not {"store", "queries"} & {path.stem, path.parent.name}
        and "@statement" in path.read_text()
    ]
    assert elsewhere == []


def test_modules_are_entered_by_their_face() -> None:
    """From outside only the face; bootstrap also wires jobs, subscribers and channels."""
    allowed = {"public", "contracts", "events", "errors", "permissions"}
    wrong = []
    for path, tree in TREES.items():
        parts = path.relative_to(ROOT).parts
        if parts[0] != "src":
            continue
        own = parts[3] if parts[1:3] == ("shopwright", "modules") else None
        extra = {"jobs", "subscribers", "channels"} if parts[2] in {"bootstrap.py", "bootstrap"} else set()
        for name in imported(tree):
            match = re.match(r"shopwright\.modules\.(\w+)\.(\w+)", name)
            if match and match[1] != own and match[2] not in allowed | extra:
                wrong.append(f"{shown(path)} imports {name}")
    assert wrong == []


def imported(tree: ast.Module) -> list[str]:
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def test_no_committed_file_names_a_registry_or_a_machine() -> None:
    wrong = []
    for path in FILES:
        if "vendor" in path.parts or path.stat().st_size > 1_000_000:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        wrong += [shown(path) for pattern in (REGISTRY_HOSTS, MACHINE_PATHS) if pattern.search(text)]
    assert wrong == []


@pytest.mark.parametrize("mark", ["TODO", "FIXME", "XXX"])
def test_nothing_is_left_for_later(mark: str) -> None:
    left = [shown(path) for path in SOURCES if path != Path(__file__) and re.search(rf"\b{mark}\b", path.read_text())]
    assert left == []


def test_every_ignore_has_its_reason_beside_it() -> None:
    bare = [
        f"{shown(path)}:{number}"
        for path in SOURCES
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"# (noqa|type: ignore)", line)
        and not re.search(r"(noqa: [A-Z0-9, ]+ - \S|ignore\[[\w, -]+\]  # \S)", line)
    ]
    assert bare == []
