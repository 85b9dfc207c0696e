"""The two doors to a connection, for reading and for writing. Errors become sentences here."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from time import monotonic, sleep

from shiptui import TYPE_CHECKING
from shiptui.model.errors import NotSavedError, StoreError
from shiptui.store.soundness import note_damage

if TYPE_CHECKING:
    from typing import Any, TypeVar

    Result = TypeVar("Result")

PATIENCE = 10.0
"""Seconds to wait for another program's write."""

NAP = (0.0005, 0.003)
"""Seconds between two looks, at random."""

Row = tuple["Any", ...]
Parameters = Sequence[object] | Mapping[str, object]

# Primary result codes of SQLite that are the world's fault and not ours.
_REASONS = {
    sqlite3.SQLITE_PERM: "access to the database was denied",
    sqlite3.SQLITE_BUSY: "another program kept the database locked for ten seconds",
    sqlite3.SQLITE_LOCKED: "the database is locked",
    sqlite3.SQLITE_INTERRUPT: "it was stopped",
    sqlite3.SQLITE_NOMEM: "there was not enough memory",
    sqlite3.SQLITE_READONLY: "the database is read-only",
    sqlite3.SQLITE_IOERR: "the disk reported an error",
    sqlite3.SQLITE_CORRUPT: "the database is damaged",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_CANTOPEN: "the database or a file beside it could not be opened",
    sqlite3.SQLITE_NOTADB: "the file is not a database",
}
_REMEDIES = {
    sqlite3.SQLITE_BUSY: "try again",
    sqlite3.SQLITE_LOCKED: "try again",
    sqlite3.SQLITE_FULL: "free some space and try again",
    sqlite3.SQLITE_CORRUPT: "start shiptui again to set it aside",
    sqlite3.SQLITE_NOTADB: "start shiptui again to set it aside",
}

BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""Codes that say that the file itself is damaged."""


def code_of(error: BaseException) -> int:
    """The primary result code of SQLite behind an error, 0 where there is none."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def is_torn_text(error: BaseException) -> bool:
    """Whether a stored text is no UTF-8, which is damage that no check of SQLite's sees."""
    # Python's own complaint, so it bears no code of SQLite.
    return isinstance(error, sqlite3.OperationalError) and not code_of(error)


def reason_of(error: sqlite3.Error | OSError) -> str | None:
    """Why the world refused, without a full stop; None when the error is a bug of ours."""
    if isinstance(error, OSError):
        return (error.strerror or type(error).__name__).lower()
    if is_torn_text(error):
        return "a text in the database is damaged"
    return _REASONS.get(code_of(error))


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """One transaction, begun for writing. Leaving it means that COMMIT has returned."""
    try:
        _begin(connection)
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        # After SQLITE_FULL the transaction is already gone, and ROLLBACK would hide the cause.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _begin(connection: sqlite3.Connection) -> None:
    """Take the write lock."""
    patiently(connection, lambda: connection.execute("BEGIN IMMEDIATE"))


def patiently(connection: sqlite3.Connection, step: Callable[[], Result]) -> Result:
    """`trying`, in place of the waiting that SQLite does by itself on this connection."""
    (own_wait,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        return trying(step)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {own_wait}")


def trying(step: Callable[[], Result]) -> Result:
    """Do what another process may stand in the way of, as soon as there is a gap.

    SQLite's own waiting sleeps up to a tenth of a second between its looks, and a process that
    writes one fact after the other slips in between for ever: readers and writers both starved.
    Short sleeps of random length find the gaps. Raises SQLite's error after `PATIENCE`.
    """
    end = monotonic() + PATIENCE
    while True:
        try:
            return step()
        except sqlite3.OperationalError as error:
            if code_of(error) != sqlite3.SQLITE_BUSY or monotonic() > end:
                raise
            from random import uniform

            sleep(uniform(*NAP))  # noqa: S311 - the length of a nap is no secret


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A transaction of the reader's. Read inside it whatever the write depends on.

    Raises NotSavedError when the disk or another program stood in the way; nothing has changed
    then.
    """
    try:
        with transaction(connection):
            yield connection
    except (sqlite3.Error, OSError) as error:
        _doubt(connection, error)
        if reason := reason_of(error):
            remedy = _REMEDIES.get(code_of(error), "browsing still works")
            raise NotSavedError(f"Not saved: {reason}; {remedy}.") from error
        raise


@contextmanager
def reading() -> Iterator[None]:
    """Raise StoreError where the database cannot be read."""
    try:
        yield
    except sqlite3.Error as error:
        if reason := reason_of(error):
            remedy = _REMEDIES.get(code_of(error), "`shiptui doctor` tells more")
            raise StoreError(f"Could not read the database: {reason}; {remedy}.") from error
        raise


def read(connection: sqlite3.Connection, statement: str, parameters: Parameters = ()) -> list[Row]:
    """All rows of one query. Raises StoreError when the database cannot be read."""

    def rows() -> list[Row]:
        return connection.execute(statement, parameters).fetchall()

    with reading():
        try:
            return patiently(connection, rows)
        except sqlite3.DatabaseError as error:
            _doubt(connection, error)
            if not is_torn_text(error):
                raise
            # From now on with a mark in place of what cannot be read; it is slower.
            connection.text_factory = partial(str, encoding="utf-8", errors="replace")
            return patiently(connection, rows)


def _doubt(connection: sqlite3.Connection, error: BaseException) -> None:
    """Have the file read through at the next start where SQLite met damage in it."""
    if code_of(error) in BROKEN:
        with suppress(sqlite3.Error):
            for _, name, file in connection.execute("PRAGMA database_list"):
                if name == "main" and file:
                    note_damage(Path(file))


def read_one(
    connection: sqlite3.Connection, statement: str, parameters: Parameters = ()
) -> Row | None:
    """The first row of one query, or None."""
    rows = read(connection, statement, parameters)
    return rows[0] if rows else None
