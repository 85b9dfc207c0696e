"""What a report about a database says, and which records are remembered in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from shiptui.store.decisions import KEY, MOST
from store_files import cast_one

if TYPE_CHECKING:
    from pathlib import Path

    from shiptui.store.store import Store


def test_a_sound_database_says_so_and_why_it_has_its_journal(store: Store) -> None:
    cast_one(store)
    health = store.health()
    assert (health.check, health.version, health.facts) == ("ok", 1, 1)
    expected = "wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "delete"
    assert health.journal == expected
    assert "3.51.3" in health.reason
    assert health.size == store.path.stat().st_size


def test_a_row_that_leads_nowhere_is_found(store: Store) -> None:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO current VALUES ('vote', 'x', '{}', 77, 0)")
    assert store.health().check == "a row leads to another one that is not there"


def test_tables_of_somebody_else_are_found(store: Store) -> None:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute("CREATE VIEW planted AS SELECT 1")
    assert store.health().check == "the tables are not ours"


def test_records_are_remembered_by_matchup_while_they_are_there(
    store: Store, tmp_path: Path
) -> None:
    first, second = tmp_path / "1.md", tmp_path / "2.md"
    first.touch()
    store.decisions.note("a-vs-b", first)
    store.decisions.note("a-vs-b", second)
    store.decisions.note("c-vs-d", tmp_path / "3.md")
    assert store.decisions.of("a-vs-b") == (first,)
    assert store.decisions.of("e-vs-f") == ()
    store.decisions.note("a-vs-b", first)
    assert [path for _, path in store.decisions.all()] == [second, tmp_path / "3.md", first]


def test_the_oldest_records_are_forgotten_first(store: Store, tmp_path: Path) -> None:
    for number in range(3):
        store.decisions.note("a-vs-b", tmp_path / str(number))
    items = [["a-vs-b", str(tmp_path / f"x{n}"), n] for n in range(MOST)]
    store.settings.put(KEY, str(items).replace("'", '"'))
    store.decisions.note("a-vs-b", tmp_path / "new")
    kept = store.decisions.all()
    assert len(kept) == MOST
    assert (kept[0][1].name, kept[-1][1].name) == ("x1", "new")


@pytest.mark.parametrize(
    "text", ["", "no", "[" * 100_000, "7", '[7, ["a"], [1, 2], ["a", "b\\u0000"]]']
)
def test_what_another_program_wrote_there_is_no_record(store: Store, text: str) -> None:
    store.settings.put(KEY, text)
    assert store.decisions.all() == ()
    assert store.decisions.of("a") == ()
