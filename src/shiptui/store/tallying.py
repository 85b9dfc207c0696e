"""How other readers voted, as feeds counted it. Of two feeds the first speaks."""

from __future__ import annotations

import json

from shiptui import TYPE_CHECKING
from shiptui.model.feeds import Tally
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


def tally_of(connection: sqlite3.Connection, kind: str, key: str) -> Tally | None:
    """How readers voted on a matchup, by id, or a tool, by slug; None where nobody has counted."""
    row = read_one(connection, f"{_TALLIES} AND y.key = ? ORDER BY y.feed LIMIT 1", (kind, key))
    return _tally(*row[1:]) if row else None


def tallies(connection: sqlite3.Connection, kind: str) -> dict[str, Tally]:
    """All that was counted of matchups, by id, or of tools, by slug."""
    rows = read(connection, f"{_TALLIES} ORDER BY y.feed DESC", (kind,))
    return {key: _tally(*told) for key, *told in rows}


def _tally(counts: str, as_of: str, n_min: int, feed: str) -> Tally:
    found = json.loads(counts)
    return Tally(tuple(found) if found else None, as_of, n_min, clean(feed, _TITLE_LIMIT))
