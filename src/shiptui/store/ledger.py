"""The table of facts itself: numbers, ids, and the values before and after an act."""

from __future__ import annotations

import json
import os
import time
from itertools import takewhile
from typing import TYPE_CHECKING

from shiptui.model.facts import Fact, Kind
from shiptui.store.writing import Row, read_one

if TYPE_CHECKING:
    import sqlite3

FACT = "n, change, kind, key, value, at, undoes, redoes"
"""The columns of a fact, in the order of its fields."""

KEY_LIMIT = 400
"""Characters."""

HERE = "here"
"""The origin of what was noted in this database."""

ACCOUNT = "account"
"""The origin of what another device did, or a feed's server decided."""

RESTORED = "restored"
"""The setting that tells when a history came here whole, and the number of its last fact."""

Key = tuple[Kind, str]

_CURRENT = """
INSERT INTO current (kind, key, value, n, at)
SELECT kind, key, value, n, at FROM fact
WHERE value IS NOT NULL AND n IN (SELECT max(n) FROM fact GROUP BY kind, key)
"""


_BASIS = """
INSERT INTO basis (fact, feed, op) SELECT ?, feed, op FROM own WHERE kind = ? AND key = ?
"""


def now() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def fact_of(row: Row) -> Fact:
    """A row of the columns FACT as a fact."""
    n, change, kind, *rest = row
    return Fact(n, change, Kind(kind), *rest)


def next_number(connection: sqlite3.Connection) -> int:
    """The number of the next fact. It is only sure inside a transaction."""
    row = read_one(connection, "SELECT seq FROM sqlite_sequence WHERE name = 'fact'")
    return row[0] + 1 if row else 1


def append(
    connection: sqlite3.Connection, fact: Fact, *, id_: str | None = None, origin: str = HERE
) -> None:
    """Write a fact, and what it makes current, inside the caller's transaction.

    With what was done here goes what the accounts held then: an act beats what its device knew.
    """
    write_fact(connection, fact, id_ or uuid7(fact.at), origin)
    if origin == HERE:
        connection.execute(_BASIS, (fact.n, fact.kind, fact.key))
    connection.execute("DELETE FROM current WHERE kind = ? AND key = ?", (fact.kind, fact.key))
    if fact.value is not None:
        connection.execute(
            "INSERT INTO current (kind, key, value, n, at) VALUES (?, ?, ?, ?, ?)",
            (fact.kind, fact.key, fact.value, fact.n, fact.at),
        )
    if fact.kind is Kind.ENTRY:
        _derive_entries(connection)


def write_fact(connection: sqlite3.Connection, fact: Fact, id_: str, origin: str) -> None:
    """Write a fact as it is, and leave what is current alone."""
    connection.execute(
        f"INSERT INTO fact (id, origin, {FACT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(id_, origin),
            *(fact.n, fact.change, fact.kind, fact.key, fact.value),
            *(fact.at, fact.undoes, fact.redoes),
        ),
    )


def rebuild_current(connection: sqlite3.Connection) -> None:
    """Find anew what holds after the last fact, inside the caller's transaction."""
    connection.execute("DELETE FROM current")
    connection.execute(_CURRENT)
    _derive_entries(connection)


def _derive_entries(connection: sqlite3.Connection) -> None:
    from shiptui.store.entries import derive_entries

    derive_entries(connection)


def last_restored(connection: sqlite3.Connection) -> int:
    """The number of the last fact that came with an import of a whole history, 0 without one."""
    row = read_one(connection, "SELECT value FROM setting WHERE key = ?", (RESTORED,))
    try:
        number = json.loads(row[0])["last"] if row else 0
    except (ValueError, TypeError, LookupError, RecursionError):
        return 0
    return number if isinstance(number, int) else 0


def size_of(connection: sqlite3.Connection, change: int) -> int:
    """How many facts an act has."""
    return len(_facts_of(connection, change))


def values_after(connection: sqlite3.Connection, change: int) -> dict[Key, str | None]:
    """What each key that an act touched held after it."""
    return {(fact.kind, fact.key): fact.value for fact in _facts_of(connection, change)}


def values_before(connection: sqlite3.Connection, change: int) -> dict[Key, str | None]:
    """What each key that an act touched held before it."""
    values: dict[Key, str | None] = {}
    for fact in _facts_of(connection, change):
        row = connection.execute(
            "SELECT value FROM fact WHERE kind = ? AND key = ? AND n < ? ORDER BY n DESC LIMIT 1",
            (fact.kind, fact.key, change),
        ).fetchone()
        values[fact.kind, fact.key] = row[0] if row else None
    return values


def _facts_of(connection: sqlite3.Connection, change: int) -> list[Fact]:
    rows = connection.execute(f"SELECT {FACT} FROM fact WHERE n >= ? ORDER BY n", (change,))
    return list(takewhile(lambda fact: fact.change == change, map(fact_of, rows)))


def uuid7(milliseconds: int) -> str:
    """A new id that begins with a moment; only its random part is relied on."""
    # By hand: importing `uuid` costs as much as opening the database.
    number = int.from_bytes(milliseconds.to_bytes(6, "big") + os.urandom(10), "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
