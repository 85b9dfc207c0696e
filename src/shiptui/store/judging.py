"""What a database file is: ours and sound, ours and older, damaged, or a stranger's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from enum import Enum, auto
from functools import partial

from shiptui import TYPE_CHECKING
from shiptui.model.errors import ForeignDatabaseError, NewerDatabaseError
from shiptui.store import schema
from shiptui.store.connecting import FROZEN, WRITE, address, connect
from shiptui.store.files import lock_of
from shiptui.store.soundness import end_doubt, is_as_left, is_known_sound
from shiptui.store.writing import BROKEN, code_of, is_torn_text, patiently

if TYPE_CHECKING:
    from pathlib import Path


class Condition(Enum):
    """What has to be done with a database of ours."""

    EMPTY = auto()
    OLD = auto()
    CURRENT = auto()
    DAMAGED = auto()


def judge(path: Path, mode: str = WRITE) -> tuple[Condition, sqlite3.Connection | None]:
    """Connect and look at everything; there is no connection to a damaged file.

    The pages are read through, and the tables compared with ours, unless the file is as it was when
    it was closed in good order.
    Raises StoreError for strangers and newer files, sqlite3.Error where it cannot be read.
    """
    connection = None
    try:
        connection = connect(path, mode)
        condition = patiently(connection, partial(_condition, connection, path))
        if is_known_sound(path):
            return condition, connection
        if patiently(connection, partial(_is_sound, connection)):
            end_doubt(path)
            return condition, connection
    except BaseException as error:
        if connection:
            connection.close()
        if not _is_damage(error):
            raise
    else:
        connection.close()
    return Condition.DAMAGED, None


def _is_damage(error: BaseException) -> bool:
    # SQLite quotes a damaged schema, and Python may fail to make a text of what is quoted.
    torn = isinstance(error, UnicodeDecodeError) or is_torn_text(error)
    return torn or code_of(error) in BROKEN


def _is_sound(connection: sqlite3.Connection) -> bool:
    (word,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return bool(word == "ok")


def refuse_stranger(path: Path) -> None:
    """Refuse what is not ours, leaving no lock, no journal and no other trace.

    A damaged file passes when it bears our mark or when our lock file lies beside it.
    """
    with closing(sqlite3.connect(address(path, FROZEN), uri=True)) as connection:
        try:
            _condition(connection, path)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if not _is_damage(error):
                raise
            if not lock_of(path).exists() and not _is_marked(connection):
                raise ForeignDatabaseError(
                    f"{path} is not a database of shiptui and was left as it is;"
                    " choose another place with --db."
                ) from error


def digest_of(connection: sqlite3.Connection) -> str:
    """SHA-256 of the schema text: whatever another program planted changes it."""
    # It brings a library of 3 MiB along, and after a clean run nobody asks.
    import hashlib

    rows = connection.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema"
        " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_sqlite_migrations'"
        " ORDER BY type, name"
    )
    return hashlib.sha256("\n".join("|".join(row) for row in rows).encode()).hexdigest()


def _condition(connection: sqlite3.Connection, path: Path) -> Condition:
    mark, version = _number(connection, "application_id"), _number(connection, "user_version")
    if mark != schema.APPLICATION_ID:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if mark or version or tables:
            raise ForeignDatabaseError(
                f"{path} is a database of another program and was left as it is;"
                " choose another place with --db."
            )
        return Condition.EMPTY
    if version > schema.VERSION:
        raise NewerDatabaseError(
            f"{path} was made by a newer shiptui and was left as it is; upgrade shiptui to open it."
        )
    if is_as_left(path):
        # Whatever is damaged among the tables is met here, where there is an answer to it.
        connection.execute("SELECT 1 FROM sqlite_schema")
    elif digest_of(connection) != schema.DIGESTS.get(version):
        raise ForeignDatabaseError(
            f"{path} has tables, views or triggers that shiptui did not make, so it was left as"
            " it is; move it away to start anew."
        )
    return Condition.CURRENT if version == schema.VERSION else Condition.OLD


def _is_marked(connection: sqlite3.Connection) -> bool:
    try:
        return _number(connection, "application_id") == schema.APPLICATION_ID
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    (number,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(number)
