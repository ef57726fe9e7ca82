"""The migrations as an operator meets them: up, down, up again, two at once, and nothing forgotten."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from tests.kit.databases import fresh_database

from shopwright.platform.db import migrate

MIGRATE = "import sys; from shopwright.platform.db import migrate; migrate.upgrade(sys.argv[1])"
VERSIONS = migrate.FOLDER / "versions"
OURS = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'public')"
CATALOG = {
    "schemas": f"SELECT nspname FROM pg_namespace AS n WHERE {OURS}",
    "columns": f"""
        SELECT n.nspname, c.relname, c.relkind, c.relpersistence, a.attname, a.attnum,
               format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, a.attidentity,
               pg_get_expr(d.adbin, d.adrelid)
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND {OURS}
    """,
    "types": f"""
        SELECT n.nspname, t.typname, t.typtype, array(
            SELECT enumlabel::text FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder
        ) FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace WHERE {OURS}
    """,
    "constraints": f"""
        SELECT n.nspname, c.relname, k.conname, k.contype, k.convalidated, pg_get_constraintdef(k.oid)
        FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid
        JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE {OURS}
    """,
    "indexes": f"""
        SELECT n.nspname, i.relname, pg_get_indexdef(x.indexrelid), x.indisvalid
        FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
        JOIN pg_namespace AS n ON n.oid = i.relnamespace WHERE {OURS}
    """,
    "functions": f"""
        SELECT n.nspname, p.proname, pg_get_functiondef(p.oid)
        FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE {OURS} AND p.prokind = 'f'
    """,
    "triggers": f"""
        SELECT n.nspname, c.relname, pg_get_triggerdef(t.oid)
        FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
        JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND {OURS}
    """,
    "comments": f"""
        SELECT n.nspname, c.relname, d.objsubid, d.description FROM pg_description AS d
        JOIN pg_class AS c ON c.oid = d.objoid JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE d.classoid = 'pg_class'::regclass AND {OURS}
    """,
}
Catalog = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def empty_url(server_url: str) -> Iterator[str]:
    with fresh_database(server_url) as url:
        yield url


def read_catalog(url: str) -> Catalog:
    """Everything of ours that the server knows, as rows in one order."""
    with psycopg.connect(url) as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(sql.encode())), key=repr)
            for name, sql in CATALOG.items()
        }


def ask(url: str, sql: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return [tuple(row) for row in connection.execute(sql.encode())]


def revisions() -> list[Path]:
    return sorted(path for path in VERSIONS.glob("*.py") if path.stem != "__init__")


def test_up_down_and_up_again_is_the_same_schema(empty_url: str) -> None:
    migrate.upgrade(empty_url)
    first = read_catalog(empty_url)
    assert {row[0] for row in first["schemas"]} >= {"platform", "jobs", "catalog", "inventory", "orders", "payments"}
    rows = ask(empty_url, "SELECT table_name, placed_by FROM platform.placement ORDER BY 1")
    migrate.downgrade(empty_url)
    left = read_catalog(empty_url)
    assert left["schemas"] == [("platform",)]
    assert {row[1] for row in left["columns"]} == {"schema_revision"}
    assert (left["functions"], left["triggers"]) == ([], [])
    assert migrate.current_revision(empty_url) is None
    migrate.upgrade(empty_url)
    second = read_catalog(empty_url)
    for part in CATALOG:
        assert second[part] == first[part], part
    assert ask(empty_url, "SELECT table_name, placed_by FROM platform.placement ORDER BY 1") == rows


def test_every_step_comes_down_to_exactly_what_was_before_it(empty_url: str) -> None:
    """Each revision by itself: a downgrade that forgets an object is found at the step that made it."""
    names = [path.stem[:4] for path in revisions()]
    before: Catalog = {}
    for number, name in enumerate(names):
        if number:
            migrate.upgrade(empty_url, revision=name)
            migrate.downgrade(empty_url, revision=names[number - 1])
            assert read_catalog(empty_url) == before, f"{name} leaves something behind or takes too much away"
        migrate.upgrade(empty_url, revision=name)
        before = read_catalog(empty_url)
    assert migrate.current_revision(empty_url) == migrate.head_revision()


def test_processes_that_migrate_at_once_wait_for_one_another(empty_url: str, database_url: str) -> None:
    command = [sys.executable, "-c", MIGRATE, empty_url]
    processes = [subprocess.Popen(command) for _ in range(2)]  # noqa: S603 - our own program.
    assert [process.wait(60) for process in processes] == [0, 0]
    assert read_catalog(empty_url) == read_catalog(database_url)


def test_a_migrated_database_stands_at_the_head_and_a_second_run_changes_nothing(database_url: str) -> None:
    assert migrate.current_revision(database_url) == migrate.head_revision() == revisions()[-1].stem[:4]
    before = read_catalog(database_url)
    migrate.upgrade(database_url)
    assert read_catalog(database_url) == before


def test_a_database_that_was_never_migrated_stands_nowhere(empty_url: str) -> None:
    assert migrate.current_revision(empty_url) is None


def test_a_step_that_fails_leaves_nothing_of_itself(empty_url: str) -> None:
    """A table in the way of the second step: the run fails as a whole, and succeeds when it is gone."""
    with psycopg.connect(empty_url) as connection:
        connection.execute("CREATE SCHEMA markets")
    with pytest.raises(Exception, match='schema "markets" already exists'):
        migrate.upgrade(empty_url)
    left = {row[0] for row in read_catalog(empty_url)["schemas"]}
    assert left <= {"markets", "platform"}
    with psycopg.connect(empty_url) as connection:
        connection.execute("DROP SCHEMA markets")
    migrate.upgrade(empty_url)
    assert migrate.current_revision(empty_url) == migrate.head_revision()


def test_the_revisions_are_one_line_without_a_fork() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    walked = [step.revision for step in script.walk_revisions()]
    assert script.get_heads() == [migrate.head_revision()]
    assert walked[::-1] == [path.stem[:4] for path in revisions()]


@pytest.mark.parametrize("path", revisions(), ids=lambda path: path.stem)
def test_every_revision_is_named_by_number_module_and_verb_and_goes_both_ways(path: Path) -> None:
    assert re.fullmatch(r"\d{4}_[a-z]+(_[a-z]+)+", path.stem)
    text = path.read_text(encoding="utf-8")
    assert f'revision = "{path.stem[:4]}"' in text
    if "run_sql(" in text:
        for direction in ("up", "down"):
            sql = path.with_suffix(f".{direction}.sql").read_text(encoding="utf-8")
            assert sql.strip(), f"{path.stem}.{direction}.sql is empty"
    else:
        assert re.search(r"def downgrade\(\) -> None:\n    run_text\(", text)


def test_no_sql_file_is_without_its_revision() -> None:
    names = {path.stem for path in revisions()}
    assert {path.name.partition(".")[0] for path in VERSIONS.glob("*.sql")} <= names


def test_every_table_declares_its_placement_in_the_step_that_makes_it() -> None:
    """The recorded placements are checked elsewhere; this finds the file."""
    missing = []
    for path in VERSIONS.glob("*.up.sql"):
        sql = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
        made = set(re.findall(r"CREATE (?:UNLOGGED )?TABLE ([a-z_.\"]+)", sql)) - {"platform.placement"}
        placed = set(re.findall(r"platform\.place\('([a-z_.\"]+)'", sql))
        missing += [f"{path.name}: {table}" for table in sorted(made - placed)]
    assert missing == []
