"""The server's database as a file: whose it is, what a copy is good for, what a restore does."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from feed_world import ROOT
from server_fixtures import OwnServer
from server_world import START, VOTE, World, op
from shiptui.feed.folder import read_folder
from shiptui.model.errors import (
    ConfigError,
    ForeignDatabaseError,
    NewerDatabaseError,
    NotSavedError,
    StoreError,
)
from shiptui.server.opening import open_store
from shiptui.server.schema import tell
from shiptui.server.sqlite import SqliteStore
from shiptui.store.gathering import catalog_in


def test_a_database_is_for_its_owner_only(tmp_path: Path) -> None:
    SqliteStore.open(tmp_path / "server.db").close()
    assert (tmp_path / "server.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mark", [0, 7])
def test_a_strangers_database_is_refused_and_left_as_it_is(tmp_path: Path, mark: int) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
        connection.execute(f"PRAGMA application_id = {mark}")
    before = path.read_bytes()
    with pytest.raises(ForeignDatabaseError, match="left alone"):
        SqliteStore.open(path)
    assert path.read_bytes() == before


def test_what_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a database, by far" * 100)
    with pytest.raises(StoreError, match="not a database"):
        SqliteStore.open(tmp_path / "text.db")


def test_a_database_opens_again_with_what_it_held(tmp_path: Path) -> None:
    with closing(SqliteStore.open(tmp_path / "server.db")) as store:
        world = World(store)
        world.join("ann")
        cursor = world.sync("ann", op(VOTE, "zed"))["cursor"]
    with closing(SqliteStore.open(tmp_path / "server.db")) as store:
        again = World(store, tokens=world.tokens)
        assert again.sync("ann", cursor=cursor)["reset"] is False


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    with closing(SqliteStore.open(tmp_path / "server.db")) as store, store.writing() as rows:
        tell(rows, "schema", "99")
    with pytest.raises(NewerDatabaseError, match="upgrade"):
        SqliteStore.open(tmp_path / "server.db")


def test_a_restored_copy_knows_that_it_forgot(tmp_path: Path) -> None:
    """A device that has seen more than the copy holds is reset, and brings its acts again."""
    with closing(SqliteStore.open(tmp_path / "server.db")) as store:
        world = World(store)
        world.join("ann")
        first = world.sync("ann", op(VOTE, "zed"))
        store.back_up(tmp_path / "copy.db")
        late = op("zed", "ship")
        last = world.sync("ann", late)
    with closing(SqliteStore.open(tmp_path / "copy.db")) as store:
        restored = World(store, tokens=world.tokens)
        assert restored.sync("ann", cursor=first["cursor"])["reset"] is False
        assert restored.sync("ann", cursor=last["cursor"])["reset"] is True
        assert restored.status("ann", late) == "applied"
        assert restored.sync("ann", cursor=last["cursor"])["reset"] is False


def test_two_copies_that_went_on_apart_are_told_apart(tmp_path: Path) -> None:
    with closing(SqliteStore.open(tmp_path / "one.db")) as store:
        world = World(store)
        world.join("ann")
        store.back_up(tmp_path / "two.db")
        one = world.sync("ann", op(VOTE, "zed"))
    with closing(SqliteStore.open(tmp_path / "two.db")) as store:
        clone = World(store, tokens=world.tokens)
        clone.sync("ann", op(VOTE, "aider"))
        assert clone.sync("ann", cursor=one["cursor"])["reset"] is True


def test_a_copy_replaces_no_file(tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with (
        closing(SqliteStore.open(tmp_path / "server.db")) as store,
        pytest.raises(StoreError, match="file exists"),
    ):
        store.back_up(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_copy_of_postgresql_is_made_by_its_own_tool(
    own_server: OwnServer, tmp_path: Path
) -> None:
    with own_server("postgres") as store, pytest.raises(ConfigError, match="pg_dump"):
        store.back_up(tmp_path / "copy")


def test_a_full_disk_is_a_sentence_and_nothing_is_kept(tmp_path: Path) -> None:
    with closing(SqliteStore.open(tmp_path / "server.db")) as store:
        world = World(store)
        world.join("ann")
        with store.reading() as rows:
            ((pages,),) = rows.all("PRAGMA page_count")
        with store.writing() as rows:
            rows.all(f"PRAGMA max_page_count = {pages}")
        notes = [op(f"tool:t{n}", {"note": "x" * 500}) for n in range(100)]
        with pytest.raises(NotSavedError, match="disk is full"):
            world.sync("ann", *notes)
        assert world.sync("ann")["rows"] == []


@pytest.mark.parametrize("address", ["postgresql://nobody@127.0.0.1:1/none", "postgresql://%%%"])
def test_a_postgresql_that_is_not_there_is_a_sentence_without_its_address(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shiptui.server.postgres._PATIENCE", 0.2)
    with pytest.raises((StoreError, ConfigError)) as refused:
        open_store(address)
    assert "nobody" not in str(refused.value)


def test_the_same_catalog_comes_from_the_folder_and_from_the_bundled_file(seed: Path) -> None:
    folder, bundled = read_folder(ROOT / "data" / "catalog"), catalog_in(seed)
    assert (folder.personas, folder.sections, folder.pairs) == (
        bundled.personas,
        bundled.sections,
        bundled.pairs,
    )
    # Takes stand in the order in which they are shown, which is that of the personas.
    assert {tool.slug: set(tool.takes) for tool in folder.tools} == {
        tool.slug: set(tool.takes) for tool in bundled.tools
    }


def test_a_file_without_a_catalog_is_a_sentence(tmp_path: Path, seed: Path) -> None:
    SqliteStore.open(tmp_path / "server.db").close()
    shutil.copy(seed, tmp_path / "two.db")
    with closing(sqlite3.connect(tmp_path / "two.db")) as connection, connection:
        connection.execute(
            "INSERT INTO feed (feed_id, title, as_of, digest) VALUES ('x', 'x', 'x', 'x')"
        )
    for name, told in (("server.db", "no database of shiptui"), ("two.db", "2 feeds")):
        with pytest.raises(StoreError, match=told):
            catalog_in(tmp_path / name)
    with pytest.raises(StoreError, match="could not be opened"):
        catalog_in(tmp_path / "none.db")


def test_the_time_of_a_judgement_is_the_servers_own(tmp_path: Path) -> None:
    with closing(SqliteStore.open(tmp_path / "server.db")) as store:
        world = World(store)
        world.join("ann")
        world.clock.time = START - 5_000
        (result,) = world.sync("ann", op(VOTE, "zed"))["results"]
        assert result["state"]["eff"] == START - 5_000
