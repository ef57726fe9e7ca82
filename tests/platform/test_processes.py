"""The supervisor with real programs: what it shows, restarts, gives up and ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType

import pytest

from shopwright.platform.processes import Child, Ground, Supervisor, free_port

# Each of these opens the named pipe for writing; whoever reads the pipe sees its end when the last writer is gone.
WILLING = 'exec 3>"$0"; echo up >&3; exec sleep 60'
STUBBORN = 'trap "" TERM INT; exec 3>"$0"; sleep 60 & echo up >&3; wait; sleep 60'

SUPERVISOR = """
import sys
from pathlib import Path
from shopwright.platform.processes import Child, Supervisor
folder = Path(sys.argv[1])
children = [Child(name=f"child-{n}", argv=["/bin/sh", "-c", script, str(folder / f"pipe-{n}")])
            for n, script in enumerate(sys.argv[2:])]
sys.exit(Supervisor(children, log_folder=folder / "log").run())
"""


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """A pipe that nobody opens, or an end that never comes, fails the test instead of holding it for ever."""

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(30)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def stop_ourselves() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def supervise(
    folder: Path,
    script: str,
    *,
    env: Mapping[str, str] | None = None,
    ready: Callable[[], bool] | None = None,
    ground: Ground | None = None,
) -> tuple[int, list[str]]:
    """Run one shell script under a supervisor that is told to stop as soon as it is ready."""
    said: list[str] = []
    child = Child(name="shop", argv=["/bin/sh", "-c", script, str(folder)], env=env or {}, ready=ready)
    supervisor = Supervisor([child], log_folder=folder / "log", say=said.append, on_ready=stop_ourselves, ground=ground)
    return supervisor.run(), said


def start_supervisor(folder: Path, *scripts: str) -> subprocess.Popen[str]:
    for number in range(len(scripts)):
        os.mkfifo(folder / f"pipe-{number}")
    return subprocess.Popen(  # noqa: S603 - a script of our own.
        [sys.executable, "-c", SUPERVISOR, str(folder), *scripts], stdout=subprocess.PIPE, text=True, process_group=0
    )


def test_output_goes_to_a_log_of_its_own_and_the_last_run_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "log" / "shop.log"

    def has_spoken() -> bool:
        return log.read_text() != ""

    for colour in ("red", "green"):
        code, said = supervise(tmp_path, "echo $COLOUR; exec sleep 60", env={"COLOUR": colour}, ready=has_spoken)
        assert code == 0
        assert [line.split(" after ")[0] for line in said] == ["shop is ready"]
    assert (log.read_text(), log.with_name("shop.log.1").read_text()) == ("green\n", "red\n")


def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    second = tmp_path / "second"
    script = 'test -e "$0/first" || { touch "$0/first"; exit 3; }; touch "$0/second"; exec sleep 60'
    code, said = supervise(tmp_path, script, ready=second.exists)
    assert code == 0
    log = tmp_path / "log" / "shop.log"
    assert said[0] == f"shop ended with code 3; starting it again in 0.25 s (1 of 3, see {log})"
    assert said[1].startswith("shop is ready after ")


def test_a_child_that_keeps_dying_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    code, said = supervise(tmp_path, "echo no licence to sell >&2; kill -9 $$", ready=lambda: False)
    assert code == 1
    assert said[-1] == "shop was ended by SIGKILL again and is given up.\n" + "\n".join(["    no licence to sell"] * 4)
    assert len(said) == 4


def ground_of(
    folder: Path, *, is_alive: Callable[[], bool], revive: Callable[[Callable[[], bool]], object] = bool
) -> Ground:
    """Something to stand on; what its log says is of no interest here."""
    log = folder / "ground.log"
    log.write_text("no space left\n")

    def revive_it(stops: Callable[[], bool]) -> None:
        revive(stops)

    return Ground(name="the ground", log=log, is_alive=is_alive, revive=revive_it)


def test_who_died_with_what_all_stand_on_is_not_blamed(tmp_path: Path) -> None:
    starts, fourth, revivals = tmp_path / "starts", tmp_path / "fourth", [1]

    def is_alive() -> bool:
        # It dies with each of the child's first three lives.
        return not starts.exists() or len(revivals) > min(len(starts.read_text()), 3)

    script = 'printf x >> "$0/starts"; test $(wc -c < "$0/starts") = 4 || exit 3; touch "$0/fourth"; exec sleep 60'
    ground = ground_of(tmp_path, is_alive=is_alive, revive=lambda _stops: revivals.append(1))
    code, said = supervise(tmp_path, script, ready=fourth.exists, ground=ground)
    assert code == 0
    assert [line for line in said if "(2 of 3" in line] == [
        f"the ground has died; starting it again in 0.5 s (2 of 3, see {ground.log})"
    ]
    assert len([line for line in said if line.startswith("shop ended with code 3; starting it again in 0.25 s")]) == 3


def test_a_ground_that_keeps_dying_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    ground = ground_of(tmp_path, is_alive=lambda: False)
    code, said = supervise(tmp_path, "exec sleep 60", ready=lambda: False, ground=ground)
    assert (code, said) == (
        1,
        [
            f"the ground has died; starting it again in 0.25 s (1 of 3, see {ground.log})",
            "the ground runs again",
            f"the ground has died; starting it again in 0.5 s (2 of 3, see {ground.log})",
            "the ground runs again",
            f"the ground has died; starting it again in 1 s (3 of 3, see {ground.log})",
            "the ground runs again",
            "the ground has died again and is given up.\n    no space left",
        ],
    )


def test_a_revival_hears_that_all_are_to_end(tmp_path: Path) -> None:
    heard: list[bool] = []

    def revive(stops: Callable[[], bool]) -> None:
        heard.append(stops())
        stop_ourselves()
        while not stops():
            pass
        heard.append(stops())

    ground = ground_of(tmp_path, is_alive=lambda: False, revive=revive)
    code, said = supervise(tmp_path, "exec sleep 60", ready=lambda: False, ground=ground)
    assert (code, heard, len(said)) == (0, [False, True], 1)


def test_the_time_of_a_revival_is_not_the_childs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Children that wait for the database have their minute to be ready from when it runs again."""
    now, asked, revivals = time.monotonic, [0], [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now() + sum(revivals))

    def ready() -> bool:
        asked[0] += 1
        return asked[0] == 3

    ground = ground_of(
        tmp_path,
        is_alive=lambda: asked[0] != 1 or sum(revivals) > 0,
        revive=lambda _stops: revivals.append(3600.0),
    )
    code, said = supervise(tmp_path, "exec sleep 60", ready=ready, ground=ground)
    assert (code, asked) == (0, [3])
    assert said[:2] == [
        f"the ground has died; starting it again in 0.25 s (1 of 3, see {ground.log})",
        "the ground runs again",
    ]


