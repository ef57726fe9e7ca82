"""The `shopwright` command, run as people run it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from tests.kit.databases import fresh_database


def _run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return _run_in(None, *words, **env)


def _run_in(folder: Path | None, /, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SHOPWRIGHT_", "DATABASE_"))}
    return subprocess.run(  # noqa: S603 - our own command.
        [sys.executable, "-m", "shopwright.cli", *words],
        env={**kept, **env},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _environment(url: str, folder: Path) -> dict[str, str]:
    return {"DATABASE_URL": url, "SHOPWRIGHT_VAR": str(folder), "SHOPWRIGHT_SECRET": "s" * 32}


def test_help_names_every_command() -> None:
    told = _run("--help")
    assert told.returncode == 0
    commands = re.findall(r"^  (\w+) ", told.stdout.partition("Commands:")[2], re.MULTILINE)
    assert commands == ["demo", "serve", "worker", "migrate", "import", "staff", "doctor"]


@pytest.mark.parametrize("command", ["serve", "worker", "migrate", "doctor"])
def test_nothing_starts_without_a_secret(command: str) -> None:
    told = _run(command, DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert told.returncode == 1
    assert "SHOPWRIGHT_SECRET" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("command", ["serve", "worker", "migrate"])
def test_nothing_starts_without_a_database(command: str, tmp_path: Path) -> None:
    told = _run_in(tmp_path, command, SHOPWRIGHT_SECRET="s" * 32)  # Where no demo runs, whose database would serve.
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith("Error: DATABASE_URL is not set")


def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    told = _run(
        "staff", "add", "a@b.example", "--name", "A", "--password", "long enough one",
        **_environment("postgresql://nobody@127.0.0.1:9/none", tmp_path),
    )  # fmt: skip
    assert told.returncode == 1
    assert told.stderr.startswith("Error: The database does not answer: ")


def test_migrate_then_hire_then_examine(server_url: str, tmp_path: Path) -> None:
    with fresh_database(server_url) as url:
        environment = _environment(url, tmp_path)
        sick = _run("doctor", **environment)
        assert sick.returncode == 1
        assert "WRONG  schema: it stands at nothing" in sick.stdout
        assert _run("migrate", **environment).stdout.startswith("The schema went up to ")
        assert _run("migrate", **environment).stdout.endswith(", as before.\n")

        words = ("staff", "add", "mei@shop.example", "--name", "Mei", "--password")
        weak = _run(*words, "12345678", **environment)
        assert weak.returncode == 1
        assert "password: This password is among those that are guessed first." in weak.stderr
        hired = _run(*words, "quiet water, green tea", **environment)
        assert hired.stdout == "mei@shop.example may log in at /console now.\n"
        assert _run(*words, "quiet water, green tea", **environment).returncode == 1

        well = _run("doctor", SHOPWRIGHT_BASE_URL="https://shop.example", **environment)
        assert well.returncode == 0
        assert [line.split()[0] for line in well.stdout.splitlines()] == ["ok"] * 6
        with psycopg.connect(url) as connection:
            connection.execute(
                "INSERT INTO jobs.pgqueuer (priority, status, entrypoint) VALUES (0, 'failed', 'payments.refund')"
            )
            connection.commit()
            held = _run("doctor", SHOPWRIGHT_BASE_URL="https://shop.example", **environment)
            assert held.returncode == 1
            assert "WRONG  jobs: 1 jobs and 0 dead letters were given up: settle them at https://" in held.stdout
            assert connection.execute("SELECT email FROM staff.member").fetchall() == [("mei@shop.example",)]


def test_a_dry_import_changes_nothing_and_a_real_one_twice_is_one(server_url: str, tmp_path: Path) -> None:
    goods = tmp_path / "goods.csv"
    goods.write_text(
        "Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,"
        "Variant SKU,Variant Price,Variant Inventory Qty\n"
        "cup,青瓷茶杯,汀禾,茶器,true,Title,Default Title,CUP-1,129.00,5\n",
        encoding="utf-8",
    )
    with fresh_database(server_url) as url:
        environment = _environment(url, tmp_path)
        assert _run("migrate", **environment).returncode == 0
        dry = _run("import", "catalogue", str(goods), "--dry-run", **environment)
        assert dry.stdout.splitlines()[-1] == ("1 products would be created, 0 changed, 0 left as they are, 0 refused.")
        assert _stock(url) == []
        for created, kept in ((1, 0), (0, 1)):
            told = _run("import", "catalogue", str(goods), **environment)
            assert told.stdout.splitlines()[-1] == (
                f"{created} products were created, 0 changed, {kept} left as they are, 0 refused."
            )
        assert _stock(url) == [("CUP-1", 5)]


def _stock(url: str) -> list[tuple[str, int]]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT v.sku, l.on_hand FROM catalog.variant AS v JOIN inventory.stock_level AS l ON l.variant_id = v.id"
        ).fetchall()
