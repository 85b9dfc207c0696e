"""Making the tables and upgrading older ones, as a whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from shiptui.store import schema
from shiptui.store.files import beside
from shiptui.store.writing import transaction

if TYPE_CHECKING:
    from pathlib import Path

BACKUPS_KEPT = 3


def migrate(connection: sqlite3.Connection) -> None:
    """Apply all missing migrations and mark the file as ours, in one transaction."""
    with transaction(connection):
        if connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
            _upgrade(connection)
        else:
            schema.make(connection)
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")


def _upgrade(connection: sqlite3.Connection) -> None:
    from sqlite_utils import Database

    schema.migrations().apply(Database(connection, execute_plugins=False))


def back_up(connection: sqlite3.Connection, path: Path) -> Path:
    """Copy the whole database beside itself before an upgrade and return the copy's name.

    An older copy of the same version gives way; of all copies the three newest versions stay.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    copy, draft = beside(path, f".bak-v{version}"), beside(path, f".bak-v{version}.part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY, 0o600))
    target = sqlite3.connect(draft)
    try:
        connection.backup(target)
    finally:
        target.close()
    _settle(draft)
    draft.rename(copy)
    _thin_out(path)
    return copy


def _settle(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _thin_out(path: Path) -> None:
    prefix = f"{path.name}.bak-v"
    versions = sorted(
        int(number)
        for file in path.parent.iterdir()
        if file.name.startswith(prefix) and (number := file.name.removeprefix(prefix)).isdecimal()
    )
    for version in versions[:-BACKUPS_KEPT]:
        beside(path, f".bak-v{version}").unlink()
