"""What the feeds list is counted when it changes, and not on the way of a key."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from shiptui.store.store import Store
from shiptui.store.totals import KEY

if TYPE_CHECKING:
    from pathlib import Path

COUNTING = "count(*) FROM matchup)"


def statements(store: Store) -> list[str]:
    """What a store asks of SQLite from here on."""
    asked: list[str] = []
    store.catalog._connection.set_trace_callback(asked.append)
    return asked


def test_neither_a_start_nor_a_vote_counts_the_catalog(path: Path, seed: Path) -> None:
    with Store.open(path, seed) as store:
        made = store.catalog.counts()
    with Store.open(path, seed) as store:
        asked = statements(store)
        assert store.catalog.counts() == made
        matchup = store.catalog.matchup(store.catalog.index(limit=1)[0])
        assert matchup is not None
        store.facts.cast_vote(matchup, matchup.left.slug)
        after = store.catalog.counts()
    assert (after.unvoted, after.voted) == (made.unvoted - 1, 1)
    assert asked
    assert [each for each in asked if COUNTING in each] == []


@pytest.mark.parametrize(
    "text", ["", "[]", "7", "{}", "[1, 2, 3]", '["[]", 1, 2]', "[" * 100_000, '[null, 1, "2"]']
)
def test_a_total_of_another_edition_is_not_believed(path: Path, seed: Path, text: str) -> None:
    with Store.open(path, seed) as store:
        made = store.catalog.counts()
    with closing(sqlite3.connect(path)) as db, db:
        ((kept,),) = db.execute("SELECT value FROM setting WHERE key = ?", (KEY,))
        assert json.loads(kept)[1:] == [made.feed, made.tools]
        db.execute("UPDATE setting SET value = ? WHERE key = ?", (text, KEY))
    with Store.open(path, seed) as store:
        asked = statements(store)
        assert store.catalog.counts() == made
    assert [each for each in asked if COUNTING in each]
