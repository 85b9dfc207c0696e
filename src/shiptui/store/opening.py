"""Opening the database: strangers refused, damage set aside, old versions upgraded."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from shiptui.model.errors import (
    ForeignDatabaseError,
    NewerDatabaseError,
    OfflineError,
    StoreError,
)
from shiptui.store import schema
from shiptui.store.files import (
    beside,
    keep_private,
    lock_of,
    locked,
    make_private,
    refuse_irregular,
    set_aside,
)
from shiptui.store.seeding import refresh
from shiptui.store.writing import code_of, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# SQLite 3.7.0 to 3.51.2 can corrupt a write-ahead log when two connections reset it.
_JOURNAL = "wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "delete"

_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@dataclass(frozen=True)
class Opened:
    """A connection that is ready, and how to get another one to the same data."""

    connection: sqlite3.Connection
    reopen: Callable[[], sqlite3.Connection]
    writable: bool = True
    notices: tuple[str, ...] = ()


class _Condition(Enum):
    EMPTY = auto()
    OLD = auto()
    CURRENT = auto()
    DAMAGED = auto()


def open_database(path: Path, seed: Path) -> Opened:
    """Open, make, repair or upgrade the database, and bring its bundled catalog up to date.

    Where nothing can be written there, what can be read is served and a notice says why. Raises
    StoreError for a file that is not ours, OfflineError when another process holds it.
    """
    refuse_irregular(path)
    try:
        connection, notices = _open_ready(path)
        try:
            refresh(connection, seed)
            _probe(connection)
        except BaseException:
            connection.close()
            raise
    except (sqlite3.Error, OSError) as error:
        if code_of(error) in _LOCKED:
            raise OfflineError(f"Another program keeps {path} locked; try again.") from error
        if not (reason := reason_of(error)):
            raise
        return _browse_only(path, seed, reason)
    return Opened(connection, lambda: connect(path), notices=notices)


def connect(path: Path, mode: str = "mode=rw") -> sqlite3.Connection:
    """Connect to an existing file without looking at what it holds."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=10, isolation_level=None
    )
    try:
        _configure(connection)
        if mode == "mode=rw":
            _choose_journal(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _configure(connection: sqlite3.Connection) -> None:
    connection.executescript(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
        "PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000; PRAGMA synchronous = EXTRA;"
    )
    if sys.version_info >= (3, 12):
        connection.setconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE, True)


