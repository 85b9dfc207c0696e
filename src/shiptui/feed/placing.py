"""Files of a published folder: put in place whole, kept for those who still ask, then removed."""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from shiptui.feed.packing import digest_of, pack
from shiptui.model.errors import FeedError, ShiptuiError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HEAD_NAME = "feed.json"
FOLDERS = ("log", "snap", "tally")

_OURS = re.compile(r"[0-9A-Za-z_-]+\.[0-9a-f]{16}\.(ndjson|json)\.gz\Z")
_HALF_WRITTEN = ".part"


def packed(folder: str, stem: str, ending: str, raw: bytes) -> tuple[dict[str, object], bytes]:
    """Pack bytes; return how a head names the file, and what is in it.

    The name holds the digest of what is in the file, so that a name always means the same bytes.
    """
    data = pack(raw)
    sha256 = digest_of(data)
    url = f"{folder}/{stem}.{sha256[:16]}.{ending}.gz"
    return {"url": url, "sha256": sha256, "bytes": len(data), "raw_bytes": len(raw)}, data


def read_file(folder: Path, name: str, limit: int) -> bytes:
    """Return a file of a published folder of at most `limit` bytes; FeedError where it fails."""
    try:
        with (folder / name).open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise FeedError(f"The file cannot be read: {error.strerror}.") from error
    if len(data) > limit:
        raise FeedError(f"The file is longer than the {limit:,} bytes that are read.")
    return data


def names_in(folder: Path) -> list[str]:
    """The names in a folder, A to Z; none where there is no folder. FeedError where it is shut."""
    try:
        return sorted(path.name for path in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise FeedError(f"The folder {folder} cannot be read: {error.strerror}.") from error


def is_there(path: Path) -> bool:
    """Whether there is a file. FeedError where nobody can tell."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise FeedError(f"{path} cannot be looked at: {error.strerror}.") from error


def put(folder: Path, name: str, data: bytes) -> None:
    """Write a file so that whoever looks sees all of it or what was there before."""
    path = folder / name
    part = path.with_name(f"{path.name}{_HALF_WRITTEN}")
    try:
        _make_folder(path.parent)
        with part.open("wb") as file:
            file.write(data)
            # What is published is for everybody, however private this program's own files are.
            os.fchmod(file.fileno(), 0o644)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise ShiptuiError(
            f"The file {path} cannot be written ({error.strerror}); the feed is as it was."
        ) from error


def is_ours(name: str) -> bool:
    """Tell whether a name below a published folder is one that a publisher gives."""
    folder, _, rest = name.partition("/")
    return folder in FOLDERS and _OURS.match(rest) is not None


def ours(folder: Path) -> list[str]:
    """The names of the files that a publisher put below a folder."""
    found = (f"{each}/{name}" for each in FOLDERS for name in names_in(folder / each))
    return sorted(name for name in found if is_ours(name))


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files that nobody asks for any more, and what a broken-off run left behind."""
    for name in names:
        with suppress(OSError):
            (folder / name).unlink()
    for each in FOLDERS:
        for name in names_in(folder / each):
            if name.endswith(_HALF_WRITTEN):
                with suppress(OSError):
                    (folder / each / name).unlink()


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(0o755)
