"""From a folder to a server that answers: adopt the one that runs, or start one."""

import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from shopwright.platform.db.embedded import cluster, place, postmaster
from shopwright.platform.db.embedded.account import Account, account_of_server, hand_over
from shopwright.platform.db.embedded.binaries import find_installation, reachable_programs
from shopwright.platform.db.embedded.errors import EmbeddedServerFailed

# Recovery after a crash may read a gigabyte of log; a server that died is noticed at once, however long this is.
READY_SECONDS_MAX = 120.0
# What PostgreSQL says while the workers of a killed server are still on their way out.
_PREDECESSOR_LINGERS = ("is still in use", 'lock file "postmaster.pid" already exists')


def _never() -> bool:
    return False


class Running:
    """A server of a place, whether we started it (then it is our `child`) or found it."""

    def __init__(
        self,
        where: place.Place,
        *,
        account: Account,
        process_id: int,
        socket_folder: Path,
        child: subprocess.Popen[bytes] | None = None,
    ) -> None:
        self.place = where
        self.account = account
        self.process_id = process_id
        self.socket_folder = socket_folder
        self.url = ""
        self._child = child

    def answers_in_time(self, passwords: cluster.Passwords, *, stops: Callable[[], bool]) -> bool:
        """Wait until it answers for its data folder; false when it ended, and one that stays mute is ended.

        False also once `stops` is true: then nobody waits for it any more, and it is left as it is.
        """
        deadline = time.monotonic() + READY_SECONDS_MAX
        while self.is_alive() and time.monotonic() < deadline:
            if stops():
                return False
            answered = cluster.ask_data_folder(self.socket_folder, passwords)
            if answered is not None and answered.samefile(self.place.data):
                return True
            time.sleep(postmaster.POLL_SECONDS)
        self.end(timeout_seconds=2.0)
        return False

    def end(self, *, timeout_seconds: float) -> None:
        """End the server, if it has not ended already."""
        postmaster.end(self.process_id, is_alive=self.is_alive, timeout_seconds=timeout_seconds)

    def finish(self, *, timeout_seconds: float) -> None:
        """End the server and remove its socket folder."""
        self.end(timeout_seconds=timeout_seconds)
        place.remove_socket_folder(self.socket_folder, self.account)

    def is_alive(self) -> bool:
        """Whether its main process runs."""
        if self._child is not None:
            return self._child.poll() is None
        return postmaster.is_postmaster(self.process_id, self.place.data)


def begin(where: place.Place, settings: Mapping[str, str]) -> Running:
    """Adopt the server of this place if one runs, else start one (and make its cluster); its URL is ready to use."""
    account = account_of_server(where.data)
    installation = find_installation(where.data)
    programs = reachable_programs(installation, account=account, home=where.home)
    if not where.data.exists():
        is_durable = settings.get("fsync") != "off"
        cluster.make_cluster(where, programs=programs, account=account, is_durable=is_durable)
    elif where.data.stat().st_uid != account.user_id:
        hand_over(where.data, account)
    passwords = cluster.read_passwords(where)
    running = _adopt(where, account=account, passwords=passwords)
    if running is None:
        running = _launch(where, account=account, passwords=passwords, programs=programs, settings=settings)
    with _ended_on_error(running):
        running.url = cluster.ensure_shop(running.socket_folder, passwords)
    return running


def begin_again(died: Running, settings: Mapping[str, str], *, stops: Callable[[], bool]) -> Running:
    """Start a server that died once more, behind the same socket: its URL stays what everybody was told.

    Once `stops` is true it is not waited for, and may not answer yet.
    """
    where, account = died.place, died.account
    passwords = cluster.read_passwords(where)
    programs = reachable_programs(find_installation(where.data), account=account, home=where.home)
    postmaster.drop_misleading_pid_file(where.data)
    place.restore_socket_folder(died.socket_folder, account)
    running = _launch(
        where,
        account=account,
        passwords=passwords,
        programs=programs,
        settings=settings,
        socket_folder=died.socket_folder,
        stops=stops,
    )
    running.url = died.url
    return running


def end_orphan(where: place.Place) -> None:
    """End the server of a place that nobody holds, if one is left."""
    orphan = _find(where, account_of_server(where.data))
    if orphan is not None:
        orphan.finish(timeout_seconds=2.0)


def _adopt(where: place.Place, *, account: Account, passwords: cluster.Passwords) -> Running | None:
    found = _find(where, account)
    if found is None:
        return None
    if not place.is_private(found.socket_folder, account):
        # Its way in was swept away or is not the server's own any more: nobody can be talking to it.
        found.finish(timeout_seconds=2.0)
        return None
    # It may be on its way down, and then there is nothing to adopt.
    return found if found.answers_in_time(passwords, stops=_never) else None


def _find(where: place.Place, account: Account) -> Running | None:
    noted = postmaster.read_pid_file(where.data)
    if noted is None:
        return None
    if postmaster.is_postmaster(noted.process_id, where.data):
        return Running(where, account=account, process_id=noted.process_id, socket_folder=noted.socket_folder)
    postmaster.drop_misleading_pid_file(where.data)
    place.remove_socket_folder(noted.socket_folder, account)
    return None


def _launch(
    where: place.Place,
    *,
    account: Account,
    passwords: cluster.Passwords,
    programs: Path,
    settings: Mapping[str, str],
    socket_folder: Path | None = None,
    stops: Callable[[], bool] = _never,
) -> Running:
    """Start a server; it is started again while only the workers of a killed predecessor stand in its way.

    Once `stops` is true the present attempt is all there is, whatever becomes of it.
    """
    socket_folder = socket_folder or place.make_socket_folder(account)
    deadline = time.monotonic() + READY_SECONDS_MAX
    try:
        while True:
            log_start = postmaster.log_size(where.log)
            child = postmaster.launch(
                where, programs=programs, account=account, socket_folder=socket_folder, settings=settings
            )
            running = Running(where, account=account, process_id=child.pid, socket_folder=socket_folder, child=child)
            with _ended_on_error(running):
                if running.answers_in_time(passwords, stops=stops) or stops():
                    return running
            _insist_on_predecessor(where, log_start=log_start, deadline=deadline)
            time.sleep(postmaster.POLL_SECONDS)
    except BaseException:
        place.remove_socket_folder(socket_folder, account)
        raise


def _insist_on_predecessor(where: place.Place, *, log_start: int, deadline: float) -> None:
    """Fail with the server's last words, unless it only found its predecessor still there and there is time left."""
    words = postmaster.last_words(where.log, since=log_start)
    if time.monotonic() > deadline or not any(reason in words for reason in _PREDECESSOR_LINGERS):
        raise EmbeddedServerFailed(f"PostgreSQL did not start in {where.home}. {where.log} says:\n{words}")


@contextmanager
def _ended_on_error(running: Running) -> Iterator[None]:
    try:
        yield
    except BaseException:
        running.end(timeout_seconds=2.0)
        raise
