"""Files of the reader's: written whole or not at all, read with care."""

from __future__ import annotations

import os
import re
import secrets
import stat
import unicodedata
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from shiptui.model.errors import ShiptuiError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IMPORT_LIMIT = 20_000_000
"""Bytes."""

STEM_LIMIT = 80
"""Characters."""

_KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def atomic_write(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file for its owner only, so that a kill at any moment leaves the old or the new one.

    Raises ShiptuiError where something other than a regular file is in the way, or any file at all
    unless it may be replaced, or where the disk refuses. What a kill can leave behind is a
    `.shiptui-*.tmp` beside the target.
    """
    path = _usable(path)
    with _sentence(f"{path} was not written"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            _refuse(path, folder, replace=replace)
            draft = f".shiptui-{secrets.token_hex(8)}.tmp"
            try:
                _write_whole(draft, data, folder)
                _publish(draft, path, folder, replace=replace)
            finally:
                with suppress(FileNotFoundError):
                    os.unlink(draft, dir_fd=folder)
            os.fsync(folder)
        finally:
            os.close(folder)


def read_import(path: Path, limit: int = IMPORT_LIMIT) -> bytes:
    """Read a regular file of at most `limit` bytes, once. Raises ShiptuiError."""
    path = _usable(path)
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
    with _sentence(f"{path} was not read"):
        if path.is_symlink():
            raise _irregular(path, stat.S_IFLNK)
        descriptor = os.open(path, flags)
        try:
            return _read_whole(descriptor, path, limit)
        finally:
            os.close(descriptor)


def file_stem(text: str, fallback: str = "unnamed") -> str:
    """A file name without its ending: ASCII letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", text[: 4 * STEM_LIMIT]).casefold()
    letters = "".join(char for char in plain if not unicodedata.category(char).startswith("M"))
    stem = re.sub("[^a-z0-9]+", "-", letters)[:STEM_LIMIT].strip("-")
    return stem or fallback


def _usable(path: Path) -> Path:
    """The path with `~` looked up. Raises ShiptuiError for what cannot name a file."""
    try:
        path = path.expanduser()
        usable = b"\0" not in os.fsencode(path)
    except (RuntimeError, UnicodeEncodeError):
        usable = False
    if not usable:
        raise ShiptuiError("This cannot be the name of a file; try another one.")
    return path


def _read_whole(descriptor: int, path: Path, limit: int) -> bytes:
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        raise _irregular(path, found.st_mode)
    size, data = found.st_size, b""
    if size <= limit:
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            data = file.read(limit + 1)
    # The file may have grown between the two looks.
    if max(size, len(data)) > limit:
        most = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit:,} bytes"  # noqa: PLR2004 - a megabyte
        raise ShiptuiError(f"{path} is larger than the {most} that are read; nothing was read.")
    return data


def _refuse(path: Path, folder: int, *, replace: bool) -> None:
    try:
        mode = os.stat(path.name or ".", dir_fd=folder, follow_symlinks=False).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise _irregular(path, mode)
    if not replace:
        raise _exists(path)


def _write_whole(name: str, data: bytes, folder: int) -> None:
    with os.fdopen(os.open(name, _NEW_FILE, 0o600, dir_fd=folder), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _publish(draft: str, path: Path, folder: int, *, replace: bool) -> None:
    if replace:
        os.rename(draft, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        return
    try:
        # Unlike a rename, a link never replaces what somebody put there in the meantime.
        os.link(draft, path.name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        raise _exists(path) from None


def _irregular(path: Path, mode: int) -> ShiptuiError:
    kind = _KINDS.get(stat.S_IFMT(mode), "no regular file")
    return ShiptuiError(f"{path} is {kind} and was left alone; name a regular file.")


def _exists(path: Path) -> ShiptuiError:
    return ShiptuiError(
        f"{path} exists already and was left as it is; choose another name or allow replacing it."
    )


@contextmanager
def _sentence(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise ShiptuiError(f"{what}: {reason}; try another place.") from error
