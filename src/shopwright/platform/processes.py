"""The supervisor of `shopwright demo`: runs several programs, shows how they fare, restarts and stops them."""

import ctypes
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

import msgspec

TERM_SECONDS = 1.2
READY_SECONDS_MAX = 60.0
READY_POLL_SECONDS = 0.1
RESTART_COUNT_MAX = 3
RESTART_FIRST_SECONDS = 0.25
# A program that has run for so long is sound: what ended it then is a new story, and the count begins again.
SOUND_AFTER_SECONDS = 60.0
LOG_LINES_SHOWN = 12
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """A program to run.

    Attributes:
        name: names it on the terminal and names its log file.
        argv: the program and its arguments, without a shell.
        env: variables on top of the supervisor's own.
        ready: asked every tenth of a second until it answers true; it must itself answer within a second. None: ready
            as soon as it runs.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = {}
    ready: Callable[[], bool] | None = None


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What all children stand on, such as their database.

    Attributes:
        name: names it on the terminal.
        log: where it writes what it does.
        is_alive: whether it has not died; it must answer at once.
        revive: starts it again and returns once it can be used, or once the question handed to it is answered by
            true, which it must ask all the while: then all are to end. Raises where it cannot be started.
    """

    name: str
    log: Path
    is_alive: Callable[[], bool]
    revive: Callable[[Callable[[], bool]], None]


class Supervisor:
    """Runs children until a signal stops it or one of them fails for good.

    Every child has a session of its own, so Ctrl-C at the terminal reaches it only through us, and on Linux the kernel
    ends it when we are killed. Its output goes to `log_folder/<name>.log`; the log of the last run stays as `.log.1`.

    Their `ground` is looked at before they are: what ended them when it had died was no fault of theirs. It is started
    again after the same pauses and as often as a child.
    """

    def __init__(
        self,
        children: Sequence[Child],
        *,
        log_folder: Path,
        say: Callable[[str], None] = print,
        on_ready: Callable[[], None] | None = None,
        ground: Ground | None = None,
    ) -> None:
        self._say = say
        self._on_ready = on_ready
        self._ground = ground
        self._ground_tries = _Tries()
        self._is_stopping = False
        self._runs = [_Run(child, log_folder / f"{child.name}.log") for child in children]

    def run(self) -> int:
        """Start all, watch over them, and return an exit code: 0 after a signal, 1 when one failed for good.

        `on_ready` is called once, when every child is ready for the first time. All children have ended, by force if
        need be, less than two seconds after the signal. Must be called in the main thread.
        """
        with _signals(self._on_signal) as bell:
            try:
                for run in self._runs:
                    run.set_old_log_aside()
                    run.start()
                return self._watch(bell)
            finally:
                _stop([run for run in self._runs if run.process is not None])

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if number in STOP_SIGNALS:
            self._is_stopping = True

    def _watch(self, bell: socket.socket) -> int:
        is_announced = False
        while not self._is_stopping:
            if self._ground is not None and not self._ground.is_alive():
                if not self._restore(self._ground, bell):
                    return 1
                continue
            for run in self._runs:
                if not self._tend(run):
                    return 1
            if not is_announced and all(run.is_ready for run in self._runs):
                is_announced = True
                if self._on_ready is not None:
                    self._on_ready()
            _sleep_until_bell(bell, seconds=min(run.seconds_to_next_look() for run in self._runs))
        return 0

    def _restore(self, ground: Ground, bell: socket.socket) -> bool:
        """Start again what all stand on, after a pause; false when it failed for good."""
        pause_seconds = self._plan(ground.name, "has died", ground.log, self._ground_tries)
        if pause_seconds is None:
            return False
        revives_at = time.monotonic() + pause_seconds
        while not self._is_stopping and time.monotonic() < revives_at:
            _sleep_until_bell(bell, seconds=max(0.0, revives_at - time.monotonic()))
        if not self._is_stopping:
            ground.revive(lambda: self._is_stopping)
        self._ground_tries.started_at = time.monotonic()
        for run in self._runs:
            run.forgive()
        if not self._is_stopping:
            self._say(f"{ground.name} runs again")
        return True

    def _tend(self, run: "_Run") -> bool:
        """Look after one child; false when it failed for good."""
        now = time.monotonic()
        if run.process is None:
            if now >= run.starts_at:
                run.start()
            return True
        if run.process.poll() is not None:
            return self._plan_restart(run)
        if not run.is_ready:
            if run.asks_ready():
                self._say(f"{run.child.name} is ready after {time.monotonic() - run.tries.started_at:.1f} s")
            elif now > run.waited_since + READY_SECONDS_MAX:
                self._say(f"{run.child.name} was not ready within {READY_SECONDS_MAX:.0f} s.\n{_log_tail(run.log)}")
                return False
        return True

    def _plan_restart(self, run: "_Run") -> bool:
        assert run.process is not None  # noqa: S101 - the caller has just polled it.
        how = _ending(run.process.returncode)
        _kill_group(run.process.pid, signal.SIGKILL)
        run.process = None
        run.is_ready = False
        pause_seconds = self._plan(run.child.name, how, run.log, run.tries)
        if pause_seconds is None:
            return False
        run.starts_at = time.monotonic() + pause_seconds
        return True

    def _plan(self, name: str, how: str, log: Path, tries: "_Tries") -> float | None:
        """Say what becomes of what has just ended: the seconds until it is started again, None when it is given up."""
        pause_seconds = tries.take()
        if pause_seconds is None:
            self._say(f"{name} {how} again and is given up.\n{_log_tail(log)}")
        else:
            again = f"starting it again in {pause_seconds:g} s ({tries.count} of {RESTART_COUNT_MAX}, see {log})"
            self._say(f"{name} {how}; {again}")
        return pause_seconds


