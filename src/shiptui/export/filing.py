"""Where a decision record is filed, and how it takes the place of an older one."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from shiptui.export.decision import DecisionRecord
from shiptui.export.files import atomic_write, read_import
from shiptui.export.record import mark_superseded, record_markdown, record_name
from shiptui.export.reopening import LIMIT
from shiptui.model.errors import ShiptuiError

FOLDER = Path("docs", "decisions")
"""Where the records of a git repository stand."""


def default_folder() -> Path:
    """The folder for records: that of the git repository around here, else the one we are in."""
    here = Path.cwd()
    roots = [each for each in (here, *here.parents) if (each / ".git").exists()]
    return roots[0] / FOLDER if roots else here


def place_of(record: DecisionRecord, target: Path | None = None) -> Path:
    """The absolute path of a record: a folder gets a file with the next number.

    Raises ShiptuiError for a folder that cannot be looked into.
    """
    try:
        place = (target.expanduser() if target else default_folder()).absolute()
        is_folder = target is None or place.is_dir()
        names = [each.name for each in place.iterdir()] if place.is_dir() else []
    except (OSError, RuntimeError, ValueError) as error:
        raise ShiptuiError(f"{target or 'The folder'} cannot be looked into: {error}.") from error
    return place / record_name(names, record) if is_folder else place


def file_record(
    record: DecisionRecord, path: Path, old: Path | None = None, *, force: bool = False
) -> None:
    """Write a record, and into the one that it supersedes that it does.

    Raises ShiptuiError; then neither file has changed, unless only the older one could not be.
    """
    superseded = ""
    if old:
        text = read_import(old, LIMIT).decode("utf-8", "surrogateescape")
        superseded = mark_superseded(text, _seen_from(old, path), record.date)
        record = replace(record, supersedes=_seen_from(path, old))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ShiptuiError(f"{path.parent} cannot be made: {error.strerror}.") from error
    atomic_write(path, record_markdown(record).encode("utf-8", "replace"), replace=force)
    if old:
        atomic_write(old, superseded.encode("utf-8", "surrogateescape"), replace=True)


def _seen_from(here: Path, there: Path) -> str:
    """The path of one file as a link in another has it."""
    return Path(os.path.relpath(there.absolute(), here.absolute().parent)).as_posix()
