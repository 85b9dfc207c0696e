"""Opening the database: strangers refused, damage set aside, old versions upgraded."""

from __future__ import annotations

import sqlite3
from functools import partial

from shiptui import TYPE_CHECKING
from shiptui.model.errors import OfflineError, StoreError
from shiptui.model.frozen import dataclass
from shiptui.store import schema
from shiptui.store.connecting import FROZEN, LOCKED, PATIENCE, READ, configure, connect
from shiptui.store.files import (
    beside,
    keep_private,
    locked,
    make_private,
    refuse_irregular,
    set_aside,
)
from shiptui.store.judging import Condition, judge, refuse_stranger
from shiptui.store.seeding import no_seed, refresh
from shiptui.store.soundness import is_as_left
from shiptui.store.writing import code_of, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection that is ready, and how to get another one to the same data."""

    connection: sqlite3.Connection
    reopen: Callable[[], sqlite3.Connection]
    writable: bool = True
    notices: tuple[str, ...] = ()


def open_database(path: Path, seed: Path) -> Opened:
    """Open, make, repair or upgrade the database, and bring its bundled catalog up to date.

    Where nothing can be written there, what can be read is served and a notice says why. Raises
    StoreError for a file that is not ours, OfflineError when another process holds it.
    """
    if sqlite3.sqlite_version_info < schema.SQLITE_NEEDED:
        raise StoreError(
            f"This Python has SQLite {sqlite3.sqlite_version}, but shiptui needs"
            f" {'.'.join(map(str, schema.SQLITE_NEEDED))} or newer; use a newer Python."
        )
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
        if code_of(error) in LOCKED:
            raise OfflineError(f"Another program keeps {path} locked; try again.") from error
        if not (reason := reason_of(error)):
            raise
        return _browse_only(path, seed, reason)
    return Opened(connection, partial(connect, path), notices=notices)


def _open_ready(path: Path) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    if path.exists():
        if not is_as_left(path):
            refuse_stranger(path)
        keep_private(path)
        condition, connection = judge(path)
        if connection:
            if condition is Condition.CURRENT:
                return connection, ()
            connection.close()
    with locked(path):
        return _prepare(path)


def _prepare(path: Path) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    # Under the lock: what was seen before it may have been put right by another process.
    from shiptui.store.migrating import back_up, migrate

    if not path.exists():
        make_private(path)
    condition, connection = judge(path)
    if connection is None:
        return _start_anew(path)
    try:
        if condition is Condition.OLD:
            back_up(connection, path)
        if condition is not Condition.CURRENT:
            migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection, ()


def _start_anew(path: Path) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    from shiptui.store.migrating import migrate
    from shiptui.store.rescuing import rescue

    aside = set_aside(path)
    make_private(path)
    connection = connect(path)
    try:
        migrate(connection)
        facts = rescue(connection, aside)
    except BaseException:
        connection.close()
        raise
    return connection, (_damage_notice(path, aside, facts),)


def _damage_notice(path: Path, aside: Path, facts: int) -> str:
    kept = f"{facts} of its facts were carried over" if facts else "none of its facts were readable"
    return (
        f"The database was damaged and is now {aside}; a new one was started, {kept}, and more may"
        f' be rescued by: sqlite3 "{aside}" .recover | sqlite3 "{beside(path, ".new")}"'
    )


def _probe(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.Error where the database cannot be written. Nothing is changed."""
    # It is rolled back in any case, so there is nothing to wait for the disk for.
    connection.executescript("PRAGMA busy_timeout = 0; PRAGMA synchronous = OFF")
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
    except sqlite3.OperationalError as error:
        if code_of(error) not in LOCKED:  # whoever is writing shows that it can be done
            raise
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.executescript(f"PRAGMA synchronous = EXTRA; PRAGMA busy_timeout = {PATIENCE}")


def _browse_only(path: Path, seed: Path, reason: str) -> Opened:
    notice = (
        f"Cannot save to {path}: {reason}. Browsing works; votes are refused until it can be"
        " written."
    )

    def reopen() -> sqlite3.Connection:
        connection = _read_only(path) or _in_memory(seed)
        connection.execute("PRAGMA query_only = ON")
        return connection

    return Opened(reopen(), reopen, writable=False, notices=(notice,))


def _read_only(path: Path) -> sqlite3.Connection | None:
    """The database opened for reading, or None where that is of no use."""
    # A write-ahead log in a read-only folder needs a frozen file: safe while no log lies there.
    frozen = not any(beside(path, side).exists() for side in ("-journal", "-wal"))
    for mode in (READ, FROZEN) if frozen else (READ,):
        try:
            condition, connection = judge(path, mode)
        except sqlite3.Error:
            continue
        if condition is Condition.CURRENT:
            return connection
        if connection:
            connection.close()
    return None


def _in_memory(seed: Path) -> sqlite3.Connection:
    """A database that holds the bundled catalog and goes away with its connection."""
    from shiptui.store.migrating import migrate

    connection = sqlite3.connect(":memory:", uri=True, isolation_level=None)
    try:
        configure(connection)
        migrate(connection)
        refresh(connection, seed)
    except sqlite3.Error as error:
        connection.close()
        raise no_seed(seed, error) from error
    except BaseException:
        connection.close()
        raise
    return connection
