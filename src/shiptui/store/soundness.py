"""What is known of a file without reading it: whether it is as it was when it was closed.

Whoever notes that has had its tables compared with ours and all of its pages read, by itself or by
the run before it, so that neither is to be done again.
"""

from __future__ import annotations

import os
from contextlib import suppress

from shiptui import TYPE_CHECKING
from shiptui.store import schema
from shiptui.store.files import SIDES, beside, lock_of

if TYPE_CHECKING:
    from pathlib import Path

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC

MARK_LIMIT = 200
"""Bytes of the lock file that are read; a mark is shorter."""

DOUBT = b"damage was met"
"""The mark of a file in which a run met damage. Only reading all of it takes this away."""


def mark_of(path: Path) -> bytes:
    """What changes whenever the file is written, whoever does it, or tables are. Raises OSError."""
    # By name: to open and close the file would drop the locks that SQLite holds on it.
    found = path.stat()
    numbers = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    tables = schema.DIGESTS[schema.VERSION][:16]
    return " ".join(map(str, ("sound", tables, *numbers))).encode()


def is_known_sound(path: Path) -> bool:
    """Tell whether the file is as it was when it was last closed in good order."""
    try:
        return _mark(path) == mark_of(path)
    except OSError:
        return False


def is_as_left(path: Path) -> bool:
    """Tell whether, besides, nothing waits beside the file to become a part of it."""
    return is_known_sound(path) and not any(beside(path, side).exists() for side in SIDES)


def note_sound(path: Path) -> None:
    """Keep the mark of the file in its lock file. Where that fails it is checked next time."""
    with suppress(OSError):
        mark = mark_of(path)
        if _mark(path) not in (DOUBT, mark):
            _put(path, mark)


def note_damage(path: Path) -> None:
    """Have the file read through at the next start, though its size and times may not change."""
    with suppress(OSError):
        _put(path, DOUBT)


def end_doubt(path: Path) -> None:
    """Forget that damage was met, since the file was read through just now."""
    with suppress(OSError):
        if _mark(path) == DOUBT:
            _put(path, b"")


def _mark(path: Path) -> bytes:
    try:
        with lock_of(path).open("rb") as file:
            return file.read(MARK_LIMIT)
    except FileNotFoundError:
        return b""


def _put(path: Path, mark: bytes) -> None:
    descriptor = os.open(lock_of(path), _FLAGS, 0o600)
    try:
        os.write(descriptor, mark)
    finally:
        os.close(descriptor)
