"""What feeds sent, record by record, and what it was before: the truth behind the catalog tables.

A record is a kind, an id and a value: a JSON object as the feed wrote it. The store reads of it
only which tools it is about and its place (`tool`, `a`, `b`, `pos`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.feeds import Gain
from shiptui.model.frozen import dataclass
from shiptui.store.writing import read, read_one

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

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


def replacing(
    connection: sqlite3.Connection, feed: int, records: Iterable[tuple[str, str, str | None]]
) -> list[Difference]:
    """What differs once these records stand in the place of all that a feed sent."""
    after: dict[Key, str] = {}
    for kind, id_, value in records:
        after.pop((kind, id_), None)
        if value is not None:
            after[kind, id_] = value
    return differences(records_of(connection, feed), after)


def changing(
    connection: sqlite3.Connection, feed: int, records: Iterable[tuple[str, str, str | None]]
) -> list[Difference]:
    """What differs once these records of a feed are changed; a value of None takes one away."""
    after = {(kind, id_): value for kind, id_, value in records}
    before = {key: found for key in after if (found := _value(connection, feed, *key)) is not None}
    return differences(before, after)


def put_records(connection: sqlite3.Connection, feed: int, found: Iterable[Difference]) -> None:
    """Bring the records of a feed to what they say after `found`."""
    # In the order of the table's key, so that its pages fill one after the other.
    in_order = sorted(found, key=lambda each: (each.kind, each.id))
    put = ((feed, each.kind, each.id, each.after) for each in in_order if each.after is not None)
    connection.executemany(_PUT, put)
    drop = ((feed, each.kind, each.id) for each in in_order if each.after is None)
    connection.executemany(_DROP, drop)


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


def records_of(connection: sqlite3.Connection, feed: int) -> dict[Key, str]:
    """The value of everything that a feed sent."""
    rows = read(connection, "SELECT kind, id, value FROM record WHERE feed = ?", (feed,))
    return {(kind, id_): value for kind, id_, value in rows}


def _value(connection: sqlite3.Connection, feed: int, kind: str, id_: str) -> str | None:
    row = read_one(
        connection,
        "SELECT value FROM record WHERE feed = ? AND kind = ? AND id = ?",
        (feed, kind, id_),
    )
    return row[0] if row else None
