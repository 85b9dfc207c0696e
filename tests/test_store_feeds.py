"""What the store keeps of feeds besides their records."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from shiptui.model.errors import OfflineError, StoreError
from shiptui.model.feeds import Gain, Looked, Outcome
from shiptui.store.applying import Batch
from shiptui.store.feeds import LOOKS_KEPT
from shiptui.store.store import Store
from store_files import run_sql

URL = "https://feed.example/feed.json"


def revisions(path: Path) -> list[tuple[str, str, object, object]]:
    """Kind, id, what was said and what is said, oldest first."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT kind, id, before, after FROM revision ORDER BY n")
        return [
            (kind, id_, before and json.loads(before), after and json.loads(after))
            for kind, id_, before, after in rows
        ]


def test_a_damaged_database_loses_no_subscription_and_no_revision(path: Path, seed: Path) -> None:
    with Store.open(path, seed) as store:
        store.feeds.add(URL, key="k" * 43)
        store.feeds.remove(store.feeds.add("https://gone.example/feed.json").id)
        store.feeds.add("http://lan.example/feed.json", allow_http=True)
        before = store.feeds.all()
    run_sql(path, "INSERT INTO revision VALUES (NULL, 1, 'tool', 'zed', 5, '{}', NULL)")
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'tool_slug'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
    with Store.open(path, seed) as store:
        assert store.notices
        assert store.feeds.all() == before
        assert store.feeds.add("https://third.example/feed.json").id == 4
    assert revisions(path) == [("tool", "zed", {}, None)]


def batch(before: str | None, cursor: str) -> Batch:
    return Batch("urn:x", before, cursor, lambda _rows: pytest.fail("nothing was to be assembled"))


def test_what_does_not_continue_what_is_there_changes_nothing(store: Store) -> None:
    subscribed = store.feeds.add(URL)
    with pytest.raises(OfflineError, match="meanwhile"):
        store.feeds.apply(subscribed.id, batch("elsewhere", "next"))
    with pytest.raises(StoreError, match="removed meanwhile"):
        store.feeds.apply(99, batch(None, "next"))
    assert store.feeds.all() == [subscribed]


def test_the_last_looks_are_kept(store: Store) -> None:
    subscribed = store.feeds.add(URL)
    gain = Gain()
    gain.new["tool"] = 2
    for number in range(LOOKS_KEPT + 5):
        look = Looked(subscribed.id, "A feed", number, Outcome.NEWS, gain, 10, "Mind this.")
        store.feeds.note_look(look, cursor=None, due=number + 60, failures=0)
    looks = store.feeds.looks()
    assert (len(looks), looks[0]) == (LOOKS_KEPT, look)
    (subscribed,) = store.feeds.all()
    assert (subscribed.looked, subscribed.due) == (look.at, look.at + 60)
