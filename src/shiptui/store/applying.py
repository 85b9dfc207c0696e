"""Applying what was pulled from a feed: one batch, one transaction, or nothing of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from shiptui.model.errors import OfflineError, StoreError
from shiptui.model.feeds import Gain
from shiptui.model.frozen import dataclass, field
from shiptui.store.deriving import derive, made_anew, put_anew, reaches_all, remove_catalog
from shiptui.store.entries import derive_entries
from shiptui.store.filling import all_in_memory
from shiptui.store.ledger import now
from shiptui.store.recording import (
    changing,
    differences,
    gain_of,
    note_revisions,
    put_records,
    replacing,
)
from shiptui.store.remembering import told_by
from shiptui.store.seeding import BUNDLED
from shiptui.store.totals import note_totals
from shiptui.store.writing import writing

if TYPE_CHECKING:
    import sqlite3

    from shiptui.store.deriving import Assemble
    from shiptui.store.recording import Key


@dataclass(frozen=True, slots=True)
class Counts:
    """How readers voted, as of a moment: by kind (matchup, tool), then by key."""

    as_of: str
    n_min: int
    of: Mapping[str, Mapping[str, tuple[int, ...] | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """What to apply in one transaction.

    `before` is the cursor that the store gave out, `cursor` the one to keep with the records. Where
    `replace` is true, `records` are all that the feed has; else they change single ones. Each is a
    kind, an id, and a value or None for what is gone.
    """

    feed_id: str
    before: str | None
    cursor: str
    assemble: Assemble
    records: Sequence[tuple[str, str, str | None]] = ()
    replace: bool = False
    counts: Counts | None = None


def apply(connection: sqlite3.Connection, feed: int, batch: Batch) -> Gain:
    """Apply a batch to the feed of a subscription and return what it brought.

    Raises StoreError where the subscription is gone, OfflineError where another program has moved
    the feed on, and NotSavedError; nothing has changed then.
    """
    # Worked out before the transaction, for others would wait meanwhile. What is read here is that
    # of `before`, or the batch is refused.
    first = batch.before is None
    found = (replacing if batch.replace else changing)(connection, feed, batch.records)
    rows = None
    if (batch.replace and (first or found)) or reaches_all(found):
        rows = made_anew(connection, feed, found, batch.assemble)
    with all_in_memory(connection), writing(connection):
        _refuse_stale(connection, feed, batch)
        bundled = _make_room(connection, feed, batch.feed_id) if first else None
        put_records(connection, feed, found)
        if rows:
            put_anew(connection, feed, rows)
        elif found:
            derive(connection, feed, found, batch.assemble)
        derive_entries(connection)
        if batch.counts:
            _put_counts(connection, feed, batch.counts)
        connection.execute("UPDATE feed SET cursor = ? WHERE id = ?", (batch.cursor, feed))
        note_totals(connection)
        if bundled is not None:
            # To the reader the feed is not new; only what it says differently is.
            found = differences(bundled, told_by(connection, feed))
        note_revisions(connection, feed, [] if first and bundled is None else found, now())
        return gain_of(found)


def _refuse_stale(connection: sqlite3.Connection, feed: int, batch: Batch) -> None:
    """Refuse what does not continue what is there."""
    row = connection.execute(
        "SELECT f.cursor FROM subscription AS s LEFT JOIN feed AS f ON f.id = s.id WHERE s.id = ?",
        (feed,),
    ).fetchone()
    if row is None:
        raise StoreError("The subscription was removed meanwhile; nothing was changed.")
    if row[0] != batch.before:
        raise OfflineError("Another shiptui has read this feed meanwhile; nothing was changed.")


def _make_room(connection: sqlite3.Connection, feed: int, feed_id: str) -> dict[Key, str] | None:
    """Begin a feed; return what the bundled one said whose place it takes, where there is one."""
    row = connection.execute("SELECT id FROM feed WHERE feed_id = ?", (feed_id,)).fetchone()
    if row and row[0] < BUNDLED:
        raise StoreError("This feed is followed at another address already; nothing was changed.")
    said = None
    if row:
        said = told_by(connection, row[0])
        connection.execute("UPDATE revision SET feed = ? WHERE feed = ?", (feed, row[0]))
        remove_feed(connection, row[0])
    connection.execute(
        "INSERT INTO feed (id, feed_id, title, as_of) VALUES (?, ?, '', '')", (feed, feed_id)
    )
    return said


def remove_feed(connection: sqlite3.Connection, feed: int) -> None:
    """Take away all that a feed said; what the reader did about it stays."""
    remove_catalog(connection, feed)
    for table in ("record", "tally"):
        connection.execute(f"DELETE FROM {table} WHERE feed = ?", (feed,))
    connection.execute("DELETE FROM feed WHERE id = ?", (feed,))


def _put_counts(connection: sqlite3.Connection, feed: int, counts: Counts) -> None:
    """Replace all counts of a feed: there is nothing to add up."""
    connection.execute("DELETE FROM tally WHERE feed = ?", (feed,))
    connection.executemany(
        "INSERT INTO tally (feed, kind, key, counts) VALUES (?, ?, ?, ?)",
        (
            (feed, kind, key, json.dumps(each))
            for kind, by_key in counts.of.items()
            for key, each in by_key.items()
        ),
    )
    connection.execute(
        "UPDATE feed SET tallied = ?, n_min = ? WHERE id = ?", (counts.as_of, counts.n_min, feed)
    )
