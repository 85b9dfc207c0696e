"""Damaged and older databases: set aside whole, carried over, upgraded, kept."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from shiptui.model.facts import View
from shiptui.store import judging, opening, schema
from shiptui.store.files import set_aside
from shiptui.store.store import Store
from store_files import cast_one, mode_of, snapshot


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def scribble(path: Path) -> None:
    with path.open("r+b") as file:
        for page in range(2, 100):
            file.seek(page * 4096)
            file.write(b"\xff" * 512)


def no_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\x00" * 4096)


@pytest.mark.usefixtures("voted")
@pytest.mark.parametrize("damage", [cut_short, scribble, no_header])
def test_a_damaged_database_is_set_aside_whole(damage: object, path: Path, seed: Path) -> None:
    assert callable(damage)
    damage(path)
    damaged = path.read_bytes()
    with Store.open(path, seed) as store:
        (notice,) = store.notices
        assert store.catalog.counts().feed == 196
        assert store.writable
    (aside,) = path.parent.glob("shiptui.db.damaged-*")
    assert aside.read_bytes() == damaged
    assert str(aside) in notice
    assert ".recover | sqlite3" in notice
    with Store.open(path, seed) as again:
        assert again.notices == ()


def test_a_schema_that_cannot_even_be_quoted_is_damage(path: Path, seed: Path, voted: str) -> None:
    """SQLite quotes it in its complaint, which then is no UTF-8."""
    data = path.read_bytes()
    assert data.count(b"CREATE TABLE setting") == 1
    path.write_bytes(data.replace(b"CREATE TABLE setting", b"CREATE \x8aABLE setting"))
    with Store.open(path, seed) as store:
        assert "damaged" in store.notices[0]
        assert store.writable
    assert voted
    assert len(list(path.parent.glob("*.damaged-*"))) == 1


def test_side_files_go_along_with_a_damaged_database(path: Path) -> None:
    path.parent.mkdir()
    for ending in ("", "-journal", "-wal", "-shm", ".lock"):
        path.with_name(path.name + ending).write_text(f"what it was: {ending}")
    aside = set_aside(path)
    left = snapshot(path.parent)
    assert left.pop("shiptui.db.lock") == b"what it was: .lock"
    assert left == {
        aside.name + ending: f"what it was: {ending}".encode()
        for ending in ("", "-journal", "-wal", "-shm")
    }


@pytest.mark.usefixtures("voted")
def test_two_damages_in_one_second_overwrite_nothing(path: Path, seed: Path) -> None:
    for _ in range(3):
        no_header(path)
        Store.open(path, seed).close()
    assert len(list(path.parent.glob("*.damaged-*"))) == 3


def damage_the_root_of(path: Path, table: str) -> None:
    """Overwrite the first page of one table or index."""
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


@pytest.mark.parametrize("table", ["tool", "current", "fact_key", "matchup_id"])
def test_facts_are_carried_over_when_the_damage_lies_elsewhere(
    path: Path, seed: Path, table: str
) -> None:
    with Store.open(path, seed) as store:
        ids = [cast_one(store, position) for position in range(3)]
        store.facts.save(f"matchup:{ids[0]}", "x", note="kept")
        store.facts.undo()
        store.settings.put("theme", "dark")
        told = store.facts.history()
    damage_the_root_of(path, table)
    with Store.open(path, seed) as store:
        (notice,) = store.notices
        assert "5 of its facts were carried over" in notice
        assert store.facts.history() == told
        assert all(store.facts.vote(id_) for id_ in ids)
        assert store.facts.bookmark(f"matchup:{ids[0]}") is None
        assert store.settings.get("theme") == "dark"
        assert store.catalog.index(View.VOTED) == tuple(reversed(ids))
        assert store.facts.redo()
        assert store.facts.bookmark(f"matchup:{ids[0]}")


def test_facts_on_both_sides_of_the_damage_are_carried_over(path: Path, seed: Path) -> None:
    with Store.open(path, seed) as store:
        store._opened.connection.execute("PRAGMA synchronous = OFF")
        for number in range(200):
            store.facts.save("tool:x", "x", note=f"{number} " + "n" * 300)
        before = path.stat().st_size
    data = bytearray(path.read_bytes())
    page = data.index(b'"note":"100 nnn') // 4096 * 4096
    data[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    assert len(data) == before
    with Store.open(path, seed) as store:
        numbers = [change.number for change in store.facts.history(limit=1_000)]
        assert 150 < len(numbers) < 200
        assert (numbers[0], numbers[-1]) == (200, 1)
        assert f"{len(numbers)} of its facts were carried over" in store.notices[0]
        mark = store.facts.bookmark("tool:x")
        assert mark
        assert mark.note.startswith("199 ")


def test_a_text_that_is_torn_is_shown_with_a_mark_and_costs_nothing_else(
    path: Path, seed: Path, voted: str
) -> None:
    """Its bytes are no UTF-8, which no check of SQLite's looks at."""
    with closing(sqlite3.connect(path)) as connection, connection:
        torn = "CAST(x'61ff62' AS TEXT)"
        connection.execute(f"UPDATE tool SET name = {torn}, tagline = {torn}")
        connection.execute(f"UPDATE setting SET value = {torn}")
    with Store.open(path, seed) as store:
        assert store.notices == ()
        matchup = store.catalog.matchup(voted)
        assert matchup
        assert (matchup.left.name, matchup.vote is not None) == ("a\ufffdb", True)
        cast_one(store, 1)


# Versions


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> int:
    """A program whose schema has one migration more; the number of its version."""
    version = schema.VERSION + 1
    monkeypatch.setitem(schema.STEPS, "m999_next", "CREATE TABLE extra (a TEXT) STRICT;")
    monkeypatch.setattr(schema, "VERSION", version)
    seed = Path(__file__).parent.parent / "data/seed.sqlite"
    with closing(opening._in_memory(seed)) as made:
        digest = judging.digest_of(made)
    monkeypatch.setattr(schema, "DIGESTS", {**schema.DIGESTS, version: digest})
    return version


def test_an_older_database_is_upgraded_and_kept(
    path: Path, seed: Path, voted: str, next_version: int
) -> None:
    with Store.open(path, seed) as store:
        assert store.facts.vote(voted)
        assert store.notices == ()
    backup = path.with_name(f"shiptui.db.bak-v{next_version - 1}")
    assert mode_of(backup) == 0o600
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (next_version - 1,)
        assert copy.execute("SELECT count(*) FROM fact").fetchone() == (1,)
    assert not list(path.parent.glob("*.part"))


@pytest.mark.usefixtures("voted", "next_version")
def test_the_three_newest_backups_stay(path: Path, seed: Path) -> None:
    for old in (8, 10, 9):
        path.with_name(f"shiptui.db.bak-v{old}").touch()
    Store.open(path, seed).close()
    names = {file.name for file in path.parent.glob("*.bak-*")}
    assert names == {"shiptui.db.bak-v8", "shiptui.db.bak-v9", "shiptui.db.bak-v10"}


@pytest.mark.usefixtures("voted", "next_version")
def test_an_upgrade_that_fails_leaves_the_old_version(
    path: Path, seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(schema.STEPS, "m999_next", "DROP TABLE receipt;\nDROP TABLE nowhere;")
    before = path.read_bytes()
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        Store.open(path, seed)
    assert path.read_bytes() == before
