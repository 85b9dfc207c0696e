"""The database file and what lies beside it: made private, locked, set aside, never deleted."""

from __future__ import annotations

import fcntl
import os
import stat
import time
from contextlib import contextmanager, suppress

from shiptui import TYPE_CHECKING
from shiptui.model.errors import ForeignDatabaseError, OfflineError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIDES = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a database."""

LOCK_PATIENCE = 30.0
"""Seconds to wait while another process prepares the same file."""


def beside(path: Path, ending: str) -> Path:
    """The file next to `path` whose name goes on with `ending`."""
    return path.with_name(path.name + ending)


def lock_of(path: Path) -> Path:
    """The lock file. Where it exists, shiptui has been at work: the database was made by it."""
    return beside(path, ".lock")


def refuse_irregular(path: Path) -> None:
    """Refuse links, pipes, folders and devices in the place of the database or its sides."""
    for each in (path, *(beside(path, side) for side in SIDES), lock_of(path)):
        if os.path.lexists(each) and not stat.S_ISREG(each.lstat().st_mode):
            raise ForeignDatabaseError(
                f"{each} is not a regular file, so shiptui leaves it alone;"
                " choose another place with --db."
            )


def make_private(path: Path) -> None:
    """Create an empty database file for its owner only, and its folder when there is none."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY, 0o600))


def keep_private(path: Path) -> None:
    """Take the bits of group and others away from a file that was found; never add any."""
    mode = stat.S_IMODE(path.lstat().st_mode)
    if mode & 0o077:
        # By name and not by descriptor: closing one would drop SQLite's locks in this process.
        with suppress(PermissionError):
            path.chmod(mode & 0o700)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file while the database is made, repaired or upgraded.

    The kernel frees it when the process dies. Raises OfflineError when another process does not
    let go of it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(lock_of(path), flags, 0o600)
    try:
        _acquire(descriptor, path)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path) -> None:
    deadline = time.monotonic() + LOCK_PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise OfflineError(
                    f"Another shiptui is still preparing {path}; try again when it is done."
                ) from None
            time.sleep(0.01)
        else:
            return


def set_aside(path: Path) -> Path:
    """Rename a database with its side files, so that nothing is lost, and return its new name."""
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    aside = beside(path, f".damaged-{moment}")
    number = 1
    while os.path.lexists(aside):
        number += 1
        aside = beside(path, f".damaged-{moment}-{number}")
    for side in ("", *SIDES):
        if os.path.lexists(beside(path, side)):
            beside(path, side).rename(beside(aside, side))
    return aside
