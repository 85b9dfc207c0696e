"""The whole history, out of the database and into another one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shiptui.model.bundle import Bundle, Entry, Gain, Told, nobody
from shiptui.model.catalog import Pair
from shiptui.model.facts import Fact, Kind
from shiptui.model.frozen import replace
from shiptui.store.ledger import (
    FACT,
    RESTORED,
    fact_of,
    next_number,
    now,
    rebuild_current,
    write_fact,
)
from shiptui.store.settings import write_setting
from shiptui.store.writing import read, writing
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3

ORIGIN_LIMIT = 160
"""Characters."""

UNKNOWN_ORIGIN = "unknown"


def dump(connection: sqlite3.Connection) -> Bundle:
    """Everything the reader did, oldest first."""
    rows = read(connection, f"SELECT id, origin, {FACT} FROM fact ORDER BY n")
    # Read after the facts, so that no pair of theirs is missing.
    pairs = read(connection, "SELECT a, b FROM pair ORDER BY id")
    entries = (
        Entry(id_, fact_of(tuple(row)), clean(origin, ORIGIN_LIMIT) or UNKNOWN_ORIGIN)
        for id_, origin, *row in rows
    )
    return Bundle(tuple(entries), tuple(Pair(a, b) for a, b in pairs))


def foresee(connection: sqlite3.Connection, bundle: Bundle) -> Gain:
    """What `restore` would do. Nothing is changed."""
    missing = _missing(connection, bundle)
    whole = next_number(connection) == 1
    gain = Gain(whole, len(missing), len(bundle.entries) - len(missing))
    held = {
        (Kind(kind), key): value
        for kind, key, value in read(connection, "SELECT kind, key, value FROM current")
    }
    last = {(entry.fact.kind, entry.fact.key): entry.fact.value for entry in missing}
    for (kind, key), value in last.items():
        before = held.get((kind, key))
        if value is None:
            gain.removed[kind] += before is not None
        elif before is None:
            gain.added[kind] += 1
        else:
            gain.replaced[kind] += value != before
    return gain


def restore(connection: sqlite3.Connection, bundle: Bundle, mark: str, told: Told = nobody) -> Gain:
    """Take a bundle in, as a whole or not at all. Raises NotSavedError.

    Where there is no history yet, everything comes as it is, ids, numbers, origins and times, so
    that the next `dump` gives the same bundle; up to which number facts came that way is kept in a
    setting. Where there is one, the facts that are missing are appended under new numbers, with
    `mark` as their origin, as one act: one `undo` takes the import back.
    """
    with writing(connection):
        gain = foresee(connection, bundle)
        if gain.facts:
            entries = bundle.entries if gain.whole else _appended(connection, bundle, mark)
            for number, entry in enumerate(entries, 1):
                told(number, len(entries))
                write_fact(connection, entry.fact, entry.id, entry.origin)
            rebuild_current(connection)
            if gain.whole:
                _note_restored(connection, entries[-1].fact.n)
        connection.executemany(
            "INSERT OR IGNORE INTO pair (id, a, b) VALUES (?, ?, ?)",
            [(pair.id, *sorted((pair.a, pair.b))) for pair in bundle.pairs],
        )
        return gain


def _appended(connection: sqlite3.Connection, bundle: Bundle, mark: str) -> list[Entry]:
    """What is missing, as one act after the last one."""
    first = next_number(connection)
    return [
        Entry(entry.id, _renumbered(entry.fact, n, first), mark)
        for n, entry in enumerate(_missing(connection, bundle), first)
    ]


def _missing(connection: sqlite3.Connection, bundle: Bundle) -> list[Entry]:
    known = {id_ for (id_,) in read(connection, "SELECT id FROM fact")}
    return [entry for entry in bundle.entries if entry.id not in known]


def _renumbered(fact: Fact, n: int, change: int) -> Fact:
    # What a fact of the file undid or redid was done by then; here it is part of one act.
    return replace(fact, n=n, change=change, undoes=None, redoes=None)


def _note_restored(connection: sqlite3.Connection, last: int) -> None:
    text = json.dumps({"at": now(), "last": last}, sort_keys=True)
    write_setting(connection, RESTORED, text)
