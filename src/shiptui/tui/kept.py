"""The frame that is kept for the next start: where it lies, what it depends on, how it is written.

It lies beside the database as text that draws it, below a sum over itself and all it was drawn
from. Where anything of that is not as it was, or the file is torn, the sum is another one. Whoever
can write a right sum there can write the database. Nothing here may import much: the time of it is
the time to the first words on the screen.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from contextlib import suppress
from zlib import crc32

from shiptui import __version__

ENDING = ".frame"
"""What the name of the kept frame has after that of the database."""

LIMIT = 1 << 20
"""Bytes of a kept frame; one of 400 by 100 cells has a fifth of that."""

VARIABLES = frozenset(
    [
        *("TERM", "COLORTERM", "COLORFGBG", "NO_COLOR", "NO_MOTION"),
        *("LANG", "LC_ALL", "LC_CTYPE", "PYTHONUTF8", "PYTHONCOERCECLOCALE"),
    ]
)
OURS, SECRET = "SHIPTUI_", ("SHIPTUI_TOKEN", "SHIPTUI_SERVER_")
"""How the program's own variables begin, and those on which no frame depends."""

DAY = 86_400

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

Rows = tuple[str, ...]
"""The rows of a frame, each as text that draws it."""


def places() -> tuple[str, str] | None:
    """Database and config file of a start without arguments, where no other rule is needed.

    It is the rule of `settings/places.py`, without what an import of that costs; a test compares.
    """
    db = os.environ.get("SHIPTUI_DB") or _home("XDG_DATA_HOME", ".local/share", "shiptui.db")
    config = os.environ.get("SHIPTUI_CONFIG") or _home("XDG_CONFIG_HOME", ".config", "config.toml")
    if sys.platform != "linux" or "\0" in db + config:
        return None
    return os.path.expanduser(db), os.path.expanduser(config)  # noqa: PTH111 - no pathlib here


def _home(variable: str, usual: str, name: str) -> str:
    named = os.environ.get(variable, "")
    return f"{named if os.path.isabs(named) else f'~/{usual}'}/shiptui/{name}"  # noqa: PTH117 - as above


def key_of(db: str, config: str, size: tuple[int, int] | None) -> bytes | None:
    """All that a frame depends on; None while the database is written to."""
    if any(os.path.lexists(db + side) for side in ("-journal", "-wal")):
        return None
    named = [
        (name, value)
        for name, value in sorted(os.environ.items())
        if name in VARIABLES or (name.startswith(OURS) and not name.startswith(SECRET))
    ]
    today = int(time.time()) // DAY
    return ascii((__version__, size, today, db, _mark(db), config, _mark(config), named)).encode()


def _mark(path: str) -> tuple[int, ...] | None:
    """What changes whenever a file is written; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - no pathlib here
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def read(db: str, key: bytes) -> tuple[Rows, str] | None:
    """The kept frame and its background, if it is whole and holds under this key."""
    try:
        descriptor = os.open(db + ENDING, _READ)
    except OSError:
        return None
    try:
        found = os.fstat(descriptor)
        own = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
        if not own or found.st_mode & 0o022 or found.st_size > LIMIT:
            return None
        data = os.read(descriptor, LIMIT)
    except OSError:
        return None
    finally:
        os.close(descriptor)
    head, _, body = data.partition(b"\n")
    if head != _sum(key, body):
        return None
    background, *rows = body.decode().split("\n")
    return tuple(rows), background


def write(db: str, key: bytes, rows: Rows, background: str) -> None:
    """Put a frame in the place of the one that is kept. Raises OSError."""
    body = "\n".join((background, *rows)).encode()
    data = _sum(key, body) + b"\n" + body
    place = f"{db}{ENDING}"
    descriptor = os.open(f"{place}.new", _WRITE, 0o600)
    try:
        whole = os.write(descriptor, data) == len(data) <= LIMIT
    finally:
        os.close(descriptor)
    if whole:
        os.replace(f"{place}.new", place)  # noqa: PTH105 - no pathlib here


def forget(db: str) -> None:
    """Keep no frame. Where that fails it is one that does not hold."""
    with suppress(OSError):
        os.unlink(db + ENDING)  # noqa: PTH108 - no pathlib here


def _sum(key: bytes, body: bytes) -> bytes:
    return b"%08x" % crc32(body, crc32(key))
