"""How every connection is set up."""

from __future__ import annotations

import sqlite3
import sys

from shiptui import TYPE_CHECKING
from shiptui.store.writing import code_of, trying

if TYPE_CHECKING:
    from pathlib import Path

WRITE, READ, FROZEN = "mode=rw", "mode=ro", "mode=ro&immutable=1"
"""Ways to open an existing file. A frozen one is read without locks and without any trace."""

PATIENCE = 10_000
"""Milliseconds to wait for a lock."""

LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

# SQLite 3.7.0 to 3.51.2 can corrupt a write-ahead log when two connections reset it.
JOURNAL = "wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "delete"


def address(path: Path, mode: str) -> str:
    """The path as SQLite wants it, with a way to open it."""
    return f"{path.absolute().as_uri()}?{mode}"


def connect(path: Path, mode: str = WRITE, *, shared: bool = False) -> sqlite3.Connection:
    """Connect to an existing file without judging what it holds. Raises sqlite3.Error.

    A `shared` connection may be used by several threads; whoever asks for it keeps them apart.
    """
    connection = sqlite3.connect(
        address(path, mode),
        timeout=0,
        uri=True,
        isolation_level=None,
        check_same_thread=not shared,
    )
    try:
        trying(lambda: configure(connection))
        if mode == WRITE:
            _choose_journal(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def configure(connection: sqlite3.Connection) -> None:
    """Trust nothing the file brings, and sync whatever is committed."""
    connection.executescript(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = EXTRA;"
        f"PRAGMA busy_timeout = {PATIENCE}"
    )
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)


def _choose_journal(connection: sqlite3.Connection) -> None:
    (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
    if journal == JOURNAL:
        return
    try:
        connection.execute(f"PRAGMA journal_mode = {JOURNAL}")
    except sqlite3.OperationalError as error:
        # Somebody else has the file open; the journal it has will do until next time.
        if code_of(error) not in (*LOCKED, sqlite3.SQLITE_READONLY):
            raise
