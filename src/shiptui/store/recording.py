"""What feeds sent, record by record, and what it was before: the truth behind the catalog tables.

A record is a kind, an id and a value: a JSON object as the feed wrote it. The store reads of it
only which tools it is about and its place (`tool`, `a`, `b`, `pos`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shiptui.model.feeds import Gain

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from shiptui.store.writing import Row

_PUT = "INSERT OR REPLACE INTO record (feed, kind, id, value) VALUES (?, ?, ?, ?)"
_DROP = "DELETE FROM record WHERE feed = ? AND kind = ? AND id = ?"
_NOTE = "INSERT INTO revision (feed, kind, id, at, before, after) VALUES (?, ?, ?, ?, ?, ?)"

Key = tuple[str, str]
"""Kind and id."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a record said and what it says now; None where there is none."""

    kind: str
    id: str
    before: str | None
    after: str | None


def replaced(
    connection: sqlite3.Connection, feed: int, records: Iterable[tuple[str, str, str | None]]
) -> list[Difference]:
    """Put records in the place of all that a feed sent, and tell what differs."""
    before = {(kind, id_): value for kind, id_, value in all_records(connection, feed)}
    after: dict[Key, str] = {}
    for kind, id_, value in records:
        after.pop((kind, id_), None)
        if value is not None:
            after[kind, id_] = value
    return _stored(connection, feed, differences(before, after))


def changed(
    connection: sqlite3.Connection, feed: int, records: Iterable[tuple[str, str, str | None]]
) -> list[Difference]:
    """Change single records of a feed; a value of None takes one away. Tell what differs."""
    after = {(kind, id_): value for kind, id_, value in records}
    before = {key: found for key in after if (found := _value(connection, feed, *key)) is not None}
    return _stored(connection, feed, differences(before, after))


def differences(
    before: dict[Key, str], after: dict[Key, str | None] | dict[Key, str]
) -> list[Difference]:
    """What differs between two states, each told by kind, id and value."""
    keys = dict.fromkeys((*before, *after))
    told = (
        Difference(kind, id_, before.get((kind, id_)), after.get((kind, id_))) for kind, id_ in keys
    )
    return [each for each in told if each.before != each.after]


def note_revisions(
    connection: sqlite3.Connection, feed: int, found: Iterable[Difference], at: int
) -> None:
    """Keep what a feed said before: it could not be fetched again."""
    rows = ((feed, each.kind, each.id, at, each.before, each.after) for each in found)
    connection.executemany(_NOTE, rows)


def gain_of(found: Iterable[Difference]) -> Gain:
    """Count differences by kind."""
    gain = Gain()
    for each in found:
        side = (
            gain.new if each.before is None else gain.gone if each.after is None else gain.changed
        )
        side[each.kind] += 1
    return gain


def all_records(connection: sqlite3.Connection, feed: int) -> list[Row]:
    """Kind, id and value of everything that a feed sent."""
    return connection.execute(
        "SELECT kind, id, value FROM record WHERE feed = ?", (feed,)
    ).fetchall()


def _value(connection: sqlite3.Connection, feed: int, kind: str, id_: str) -> str | None:
    row = connection.execute(
        "SELECT value FROM record WHERE feed = ? AND kind = ? AND id = ?", (feed, kind, id_)
    ).fetchone()
    return row[0] if row else None


def _stored(connection: sqlite3.Connection, feed: int, found: list[Difference]) -> list[Difference]:
    put = ((feed, each.kind, each.id, each.after) for each in found if each.after is not None)
    connection.executemany(_PUT, put)
    drop = ((feed, each.kind, each.id) for each in found if each.after is None)
    connection.executemany(_DROP, drop)
    return found