def test_a_program_that_does_not_exist_stops_the_others(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    willing = Child(name="willing", argv=["/bin/sh", "-c", 'exec 3<>"$0"; exec sleep 60', str(tmp_path / "pipe")])
    missing = Child(name="missing", argv=[str(tmp_path / "no-such-program")])
    before = signal.getsignal(signal.SIGINT)  # Ignored where the tests themselves run behind a shell's back.
    with pytest.raises(FileNotFoundError):
        Supervisor([willing, missing], log_folder=tmp_path / "log").run()
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_to_the_whole_group_ends_even_stubborn_children_in_time(tmp_path: Path) -> None:
    with start_supervisor(tmp_path, WILLING, STUBBORN) as supervisor:
        with (tmp_path / "pipe-0").open() as willing, (tmp_path / "pipe-1").open() as stubborn:
            assert (willing.readline(), stubborn.readline()) == ("up\n", "up\n")
            sent_at = time.monotonic()
            os.killpg(supervisor.pid, signal.SIGINT)
            assert (willing.read(), stubborn.read()) == ("", "")
        assert supervisor.wait() == 0
        assert time.monotonic() - sent_at < 3.0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_willing_children_end_at_once(tmp_path: Path, number: int) -> None:
    with start_supervisor(tmp_path, WILLING, WILLING) as supervisor:
        with (tmp_path / "pipe-0").open() as first, (tmp_path / "pipe-1").open() as second:
            assert (first.readline(), second.readline()) == ("up\n", "up\n")
            sent_at = time.monotonic()
            supervisor.send_signal(number)
            assert (first.read(), second.read()) == ("", "")
        assert supervisor.wait() == 0
        assert time.monotonic() - sent_at < 1.5


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells a child that its parent has died.")
def test_children_end_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    with start_supervisor(tmp_path, WILLING) as supervisor, (tmp_path / "pipe-0").open() as child:
        assert child.readline() == "up\n"
        supervisor.kill()
        assert child.read() == ""


def test_the_preferred_port_or_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        following = free_port(port)
        assert following > port
        assert free_port(following) == following
        assert free_port(following, besides={following}) > following
    assert free_port(port) == port
    with socket.create_server(("0.0.0.0", port)):  # noqa: S104 - a server on every address also takes this one.
        assert free_port(port) > port


def test_who_leaves_does_not_take_the_interpreter_apart(tmp_path: Path) -> None:
    """Threads that still work and whatever is left to do at exit let nobody wait who has pressed Ctrl-C."""
    script = (
        "import atexit, sys, threading; from shopwright.platform.processes import leave;"
        "threading.Thread(target=threading.Event().wait).start(); atexit.register(print, 'taken apart');"
        "print('closed'); leave(3)"
    )
    done = subprocess.run(  # noqa: S603 - a script of our own.
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=20, cwd=tmp_path
    )
    assert (done.stdout, done.stderr, done.returncode) == ("closed\n", "", 3)
