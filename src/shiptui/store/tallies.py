"""What feeds counted of other readers' votes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shiptui.model.catalog import Tally
from shiptui.store.records import NAME_LIMIT
from shiptui.store.writing import read, read_one
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3

COUNTS = 4
"""For the left tool, for the right one, ties, neither."""


def all_tallies(connection: sqlite3.Connection) -> list[Tally] | None:
    """Every matchup's counts that a feed told; None where no feed counts votes at all.

    A feed keeps what too few have answered to itself: that is not zero, and stays unknown.
    """
    if read_one(connection, "SELECT 1 FROM feed WHERE tallied IS NOT NULL") is None:
        return None
    rows = read(
        connection,
        "SELECT m.a, m.b, t.counts FROM tally AS t JOIN matchup AS m"
        " ON m.feed = t.feed AND m.id = t.key WHERE t.kind = 'matchup' ORDER BY m.n",
    )
    return [
        Tally(clean(a, NAME_LIMIT), clean(b, NAME_LIMIT), *counts)
        for a, b, text in rows
        if (counts := _counts(text)) is not None
    ]


def _counts(text: str) -> list[int] | None:
    """Four counts; None for anything else, which some other program may have written."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    sound = (
        isinstance(found, list)
        and len(found) == COUNTS
        and all(type(each) is int and each >= 0 for each in found)
    )
    return found if sound else None
