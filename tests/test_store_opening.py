"""Opening a database: what is made, refused, and what is never touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from shiptui.model.errors import ForeignDatabaseError, NewerDatabaseError, StoreError
from shiptui.model.facts import Counts
from shiptui.store import judging, opening, schema
from shiptui.store.store import Store
from store_files import cast_one, mode_of, run_sql, snapshot

if TYPE_CHECKING:
    from conftest import Figure, StartPython

FULL = Counts(feed=196, unvoted=196, saved=0, voted=0, tools=144)


def test_a_new_database_is_private_and_holds_the_catalog(path: Path, seed: Path) -> None:
    with Store.open(path, seed) as store:
        assert store.catalog.counts() == FULL
        assert store.writable
        assert store.notices == ()
    assert mode_of(path.parent) == 0o700
    assert mode_of(path) == 0o600
    assert mode_of(path.with_name("shiptui.db.lock")) == 0o600


def test_bits_of_others_are_taken_away_and_none_are_given(path: Path, seed: Path) -> None:
    Store.open(path, seed).close()
    path.chmod(0o664)
    Store.open(path, seed).close()
    assert mode_of(path) == 0o600


def test_the_stated_schema_digest_is_that_of_the_migrations() -> None:
    with closing(opening._in_memory(Path(__file__).parent.parent / "data/seed.sqlite")) as made:
        assert judging.digest_of(made) == schema.DIGESTS[schema.VERSION], (
            "schema.DIGESTS is stale: a new migration needs a new VERSION and its digest; the"
            " migrations of a released version are never edited."
        )


def test_a_new_database_is_what_sqlite_utils_would_have_made() -> None:
    """So that it goes on from there, and takes no step twice."""
    with (
        closing(sqlite3.connect(":memory:")) as made,
        closing(sqlite3.connect(":memory:")) as alike,
    ):
        schema.make(made)
        steps, database = schema.migrations(), Database(alike, execute_plugins=False)
        steps.apply(database)
        tables = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
        assert made.execute(tables).fetchall() == alike.execute(tables).fetchall()
        applied = "SELECT id, migration_set, name, length(applied_at) FROM _sqlite_migrations"
        assert made.execute(applied).fetchall() == alike.execute(applied).fetchall()
        assert not steps.pending(Database(made, execute_plugins=False))
        (moment,) = made.execute("SELECT min(applied_at) FROM _sqlite_migrations").fetchone()
        assert abs(datetime.now(UTC) - datetime.fromisoformat(moment)) < timedelta(minutes=5)


def test_a_connection_trusts_nothing_and_syncs_everything(store: Store) -> None:
    connection = store._opened.connection
    values = {
        pragma: connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        for pragma in ("trusted_schema", "cell_size_check", "foreign_keys", "busy_timeout")
    }
    assert values == {
        "trusted_schema": 0,
        "cell_size_check": 1,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }
    assert connection.execute("PRAGMA synchronous").fetchone() == (3,)
    journal = "wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "delete"
    assert connection.execute("PRAGMA journal_mode").fetchone() == (journal,)


def test_opening_what_is_in_order_writes_nothing(path: Path, seed: Path, voted: str) -> None:
    before = snapshot(path.parent)
    with Store.open(path, seed) as store:
        assert store.facts.vote(voted)
    assert snapshot(path.parent) == before


def test_an_empty_file_becomes_a_database(path: Path, seed: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with Store.open(path, seed) as store:
        assert store.catalog.counts() == FULL


# Strangers


def foreign_application(path: Path) -> None:
    run_sql(path, "CREATE TABLE note (text TEXT)", "PRAGMA application_id = 7")


def foreign_tables(path: Path) -> None:
    run_sql(path, "CREATE TABLE note (text TEXT)")


def foreign_log(path: Path) -> None:
    run_sql(path, "PRAGMA journal_mode = wal", "CREATE TABLE note (text TEXT)")


def foreign_version(path: Path) -> None:
    run_sql(path, "PRAGMA user_version = 3")


def plain_text(path: Path) -> None:
    path.write_text("Dear diary, this is no database at all.\n" * 40)


@pytest.mark.soak
@pytest.mark.parametrize(
    "make", [foreign_application, foreign_tables, foreign_log, foreign_version, plain_text]
)
def test_a_stranger_is_refused_without_a_trace(
    make: object, path: Path, seed: Path, figure: Figure
) -> None:
    assert callable(make)
    path.parent.mkdir()
    make(path)
    path.chmod(0o644)
    before = snapshot(path.parent)
    with pytest.raises(ForeignDatabaseError, match="left as it is"):
        Store.open(path, seed)
    assert snapshot(path.parent) == before
    assert mode_of(path) == 0o644
    figure("damage", "a foreign file refused unchanged")


@pytest.mark.usefixtures("voted")
def test_a_stranger_that_took_our_place_is_refused(path: Path, seed: Path) -> None:
    path.unlink()
    foreign_application(path)
    before = snapshot(path.parent)
    with pytest.raises(ForeignDatabaseError):
        Store.open(path, seed)
    assert snapshot(path.parent) == before


@pytest.mark.usefixtures("voted")
@pytest.mark.soak
def test_a_newer_database_is_refused_unchanged(path: Path, seed: Path, figure: Figure) -> None:
    run_sql(path, f"PRAGMA user_version = {schema.VERSION + 1}")
    before = snapshot(path.parent)
    with pytest.raises(NewerDatabaseError, match="upgrade shiptui"):
        Store.open(path, seed)
    assert snapshot(path.parent) == before
    figure("damage", "a newer file refused unchanged")


PLANTED = [
    "CREATE TRIGGER planted AFTER INSERT ON fact BEGIN DELETE FROM pair; END",
    "CREATE TRIGGER planted AFTER INSERT ON _sqlite_migrations BEGIN DELETE FROM pair; END",
    "CREATE VIEW planted AS SELECT load_extension('x')",
    "CREATE TABLE planted (a)",
    "DROP TRIGGER fact_is_never_deleted",
    "ALTER TABLE setting ADD COLUMN planted TEXT",
]


@pytest.mark.usefixtures("voted")
@pytest.mark.parametrize("statement", PLANTED)
def test_an_altered_schema_is_refused_unchanged(statement: str, path: Path, seed: Path) -> None:
    run_sql(path, statement)
    before = snapshot(path.parent)
    with pytest.raises(ForeignDatabaseError, match="did not make"):
        Store.open(path, seed)
    assert snapshot(path.parent) == before


@pytest.mark.parametrize("place", ["", "-journal", "-wal", ".lock"])
def test_links_are_never_followed(place: str, path: Path, seed: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    target = tmp_path / "target"
    path.with_name(path.name + place).symlink_to(target)
    with pytest.raises(ForeignDatabaseError, match="not a regular file"):
        Store.open(path, seed)
    assert not target.exists()


def test_a_pipe_and_a_folder_are_refused(path: Path, seed: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    for place in (path, tmp_path):
        with pytest.raises(ForeignDatabaseError, match="not a regular file"):
            Store.open(place, seed)


# The bundled catalog


def test_another_edition_replaces_the_catalog_and_no_fact(
    path: Path, seed: Path, voted: str, tmp_path: Path
) -> None:
    edition = tmp_path / "edition.sqlite"
    shutil.copy(seed, edition)
    run_sql(
        edition,
        "UPDATE feed SET digest = 'another', as_of = '2027-01-01'",
        f"DELETE FROM matchup WHERE id = '{voted}'",
        "UPDATE tool SET name = 'Renamed' WHERE n = (SELECT min(n) FROM tool)",
    )
    with Store.open(path, edition) as store:
        counts = store.catalog.counts()
        assert (counts.feed, counts.voted) == (195, 1)
        assert [tool.name for tool in store.catalog.tools(query="renamed")] == ["Renamed"]
        assert store.facts.vote(voted)
        matchup = store.catalog.matchup(voted)
        assert matchup
        assert not matchup.listed
        assert store.facts.undo()
    with Store.open(path, seed) as store:
        assert store.catalog.counts() == FULL
        assert store.catalog.index(limit=1) == (voted,)
        assert store.catalog.tools(query="renamed") == []


def test_a_missing_seed_is_one_sentence(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="install shiptui again"):
        Store.open(path, tmp_path / "nothing.sqlite")


def test_neither_making_nor_opening_a_database_imports_sqlite_utils(
    path: Path, seed: Path, start_python: StartPython
) -> None:
    script = """
