"""Facts about models beside what a publisher wrote: which files of a catalog an import writes.

An import may be repeated. What the source says stands at the head of a file and is written anew;
the takes below it are the publisher's and stay, and so do files that no import has written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shiptui.feed import folder as catalog_folder
from shiptui.feed.models_dev import NOTE, catalog_files
from shiptui.feed.placing import is_there, names_in, read_file
from shiptui.model.errors import FeedError
from shiptui.text.checked import NAME_LIMIT, naming
from shiptui.text.fields import checked_id, required_text

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "catalog.toml"
_TAKE = "[[take]]"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does to a catalog folder: texts by the name of their file.

    `yours` are files that it leaves alone though the source tells of their tool, `gone` those of an
    earlier import of which the source tells no longer. `left_out` has a sentence for each model
    that cannot be used.
    """

    feed_id: str
    files: Mapping[str, str]
    yours: tuple[str, ...]
    gone: tuple[str, ...]
    left_out: tuple[str, ...]


def plan(
    data: bytes,
    folder: Path,
    *,
    new_id: str,
    title: str | None,
    as_of: str,
    providers: frozenset[str] | None,
) -> Plan:
    """What an `api.json` of models.dev does to a folder, which may be one that was made so before.

    There the feed keeps its id, and its title where none is given; elsewhere it is called `new_id`.
    FeedError where the data has another form, or where the folder holds what cannot be read.
    """
    feed_id, known = _known(folder)
    made = catalog_files(
        data,
        feed_id=feed_id or new_id,
        title=title or known or "Models",
        as_of=as_of,
        providers=providers,
    )
    files: dict[str, str] = {}
    yours = []
    for name, text in made.files.items():
        before = _text(folder, name)
        if before is None or name == HEAD:
            files[name] = text
        elif name.startswith("tools/"):
            if before.startswith(NOTE):
                files[name] = text + _takes(before)
            else:
                yours.append(name)
    there = {f"tools/{name}" for name in names_in(folder / "tools") if name.endswith(".toml")}
    gone = [name for name in sorted(there - made.files.keys()) if _is_imported(folder, name)]
    return Plan(feed_id or new_id, files, tuple(yours), tuple(gone), made.left_out)


def _known(folder: Path) -> tuple[str | None, str | None]:
    """The id and the title that the catalog of a folder has already."""
    if not is_there(folder / HEAD):
        return None, None
    raw = catalog_folder.read_file(folder / HEAD)
    with naming(HEAD):
        return checked_id(raw.get("feed_id"), "feed_id"), required_text(raw, "title", NAME_LIMIT)


def _text(folder: Path, name: str) -> str | None:
    if not is_there(folder / name):
        return None
    with naming(name):
        try:
            return read_file(folder, name, catalog_folder.FILE_LIMIT).decode("utf-8")
        except UnicodeDecodeError as error:
            raise FeedError(f"The file is not UTF-8 at byte {error.start}.") from None


def _is_imported(folder: Path, name: str) -> bool:
    text = _text(folder, name)
    return text is not None and text.startswith(NOTE)


def _takes(text: str) -> str:
    """All that stands from the first take on, which no import has written."""
    lines = text.splitlines(keepends=True)
    first = next((n for n, line in enumerate(lines) if line.strip() == _TAKE), len(lines))
    kept = "".join(lines[first:])
    return f"\n{kept}" if kept else ""
