"""Whom the server runs as: ourselves, or, since PostgreSQL refuses to run as root, a user without any rights."""

import os
import pwd
import stat
from pathlib import Path
from typing import Any

import msgspec

from shopwright.platform.db.embedded.errors import EmbeddedServerFailed, EmbeddedServerUnavailable

# No account has this id: it lies in the range 60706 to 61183 that systemd's published table of user ids leaves free,
# so neither a person nor another service shares files or signals with the server.
UNLISTED_ID = 60942


class Account(msgspec.Struct, frozen=True):
    """A system user and group, by number."""

    user_id: int
    group_id: int

    def options(self) -> dict[str, Any]:
        """What `subprocess` must be given so that a program runs as this account; nothing when it is ourselves."""
        if self.user_id == os.geteuid():
            return {}
        return {"user": self.user_id, "group": self.group_id, "extra_groups": []}

    def can_enter(self, path: Path) -> bool:
        """Whether the permission bits let this account pass every folder on the way to `path`, and enter or run it."""
        return all(self._may_pass(step.stat()) for step in (path, *path.parents))

    def _may_pass(self, status: os.stat_result) -> bool:
        if status.st_uid == self.user_id:
            return bool(status.st_mode & stat.S_IXUSR)
        if status.st_gid == self.group_id:
            return bool(status.st_mode & stat.S_IXGRP)
        return bool(status.st_mode & stat.S_IXOTH)


def account_of_server(data: Path) -> Account:
    """The account that the server on `data` runs as.

    An existing cluster keeps its owner, so that root can open what an ordinary user made.

    Raises:
        EmbeddedServerFailed: we are an ordinary user and the cluster belongs to somebody else.
    """
    owner = data.stat() if data.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner.st_uid != os.geteuid():
            raise EmbeddedServerFailed(
                f"The database in {data.parent} belongs to user id {owner.st_uid}. Start Shopwright as the user who "
                "made it (root, if it was made by root), or choose another folder."
            )
        return Account(os.geteuid(), os.getegid())
    if owner is not None and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    return Account(UNLISTED_ID, UNLISTED_ID)


def account_for_initdb(server: Account) -> Account:
    """The account that makes the cluster: `initdb`, unlike the server, insists on one that has a name.

    Raises:
        EmbeddedServerUnavailable: we have no name, or as root there is no named account to borrow.
    """
    if _has_name(server.user_id):
        return server
    if os.geteuid() != 0:
        raise EmbeddedServerUnavailable(
            f"Your user id {server.user_id} has no entry in the password file, and PostgreSQL's initdb insists on one."
        )
    named = sorted(pwd.getpwall(), key=lambda entry: entry.pw_name != "nobody")
    for entry in named:
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid)
    raise EmbeddedServerUnavailable("PostgreSQL does not run as root, and there is no other account on this machine.")


def hand_over(folder: Path, account: Account) -> None:
    """Give a folder and all in it to `account`, following no link out of it.

    Raises:
        EmbeddedServerFailed: a file has a second name elsewhere, which might be a trap laid for root.
        EmbeddedServerUnavailable: we are root only inside a container that knows no other users.
    """
    if account.user_id == os.geteuid():
        return
    try:
        for _, folders, files, descriptor in os.fwalk(folder):
            _refuse_second_names(files, descriptor)
            for name in (*folders, *files):
                os.chown(name, account.user_id, account.group_id, dir_fd=descriptor, follow_symlinks=False)
        os.chown(folder, account.user_id, account.group_id, follow_symlinks=False)
    except OSError as error:
        raise EmbeddedServerUnavailable(
            "PostgreSQL does not run as root, and root may not give files to another user here "
            f"({error.strerror}: user id {account.user_id})."
        ) from error


def _refuse_second_names(files: list[str], descriptor: int) -> None:
    for name in files:
        if os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_nlink != 1:
            raise EmbeddedServerFailed(
                f"The file {name} has several hard links, so it cannot safely be given to the database."
            )


def _has_name(user_id: int) -> bool:
    try:
        pwd.getpwuid(user_id)
    except KeyError:
        return False
    return True