def _choose_journal(connection: sqlite3.Connection) -> None:
    (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
    if journal == _JOURNAL:
        return
    try:
        connection.execute(f"PRAGMA journal_mode = {_JOURNAL}")
    except sqlite3.OperationalError as error:
        # Somebody else has the file open; the journal it has will do until next time.
        if code_of(error) not in (*_LOCKED, sqlite3.SQLITE_READONLY):
            raise


def _open_ready(path: Path) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    if path.exists():
        _refuse_stranger(path)
        keep_private(path)
        connection = connect(path) if path.stat().st_size else None
        if connection:
            if _examine(connection, path) is _Condition.CURRENT:
                return connection, ()
            connection.close()
    with locked(path):
        return _prepare(path)


def _prepare(path: Path) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    # Under the lock: what was seen before it may have been put right by another process.
    from shiptui.store.migrating import back_up, migrate

    notices: tuple[str, ...] = ()
    if not path.exists():
        make_private(path)
    connection = connect(path)
    try:
        condition = _examine(connection, path)
        if condition is _Condition.DAMAGED:
            connection.close()
            notices = (_damage_notice(path, set_aside(path)),)
            make_private(path)
            connection = connect(path)
        elif condition is _Condition.OLD:
            back_up(connection, path)
        if condition is not _Condition.CURRENT:
            migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection, notices


def _damage_notice(path: Path, aside: Path) -> str:
    return (
        f"The database was damaged and is now {aside}; a new one was started, and what is in the"
        f' old one may be rescued by: sqlite3 "{aside}" .recover | sqlite3 "{beside(path, ".new")}"'
    )


def _refuse_stranger(path: Path) -> None:
    """Look at a file without a lock, a journal or any other trace, and refuse what is not ours."""
    connection = connect(path, "mode=ro&immutable=1")
    try:
        _condition(connection, path)
    except sqlite3.DatabaseError as error:
        if code_of(error) not in _BROKEN:
            raise
        if not lock_of(path).exists() and not _marked(connection):
            raise ForeignDatabaseError(
                f"{path} is not a database of shiptui and was left as it is;"
                " choose another place with --db."
            ) from error
    finally:
        connection.close()


def _marked(connection: sqlite3.Connection) -> bool:
    try:
        return _number(connection, "application_id") == schema.APPLICATION_ID
    except sqlite3.DatabaseError:
        return False


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    (number,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(number)


def _examine(connection: sqlite3.Connection, path: Path) -> _Condition:
    """Judge a database thoroughly. Raises for strangers and closes the connection then."""
    try:
        condition = _condition(connection, path)
        (word,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        if code_of(error) in _BROKEN:
            return _Condition.DAMAGED
        connection.close()
        raise
    except StoreError:
        connection.close()
        raise
    return condition if word == "ok" else _Condition.DAMAGED


def _condition(connection: sqlite3.Connection, path: Path) -> _Condition:
    mark, version = _number(connection, "application_id"), _number(connection, "user_version")
    if mark != schema.APPLICATION_ID:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if mark or version or tables:
            raise ForeignDatabaseError(
                f"{path} is a database of another program and was left as it is;"
                " choose another place with --db."
            )
        return _Condition.EMPTY
    if version > schema.VERSION:
        raise NewerDatabaseError(
            f"{path} was made by a newer shiptui and was left as it is; upgrade shiptui to open it."
        )
    if digest_of(connection) != schema.DIGESTS.get(version):
        raise ForeignDatabaseError(
            f"{path} has tables, views or triggers that shiptui did not make, so it was left as"
            " it is; move it away to start anew."
        )
    return _Condition.CURRENT if version == schema.VERSION else _Condition.OLD


def digest_of(connection: sqlite3.Connection) -> str:
    """SHA-256 of the schema text: whatever another program planted changes it."""
    rows = connection.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema"
        " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_sqlite_migrations'"
        " ORDER BY type, name"
    )
    return hashlib.sha256("\n".join("|".join(row) for row in rows).encode()).hexdigest()


def _probe(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.Error where the database cannot be written. Nothing is changed."""
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
    except sqlite3.OperationalError as error:
        if code_of(error) not in _LOCKED:  # whoever is writing shows that it can be done
            raise
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA busy_timeout = 10000")


def _browse_only(path: Path, seed: Path, reason: str) -> Opened:
    notice = (
        f"Cannot save to {path}: {reason}. Browsing works; votes are refused until it can be"
        " written."
    )

    def reopen() -> sqlite3.Connection:
        return _read_only(path) or _in_memory(seed)

    return Opened(reopen(), reopen, writable=False, notices=(notice,))


def _read_only(path: Path) -> sqlite3.Connection | None:
    """The database opened for reading, or None where that is of no use."""
    # A write-ahead log in a read-only folder needs `immutable`, safe while nothing is in the log.
    modes = ["mode=ro"]
    if not any(beside(path, side).exists() for side in ("-journal", "-wal")):
        modes.append("mode=ro&immutable=1")
    for mode in modes:
        try:
            connection = connect(path, mode)
        except sqlite3.Error:
            continue
        try:
            current = _examine(connection, path) is _Condition.CURRENT
        except sqlite3.Error:
            current = False
        if current:
            connection.execute("PRAGMA query_only = ON")
            return connection
        connection.close()
    return None


def _in_memory(seed: Path) -> sqlite3.Connection:
    """A database that holds the bundled catalog and goes away with its connection."""
    from shiptui.store.migrating import migrate

    connection = sqlite3.connect(":memory:", uri=True, isolation_level=None)
    try:
        _configure(connection)
        migrate(connection)
        refresh(connection, seed)
        connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection
