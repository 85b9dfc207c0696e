"""`shiptui doctor`: what the program found, for a bug report. It names no secret."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import click

from shiptui import __version__
from shiptui.cli.options import Command, pass_session
from shiptui.cli.out import Cell, Line, columns
from shiptui.cli.session import Session
from shiptui.model.errors import ShiptuiError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from shiptui.cli.items import Item

# Where the header of an SQLite file says how it is written: 2 is a write-ahead log.
_WRITE_VERSION = 18
_WAL = 2
_REASONS = {
    "rollback": "the safe choice for SQLite before 3.51.3",
    "write-ahead log": "safe since SQLite 3.51.3",
}


@click.command(cls=Command)
@pass_session
@click.pass_context
def doctor(context: click.Context, session: Session) -> None:
    """Report versions, paths, database and terminal."""
    settings = session.settings
    code, database = _database(session)
    item: Item = {
        "versions": _versions(),
        "database": {**_file(settings.db), **database},
        "catalog": _file(settings.seed),
        "config": {**_file(settings.config), "check": "; ".join(settings.notices) or "ok"},
        "log": _file(settings.log),
        "terminal": _terminal(),
    }
    session.answer(lambda: item, lambda: columns(list(_rows(item)), {}))
    context.exit(code)


def _database(session: Session) -> tuple[int, Item]:
    """Open the database, and say how that went: an exit code and what was found."""
    try:
        store = session.store
        counts = store.catalog.counts()
    except ShiptuiError as error:
        return error.exit_code, {"check": str(error), "writable": False}
    journal = _journal(store.path)
    return 0, {
        "check": "; ".join(store.notices) or "ok",
        "writable": store.writable,
        "journal": journal,
        "journal_reason": _REASONS.get(journal or ""),
        "matchups": counts.feed,
        "tools": counts.tools,
        "votes": counts.voted,
    }


def _journal(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            head = file.read(_WRITE_VERSION + 1)
    except OSError:
        return None
    return "write-ahead log" if head[_WRITE_VERSION:] == bytes([_WAL]) else "rollback"


def _versions() -> Item:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    def installed(name: str) -> str | None:
        try:
            return version(name)
        except PackageNotFoundError:
            return None

    # Only the store imports sqlite3; by now it has, unless it failed before.
    sqlite = getattr(sys.modules.get("sqlite3"), "sqlite_version", None)
    return {
        "shiptui": __version__,
        "python": platform.python_version(),
        "textual": installed("textual"),
        "sqlite": sqlite,
        "system": f"{platform.system()} {platform.release()}",
    }


def _file(path: Path) -> Item:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return {"path": str(path), "exists": False, "mode": None}
    return {"path": str(path), "exists": True, "mode": f"{mode:04o}"}


def _terminal() -> Item:
    return {
        "term": os.environ.get("TERM") or None,
        "colorterm": os.environ.get("COLORTERM") or None,
        "no_color": bool(os.environ.get("NO_COLOR")),
        "stdin": sys.stdin.isatty(),
        "stdout": sys.stdout.isatty(),
        "size": _size(),
        "encoding": sys.stdout.encoding,
    }


def _size() -> str | None:
    try:
        size = os.get_terminal_size()
    except OSError:
        return None
    return f"{size.columns}x{size.lines}"


def _rows(item: Mapping[str, object]) -> Iterator[Line]:
    for group, facts in item.items():
        for key, value in facts.items() if isinstance(facts, dict) else ():
            yield Cell(group, "dim"), Cell(key.replace("_", " ")), Cell(_word(value))


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "unknown" if value is None else str(value)
