"""`shiptui records` and `shiptui reopen`: the decisions on file, and what changed since."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.options import Command, pass_session
from shiptui.cli.out import Cell, columns, line
from shiptui.cli.session import Session
from shiptui.export.files import read_import
from shiptui.export.filing import default_folder
from shiptui.export.reopening import LIMIT, changes_since, parse_record
from shiptui.model.errors import FeedError, NotFoundError, ShiptuiError
from shiptui.text.days import today

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shiptui.cli.items import Item
    from shiptui.cli.out import Line
    from shiptui.export.reopening import OpenedRecord
    from shiptui.store.store import Store

MOST_FILES = 2_000
"""How many files of a folder are looked into."""


@click.command(cls=Command, examples=("shiptui records", "shiptui records docs/decisions --json"))
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@pass_session
def records(session: Session, folder: Path | None) -> None:
    """List the decision records of a folder, and those written elsewhere by decide.

    FOLDER is docs/decisions/ of the git repository unless said. Each line: the date, the status,
    what was decided and the file.
    """
    found = list(_found(session.store, folder))
    if session.json:
        out.write_items(record_item(path, opened) for path, opened in found)
        return
    rows = [
        line(Cell(opened.record.date, "dim"), _status(opened), opened.record.title, str(path))
        for path, opened in found
    ]
    session.print(columns(rows, {1: 24}))
    if not found:
        out.say("No decision record was found; shiptui decide MATCHUP writes one.")


@click.command(cls=Command, examples=("shiptui reopen docs/decisions/0001-smolvlm.md",))
@click.argument("file", type=click.Path(path_type=Path))
@pass_session
def reopen(session: Session, file: Path) -> None:
    """Open a decision record again, and tell what changed since."""
    opened = parse_record(read_import(file, LIMIT))
    changes = _changes(session.store, opened)
    session.answer(
        lambda: {**record_item(file, opened), "changes": changes},
        lambda: list(_card(opened, changes)),
    )


def record_item(path: Path, opened: OpenedRecord) -> Item:
    """A record as a JSON-able mapping."""
    record = opened.record
    return {
        "path": str(path),
        "matchup": record.matchup.id,
        "title": record.title,
        "status": opened.status,
        "date": record.date,
        "pick": record.pick,
        "reason": record.reason or None,
        "revisit": record.revisit,
        "due": _is_due(opened),
        "superseded": opened.is_superseded,
        "intact": opened.intact,
        "hash": record.hash,
    }


def _found(store: Store, folder: Path | None) -> Iterator[tuple[Path, OpenedRecord]]:
    """The records of a folder and those that were remembered, by name, then as remembered."""
    known = [path for _, path in store.decisions.all() if path.is_file()]
    for path in dict.fromkeys([*_files(folder), *(known if folder is None else ())]):
        try:
            yield path, parse_record(read_import(path, LIMIT))
        except FeedError as error:
            # A folder of records also holds those that people wrote without us.
            if path in known:
                out.say(f"{path}: {error}")
        except ShiptuiError as error:
            out.say(str(error))


def _files(folder: Path | None) -> list[Path]:
    place = (folder or default_folder()).absolute()
    if folder and not place.is_dir():
        raise NotFoundError(f"There is no folder {folder}.")
    return sorted(place.glob("*.md"))[:MOST_FILES] if place.is_dir() else []


def _changes(store: Store, opened: OpenedRecord) -> list[str]:
    sides = opened.record.matchup.left, opened.record.matchup.right
    try:
        now = store.catalog.compare(*(tool.slug for tool in sides))
    except NotFoundError:
        now = None
    return changes_since(opened.record, now)


def _is_due(opened: OpenedRecord) -> bool:
    revisit = opened.record.revisit
    return revisit is not None and not opened.is_superseded and revisit <= today().isoformat()


def _status(opened: OpenedRecord) -> str:
    status = "superseded" if opened.is_superseded else opened.status
    due = ", due" if _is_due(opened) else ""
    return f"{status}{due}" if opened.intact else f"{status}{due}, altered"


def _card(opened: OpenedRecord, changes: list[str]) -> Iterator[Line]:
    record = opened.record
    yield line(Cell(record.title, "bold"))
    yield line(Cell(f"{opened.status}, {record.date}", "dim"))
    if record.reason:
        yield line(f"Reason: {record.reason}")
    if record.revisit:
        due = ", which is due" if _is_due(opened) else ""
        yield line(f"Look again on {record.revisit}{due}.")
    if not opened.intact:
        yield line("The evidence was altered: its hash is not the one that was written down.")
    yield line()
    yield line(Cell(f"Changed since {record.date}", "bold"))
    yield from (line(change) for change in changes or ["Nothing."])
