"""One sync at a time for a database, in this process and in all others."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shiptui.model.errors import NotSavedError, OfflineError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def turn(database: Path) -> Iterator[None]:
    """Hold the lock file for syncing, without waiting; the kernel frees it when the process dies.

    Raises OfflineError where another one is syncing, NotSavedError where no file can be made.
    """
    path = database.with_name(f"{database.name}.sync-lock")
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, 0o600)
    except OSError as error:
        raise NotSavedError(f"Not synced: {path} cannot be made ({error.strerror}).") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise OfflineError("Another shiptui is syncing; try again when it is done.") from None
    finally:
        os.close(descriptor)
