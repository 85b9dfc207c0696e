"""The server's database as one file: one connection that writes, behind a lock."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Self

from shiptui.model.errors import ForeignDatabaseError, NotSavedError, OfflineError, StoreError
from shiptui.server.schema import migrate
from shiptui.server.storage import BUSY, Row, Values, Words
from shiptui.store.connecting import connect
from shiptui.store.files import beside, keep_private, make_private, refuse_irregular
from shiptui.store.writing import reason_of, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

APPLICATION_ID = 0x53485056
"""`SHPV` in ASCII: marks a database file as a server's."""

WORDS = Words(
    whole="INTEGER",
    counter="INTEGER PRIMARY KEY AUTOINCREMENT",
    octets="BLOB",
    table="STRICT",
    clustered="STRICT, WITHOUT ROWID",
)


class SqliteRows:
    """A transaction of SQLite. Its writer has the file to itself, so every row read is locked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self, statement: str, **values: object) -> list[Row]:
        """All rows."""
        return self._connection.execute(statement, values).fetchall()

    def one(self, statement: str, **values: object) -> Row | None:
        """The first row, or None."""
        row: Row | None = self._connection.execute(statement, values).fetchone()
        return row

    locked = one

    def run(self, statement: str, **values: object) -> int:
        """Change something; how many rows it touched."""
        return self._connection.execute(statement, values).rowcount

    def many(self, statement: str, values: Iterable[Values]) -> None:
        """Run one statement for each set of values."""
        self._connection.executemany(statement, values)


class SqliteStore:
    """A server's database in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._connection = connect(path, shared=True)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a database, or make one. StoreError for a file that is not a server's."""
        refuse_irregular(path)
        with _telling(StoreError, f"{path} cannot be opened"):
            if path.exists():
                keep_private(path)
            else:
                make_private(path)
            store = cls(path)
        try:
            with store.writing() as rows:
                _claim(rows, path)
                migrate(rows, WORDS)
        except BaseException:
            store.close()
            raise
        return store

    @contextmanager
    def reading(self) -> Iterator[SqliteRows]:
        """One moment of the database."""
        with self._lock, _telling(StoreError, "The database cannot be read"):
            try:
                self._connection.execute("BEGIN")
                yield SqliteRows(self._connection)
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[SqliteRows]:
        """One transaction; leaving it means that COMMIT has returned."""
        with (
            self._lock,
            _telling(NotSavedError, "Not saved"),
            transaction(self._connection) as connection,
        ):
            yield SqliteRows(connection)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock of counting and publishing; the kernel frees it when the process dies."""
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(beside(self._path, ".publish"), flags, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise OfflineError(BUSY) from None
            yield
        finally:
            os.close(descriptor)

    def back_up(self, target: Path) -> None:
        """Write a whole copy to a file that is not there yet, while the server runs."""
        with _telling(StoreError, f"{target} cannot be written"), self._lock:
            make_private(target)
            with closing(connect(target)) as copy:
                self._connection.backup(copy)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


def _claim(rows: SqliteRows, path: Path) -> None:
    """Mark a new file as ours; refuse a stranger's, unchanged."""
    ((found,),) = rows.all("PRAGMA application_id")
    if found == APPLICATION_ID:
        return
    if found or rows.one("SELECT 1 FROM sqlite_schema"):
        raise ForeignDatabaseError(f"{path} is no database of shiptui-server; it was left alone.")
    rows.run(f"PRAGMA application_id = {APPLICATION_ID}")


@contextmanager
def _telling(kind: type[StoreError], what: str) -> Iterator[None]:
    """Turn what the world refuses into a sentence; a bug of ours stays what it is."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if reason := reason_of(error):
            raise kind(f"{what}: {reason}.") from error
        raise
