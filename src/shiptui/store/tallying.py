"""How other readers voted, as feeds counted it. Of two feeds the first speaks."""

from __future__ import annotations

from shiptui import TYPE_CHECKING
from shiptui.model.feeds import Tally
from shiptui.store.values import loaded
from shiptui.store.writing import read, read_one
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3

_TITLE_LIMIT = 160
_TALLIES = """
SELECT y.key, y.counts, f.tallied, f.n_min, f.title FROM tally AS y JOIN feed AS f ON f.id = y.feed
WHERE y.kind = ?
"""

MATCHUP, TOOL = "matchup", "tool"
_CHOICES = {MATCHUP: 4, TOOL: 2}
"""How many counts a tally has."""

_UNTOLD = "null"
"""Too few have voted."""


def tally_of(connection: sqlite3.Connection, kind: str, key: str) -> Tally | None:
    """How readers voted on a matchup, by id, or a tool, by slug; None where nobody has counted."""
    row = read_one(connection, f"{_TALLIES} AND y.key = ? ORDER BY y.feed LIMIT 1", (kind, key))
    return _tally(kind, *row[1:]) if row else None


def tallies(connection: sqlite3.Connection, kind: str) -> dict[str, Tally]:
    """All that was counted of matchups, by id, or of tools, by slug."""
    rows = read(connection, f"{_TALLIES} ORDER BY y.feed DESC", (kind,))
    found = {key: _tally(kind, *told) for key, *told in rows}
    return {key: tally for key, tally in found.items() if tally}


def _tally(kind: str, counts: str, as_of: str, n_min: int, feed: str) -> Tally | None:
    told = None if counts == _UNTOLD else _numbers(counts, _CHOICES[kind])
    # Another program may have written the row: what does not fit is read as no count at all.
    if told is None and counts != _UNTOLD:
        return None
    return Tally(told, as_of, n_min, clean(feed, _TITLE_LIMIT))


def _numbers(counts: str, choices: int) -> tuple[int, ...] | None:
    """So many numbers of votes; None where the text says anything else."""
    found = loaded(counts)
    if not isinstance(found, list) or len(found) != choices:
        return None
    return tuple(found) if all(type(each) is int and each >= 0 for each in found) else None
