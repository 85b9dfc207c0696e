"""Copying the bundled catalog into a database, when it is not there yet or is another edition."""

from __future__ import annotations

import sqlite3

from shiptui import TYPE_CHECKING
from shiptui.model.errors import StoreError
from shiptui.store.connecting import FROZEN, LOCKED, address
from shiptui.store.indexing import FEED_BITS, add_words, remove_words
from shiptui.store.totals import note_totals
from shiptui.store.writing import code_of, patiently, reason_of, transaction

if TYPE_CHECKING:
    from pathlib import Path

BUNDLED = 1 << 20
"""Bundled feeds are numbered from here on: what the reader subscribes to comes before them."""

# Parents first.
_COLUMNS = {
    "persona": "feed slug position name asks likes tired_of source",
    "category": "feed label section",
    "tool": "n feed slug name folded vendor category section entry pricing tagline summary"
    " reported_pct complete source as_of pct verdict",
    "take": "feed tool position persona persona_inferred call call_inferred score words source"
    " as_of",
    "matchup": "n feed id a b a_tool b_tool rev source gap dissent",
}
# Feeds are numbered anew, and the numbers that carry the feed's own follow it.
_NUMBERED = ("n", "tool", "a_tool", "b_tool")
_CHANGED = {
    "feed": ":ours",
    **{name: f"{name} + ((:ours - :theirs) << {FEED_BITS})" for name in _NUMBERED},
}


def refresh(connection: sqlite3.Connection, seed: Path) -> None:
    """Replace the records of every feed of the seed whose digest is not ours, facts untouched.

    What the records were before is kept. A bundled feed that the reader has subscribed to is left
    alone: its publisher knows better. Raises StoreError where there is no seed, sqlite3.Error where
    it cannot be stored.
    """
    try:
        connection.execute("ATTACH DATABASE ? AS seed", (address(seed, FROZEN),))
    except sqlite3.Error as error:
        raise no_seed(seed, error) from error
    try:
        _refresh_attached(connection, seed)
    finally:
        connection.execute("DETACH DATABASE seed")


_STALE = """
SELECT theirs.id FROM seed.feed AS theirs
LEFT JOIN main.feed AS ours ON ours.feed_id = theirs.feed_id
WHERE ours.digest IS NOT theirs.digest AND ours.cursor IS NULL
"""


def _refresh_attached(connection: sqlite3.Connection, seed: Path) -> None:
    try:
        stale = patiently(connection, lambda: connection.execute(_STALE).fetchall())
    except sqlite3.Error as error:
        if code_of(error) in LOCKED:
            raise
        raise no_seed(seed, error) from error
    if not stale:
        return
    from shiptui.store.entries import derive_entries

    with transaction(connection):
        for (feed,) in connection.execute(_STALE).fetchall():
            _replace(connection, feed)
        derive_entries(connection)
        note_totals(connection)


def _replace(connection: sqlite3.Connection, theirs: int) -> None:
    from shiptui.store.remembering import remembering

    ours = _number_for(connection, theirs)
    with remembering(connection, ours):
        _take_over(connection, ours, theirs)


def _number_for(connection: sqlite3.Connection, theirs: int) -> int:
    """Ours for a feed of the seed, which is registered where it is new."""
    connection.execute(
        "INSERT INTO main.feed (id, feed_id, title, as_of, digest)"
        " SELECT id + ?, feed_id, title, as_of, digest FROM seed.feed WHERE id = ?"
        " ON CONFLICT (feed_id) DO NOTHING",
        (BUNDLED, theirs),
    )
    (ours,) = connection.execute(
        "SELECT id FROM main.feed WHERE feed_id = (SELECT feed_id FROM seed.feed WHERE id = ?)",
        (theirs,),
    ).fetchone()
    return int(ours)


def _take_over(connection: sqlite3.Connection, ours: int, theirs: int) -> None:
    connection.execute(
        "UPDATE main.feed SET (title, as_of, digest) ="
        " (SELECT title, as_of, digest FROM seed.feed WHERE id = ?) WHERE id = ?",
        (theirs, ours),
    )
    remove_words(connection, ours)
    for table in reversed(_COLUMNS):
        connection.execute(f"DELETE FROM main.{table} WHERE feed = ?", (ours,))
    for table, columns in _COLUMNS.items():
        _copy(connection, table, columns.split(), ours, theirs)
    add_words(connection, ours)


def _copy(
    connection: sqlite3.Connection, table: str, columns: list[str], ours: int, theirs: int
) -> None:
    values = (_CHANGED.get(column, column) for column in columns)
    connection.execute(
        f"INSERT INTO main.{table} ({', '.join(columns)}) SELECT {', '.join(values)}"
        f" FROM seed.{table} WHERE feed = :theirs",
        {"ours": ours, "theirs": theirs},
    )


def no_seed(seed: Path, error: sqlite3.Error) -> StoreError:
    """A sentence for a bundled catalog that is missing or damaged."""
    return StoreError(
        f"The bundled catalog {seed} cannot be read ({reason_of(error) or error});"
        " install shiptui again."
    )
