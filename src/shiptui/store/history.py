"""The acts of the reader, as they can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.facts import Change, Kind
from shiptui.store.ledger import ACCOUNT, HERE, KEY_LIMIT, last_restored, size_of
from shiptui.store.naming import title_of
from shiptui.store.writing import Row, read
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3

_VALUE_BEFORE = """
SELECT e.value FROM fact AS e WHERE e.kind = f.kind AND e.key = f.key AND e.n < f.n
ORDER BY e.n DESC LIMIT 1
"""

FIRST_OF_ACT = """
f.change IS NOT NULL AND f.change IS NOT (
  SELECT e.change FROM fact AS e WHERE e.n < f.n ORDER BY e.n DESC LIMIT 1)
"""
"""Which facts `f` begin an act, also one whose first fact stayed behind when it was exported."""

STILL_OWN = f"""
f.origin <> '{ACCOUNT}' AND NOT EXISTS (
  SELECT 1 FROM fact AS e WHERE e.kind = f.kind AND e.key = f.key AND e.n > f.n
    AND e.origin = '{ACCOUNT}')
"""
"""Which acts `f` undo may walk: done here, and not overtaken on another device since."""


def acts(connection: sqlite3.Connection, limit: int) -> list[Change]:
    """The newest acts, newest first; undoing and redoing are acts as well."""
    rows = read(
        connection,
        f"SELECT change, origin, n, kind, key, ({_VALUE_BEFORE}), value, at FROM fact AS f"
        f" WHERE {FIRST_OF_ACT} ORDER BY n DESC LIMIT ?",
        (limit,),
    )
    restored = last_restored(connection) if rows else 0
    return [_act(connection, row, restored) for row in rows]


def _act(connection: sqlite3.Connection, row: Row, restored: int) -> Change:
    """A row of the history; the facts up to the number `restored` came with an import."""
    change, origin, n, word, key, before, after, at = row
    kind = Kind(word)
    return Change(
        change,
        kind,
        clean(key, KEY_LIMIT),
        title_of(connection, kind, key),
        before,
        after,
        at,
        more=size_of(connection, change) - 1,
        imported=n <= restored or origin not in (HERE, ACCOUNT),
        elsewhere=origin == ACCOUNT,
    )
