"""Where the embedded server keeps its things: in the folder it was given, or, for root, where its account can reach."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

import msgspec

from shopwright.platform.db.embedded.account import Account, account_of_server
from shopwright.platform.db.embedded.errors import EmbeddedServerFailed, EmbeddedServerUnavailable

# Machine-wide folders for what must outlive a restart, in order of preference.
LASTING_FOLDERS = ("/var/lib", "/var/tmp")  # noqa: S108 - a fresh private folder is made inside, never a known name.
# Folders for sockets: their paths must be short, since the kernel allows about a hundred bytes.
SOCKET_FOLDERS = ("/run", "/var/run", "/tmp")  # noqa: S108 - as above.
POINTER = "place"
SOCKET_PREFIX = "shopwright-"
PUBLIC_WAY = 0o711
PRIVATE = 0o700


class Place(msgspec.Struct, frozen=True):
    """The folder that was asked for, and the home where the cluster really is (usually the same)."""

    folder: Path
    home: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.home / "data"

    @property
    def making(self) -> Path:
        """Where a cluster is made before it is whole; anything found here is a ruin."""
        return self.home / "making"

    @property
    def passwords(self) -> Path:
        """The file of passwords, readable by its owner only."""
        return self.home / "passwords.json"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "server.log"

    @property
    def relocation(self) -> str | None:
        """A sentence that tells the person where the data went, or None when it is in the folder itself."""
        if self.home == self.folder:
            return None
        return (
            f"PostgreSQL does not run as root, and the user it runs as cannot enter {self.folder}; "
            f"so the database lives in {self.home}, and {self.folder / POINTER} says so."
        )


def make_folder(folder: Path) -> Path:
    """Make the folder if it is missing, enterable for the server's account, and return its real path."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        # Only what we have just made ourselves: the folders above it keep the rights that their owner gave them.
        folder.chmod(PUBLIC_WAY if os.geteuid() == 0 else PRIVATE)
    return folder.resolve()


def settle(folder: Path) -> Place:
    """Decide where the cluster of `folder` is or will be.

    Raises:
        EmbeddedServerFailed: the place that the pointer names is gone, or the cluster cannot be reached any more.
        EmbeddedServerUnavailable: as root, no folder that the server's account could reach.
    """
    pointer = folder / POINTER
    if pointer.exists():
        home = Path(pointer.read_text(encoding="utf-8").strip())
        if not home.is_dir() or home.stat().st_uid not in {0, os.geteuid()}:
            raise EmbeddedServerFailed(
                f"{pointer} says that the database is in {home}, which is gone or not ours. Bring it back, or remove "
                f"{pointer} to begin with an empty shop."
            )
        return Place(folder, home)
    account = account_of_server(folder / "data")
    if os.geteuid() != 0 or account.can_enter(folder):
        return Place(folder, folder)
    if (folder / "data").exists():
        raise EmbeddedServerFailed(
            f"The database in {folder} belongs to user id {account.user_id}, which may not enter that folder any more. "
            "Give the folders above it back the right to be entered, or move it."
        )
    home = Path(tempfile.mkdtemp(prefix="shopwright-", dir=_first_open_to(account, LASTING_FOLDERS)))
    home.chmod(PUBLIC_WAY)
    pointer.write_text(f"{home}\n", encoding="utf-8")
    return Place(folder, home)


def make_socket_folder(account: Account) -> Path:
    """Make a new folder with a short path that only `account` (and root) can enter."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.geteuid() != 0 and runtime and is_private(Path(runtime), account):
        parent = runtime
    elif os.geteuid() == 0:
        parent = _first_open_to(account, SOCKET_FOLDERS)
    else:
        parent = tempfile.gettempdir()
    folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=parent))
    if account.user_id != os.geteuid():
        os.chown(folder, account.user_id, account.group_id)
    return folder


def restore_socket_folder(folder: Path, account: Account) -> None:
    """Make a socket folder again where it was swept away, as cleaners of /tmp do, and empty it of leftovers.

    Raises:
        EmbeddedServerFailed: it cannot be made, or another's thing has its name by now.
    """
    try:
        if not os.path.lexists(folder):
            folder.mkdir(mode=PRIVATE)
            if account.user_id != os.geteuid():
                os.chown(folder, account.user_id, account.group_id)
        if is_private(folder, account):
            for left in folder.iterdir():
                left.unlink(missing_ok=True)
            return
    except OSError as error:
        raise EmbeddedServerFailed(f"The folder {folder} of the database's socket cannot be made: {error}.") from error
    raise EmbeddedServerFailed(
        f"The database's socket was in {folder}, and what is there now is not the server's own. "
        "Remove it and start again."
    )


def is_private(folder: Path, account: Account) -> bool:
    """Whether this is a real folder of `account` that nobody else can enter."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == account.user_id and not status.st_mode & 0o077


def remove_socket_folder(folder: Path, account: Account) -> None:
    """Remove a socket folder that we made; one that is not private to the server any more is left alone."""
    if folder.name.startswith(SOCKET_PREFIX) and is_private(folder, account):
        shutil.rmtree(folder, ignore_errors=True)


def clear(place: Place) -> None:
    """Remove everything the embedded server ever made, and the folder itself if nothing else is in it."""
    for thing in (place.data, place.making, *place.home.glob("binaries-*")):
        shutil.rmtree(thing, ignore_errors=True)
    for thing in (place.passwords, *place.home.glob("server.log*"), place.folder / POINTER, place.folder / "holder"):
        thing.unlink(missing_ok=True)
    for folder in {place.home, place.folder}:
        if not any(folder.iterdir()):
            folder.rmdir()


def _first_open_to(account: Account, folders: tuple[str, ...]) -> str:
    for folder in folders:
        path = Path(folder)
        if path.is_dir() and os.access(path, os.W_OK) and account.can_enter(path.resolve()):
            return folder
    raise EmbeddedServerUnavailable(f"None of {', '.join(folders)} can be written by us and entered by the server.")