import sys
from pathlib import Path
from shiptui.store.store import Store
for _ in range(2):
    with Store.open(Path(sys.argv[1]), Path(sys.argv[2])) as store:
        store.facts.undo()
print([name for name in ("sqlite_utils", "textual", "httpx", "click") if name in sys.modules])
"""
    out, err = start_python(script, path, seed).communicate(timeout=60)
    assert (out, err) == ("[]\n", "")


def test_a_seed_that_is_no_catalog_is_one_sentence(path: Path, tmp_path: Path) -> None:
    broken = tmp_path / "seed.sqlite"
    for content in (b"", b"no database at all, but long enough to look like one" * 90):
        broken.write_bytes(content)
        with pytest.raises(StoreError, match="install shiptui again"):
            Store.open(path, broken)


@pytest.mark.parametrize("name", ["a b?c#d%41&e=f.db", "ünïcode.db", "file:x", "'quoted\".db", "-"])
def test_any_file_name_will_do(path: Path, seed: Path, name: str) -> None:
    odd = path.with_name(name)
    with Store.open(odd, seed) as store:
        id_ = cast_one(store)
    assert {file.name for file in odd.parent.iterdir()} == {name, f"{name}.lock"}
    with Store.open(odd, seed) as store:
        assert store.facts.vote(id_)


def test_a_relative_path_is_taken_from_here(
    tmp_path: Path, seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Store.open(Path("here.db"), seed).close()
    assert (tmp_path / "here.db").exists()


def test_a_journal_of_another_kind_is_changed_when_nobody_else_reads(
    path: Path, seed: Path, voted: str
) -> None:
    mine = "wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "delete"
    other = "delete" if mine == "wal" else "wal"
    run_sql(path, f"PRAGMA journal_mode = {other}")
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("SELECT * FROM fact").fetchall()
        with Store.open(path, seed) as store:
            assert store.facts.vote(voted)
            assert cast_one(store, 1) != voted
    with Store.open(path, seed) as store:
        journal = store._opened.connection.execute("PRAGMA journal_mode").fetchone()
        assert journal == (mine,)
        assert store.catalog.counts().voted == 2


def test_a_python_with_an_old_sqlite_is_told_so(
    path: Path, seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(StoreError, match=r"needs 3\.37\.0 or newer"):
        Store.open(path, seed)
    assert not path.parent.exists()
