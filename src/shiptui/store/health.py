"""What a report about a database says: whether it is sound, and how it is written."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from shiptui.model.frozen import dataclass
from shiptui.store.connecting import JOURNAL
from shiptui.store.judging import digest_of
from shiptui.store.schema import DIGESTS
from shiptui.store.writing import read

if TYPE_CHECKING:
    from shiptui.store.writing import Row

_REASONS = {
    "delete": "a rollback journal, the safe choice for SQLite before 3.51.3",
    "wal": "a write-ahead log, safe since SQLite 3.51.3",
    "memory": "kept in memory, because the file cannot be used",
}
_WAITING = "another program had the file open, so the journal it has will do until next time"


@dataclass(frozen=True, slots=True)
class Health:
    """How a database is. `check` is "ok" or the first thing that is wrong.

    `facts` counts the rows of the history, `size` is in bytes.
    """

    sqlite: str
    version: int
    check: str
    journal: str
    reason: str
    size: int
    facts: int
    settings: int


def health_of(connection: sqlite3.Connection) -> Health:
    """Look at everything; it takes longer than what is looked at when a database is opened."""
    journal = str(_one(connection, "PRAGMA journal_mode")[0])
    (size,) = _one(
        connection,
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    )
    return Health(
        sqlite=sqlite3.sqlite_version,
        version=int(_one(connection, "PRAGMA user_version")[0]),
        check=_check(connection),
        journal=journal,
        reason=_REASONS.get(journal, "") if journal in (JOURNAL, "memory") else _WAITING,
        size=int(size),
        facts=int(_one(connection, "SELECT count(*) FROM fact")[0]),
        settings=int(_one(connection, "SELECT count(*) FROM setting")[0]),
    )


def _check(connection: sqlite3.Connection) -> str:
    (word,) = _one(connection, "PRAGMA integrity_check(1)")
    if word != "ok":
        return str(word)
    if read(connection, "PRAGMA foreign_key_check"):
        return "a row leads to another one that is not there"
    version = int(_one(connection, "PRAGMA user_version")[0])
    return "ok" if digest_of(connection) == DIGESTS.get(version) else "the tables are not ours"


def _one(connection: sqlite3.Connection, statement: str) -> Row:
    return read(connection, statement)[0]
