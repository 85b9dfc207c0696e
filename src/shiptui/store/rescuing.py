"""Carrying over what can still be read of what is not a cache when a database was damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from shiptui.store.connecting import FROZEN, connect
from shiptui.store.ledger import FACT, rebuild_current
from shiptui.store.writing import Row, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TABLES = {
    "fact": f"{FACT}, id, origin",
    "pair": "id, a, b",
    "setting": "key, value",
    "subscription": "id, url, allow_http, key, added",
    "revision": "n, feed, kind, id, at, before, after",
}


def rescue(connection: sqlite3.Connection, damaged: Path) -> int:
    """Copy what could not be fetched again into a new database and return the number of facts.

    The damaged file is only read. Rows that cannot be read, or that break a rule of the new
    tables, stay behind.
    """
    with transaction(connection):
        for table, columns in _TABLES.items():
            marks = ", ".join("?" for _ in columns.split(","))
            for row in _readable(damaged, f"SELECT {columns} FROM {table}"):
                with suppress(sqlite3.IntegrityError, OverflowError):
                    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", row)
        rebuild_current(connection)
        (facts,) = connection.execute("SELECT count(*) FROM fact").fetchone()
    return int(facts)


def _readable(damaged: Path, query: str) -> Iterator[Row]:
    """The rows before the damage, then those after it, last one first."""
    for order in ("ORDER BY 1", "ORDER BY 1 DESC"):
        # A complaint about a damaged schema may be no text itself.
        broken = suppress(sqlite3.DatabaseError, UnicodeDecodeError)
        with broken, closing(connect(damaged, FROZEN)) as source:
            yield from source.execute(f"{query} {order}")
            return