class _Tries:
    """When something was started last, and how often again before it was sound."""

    def __init__(self) -> None:
        self.started_at = 0.0
        self.count = 0

    def take(self) -> float | None:
        """How many seconds to wait before it is started once more; None when that was tried often enough."""
        if time.monotonic() - self.started_at > SOUND_AFTER_SECONDS:
            self.count = 0
        if self.count == RESTART_COUNT_MAX:
            return None
        self.count += 1
        return float(RESTART_FIRST_SECONDS * 2 ** (self.count - 1))


class _Run:
    """One child's present state."""

    def __init__(self, child: Child, log: Path) -> None:
        self.child = child
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.is_ready = False
        self.tries = _Tries()
        self.waited_since = 0.0
        self.starts_at = 0.0

    def set_old_log_aside(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists():
            self.log.replace(self.log.with_name(f"{self.log.name}.1"))

    def start(self) -> None:
        parent_id = os.getpid()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our caller's own programs, without a shell.
                list(self.child.argv),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.child.env},
                start_new_session=True,
                # It makes one system call and takes no lock, so no thread of ours can block it between fork and exec.
                preexec_fn=lambda: _die_with(parent_id),  # noqa: PLW1509 - the reason stands above.
            )
        self.tries.started_at = self.waited_since = time.monotonic()

    def forgive(self) -> None:
        """What it stands on was away: neither its ends nor the time that it was not ready count any more."""
        self.tries.count = 0
        self.waited_since = time.monotonic()

    def asks_ready(self) -> bool:
        self.is_ready = self.child.ready is None or self.child.ready()
        return self.is_ready

    def seconds_to_next_look(self) -> float:
        """How long the supervisor may sleep; a child that ends rings the bell, so a ready one needs no look."""
        if self.process is None:
            return max(0.0, self.starts_at - time.monotonic())
        return 3600.0 if self.is_ready else READY_POLL_SECONDS


def _log_tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES_SHOWN:]
    return "\n".join(f"    {line}" for line in lines)


def free_port(preferred: int, *, besides: Collection[int] = ()) -> int:
    """The first port from `preferred` upwards that nobody uses on 127.0.0.1 and that is not in `besides`.

    Raises:
        OSError: there is none up to 65535.
    """
    for port in range(preferred, 65536):
        if port not in besides and _is_free(port):
            return port
    raise OSError(f"No port from {preferred} upwards is free on 127.0.0.1.")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # Otherwise connections of a server that has just ended would make its port look taken for a minute.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def leave(code: int = 0) -> NoReturn:
    """End this process at once, with what it said written out: for a program whose work is done and closed.

    The interpreter does not take itself apart first. With a shop in its memory that takes half a second, on a busy
    machine seconds, and it waits for threads that still draw a picture; somebody has pressed Ctrl-C and waits.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _die_with(parent_id: int) -> None:
    """Ask the kernel, in the new child, to end it when its parent dies; elsewhere than on Linux it cannot be asked."""
    if _LIBC is None:
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent_id:
        # The parent died before we asked.
        os.kill(os.getpid(), signal.SIGTERM)


def _stop(runs: Sequence[_Run]) -> None:
    """End children: SIGTERM to each, which ends what it started itself; after a while SIGKILL to its whole group."""
    processes = [run.process for run in runs if run.process is not None]
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + TERM_SECONDS
    while time.monotonic() < deadline and any(_group_lives(process) for process in processes):
        time.sleep(0.02)
    for process in processes:
        _kill_group(process.pid, signal.SIGKILL)
        process.wait()


def _group_lives(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is None or _kill_group(process.pid, 0)


def _kill_group(group_id: int, number: int) -> bool:
    """Send a signal to a group; false when nobody is left in it."""
    try:
        os.killpg(group_id, number)
    except (ProcessLookupError, PermissionError):
        # macOS answers "not permitted" for a group in which only unreaped dead are left.
        return False
    return True


def _ending(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"


@contextmanager
def _signals(on_signal: Callable[[int, FrameType | None], None]) -> Iterator[socket.socket]:
    """Route signals to `on_signal`, each also ringing a bell: a socket that becomes readable."""
    bell, rope = socket.socketpair()
    bell.setblocking(False)
    rope.setblocking(False)
    before = {number: signal.signal(number, on_signal) for number in (*STOP_SIGNALS, signal.SIGCHLD)}
    rope_before = signal.set_wakeup_fd(rope.fileno(), warn_on_full_buffer=False)
    try:
        yield bell
    finally:
        signal.set_wakeup_fd(rope_before)
        for number, handler in before.items():
            signal.signal(number, handler)
        bell.close()
        rope.close()


def _sleep_until_bell(bell: socket.socket, *, seconds: float) -> None:
    if select.select([bell], [], [], seconds)[0]:
        bell.recv(4096)
