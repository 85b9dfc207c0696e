"""Opening a database: what is made, refused, set aside, upgraded, and what is never touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shiptui.model.errors import ForeignDatabaseError, NewerDatabaseError, NotSavedError
from shiptui.model.facts import TIE, Counts
from shiptui.store import judging, opening, schema
from shiptui.store.files import set_aside
from shiptui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import StartPython

FULL = Counts(feed=196, unvoted=196, saved=0, voted=0, tools=144)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "shiptui.db"


@pytest.fixture
def voted(path: Path, seed: Path) -> str:
    """A database with one vote, closed; the id of its matchup."""
    with Store.open(path, seed) as store:
        return cast_one(store)


def cast_one(store: Store) -> str:
    (id_,) = store.catalog.index(limit=1)
    matchup = store.catalog.matchup(id_)
    assert matchup
    store.facts.cast_vote(matchup, TIE)
    return id_


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def run_sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


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


@pytest.mark.parametrize(
    "make", [foreign_application, foreign_tables, foreign_log, foreign_version, plain_text]
)
def test_a_stranger_is_refused_without_a_trace(make: object, path: Path, seed: Path) -> None:
    assert callable(make)
    path.parent.mkdir()
    make(path)
    path.chmod(0o644)
    before = snapshot(path.parent)
    with pytest.raises(ForeignDatabaseError, match="left as it is"):
        Store.open(path, seed)
    assert snapshot(path.parent) == before
    assert mode_of(path) == 0o644


@pytest.mark.usefixtures("voted")
def test_a_stranger_that_took_our_place_is_refused(path: Path, seed: Path) -> None:
    path.unlink()
    foreign_application(path)
    before = snapshot(path.parent)
    with pytest.raises(ForeignDatabaseError):
        Store.open(path, seed)
    assert snapshot(path.parent) == before


@pytest.mark.usefixtures("voted")
def test_a_newer_database_is_refused_unchanged(path: Path, seed: Path) -> None:
    run_sql(path, f"PRAGMA user_version = {schema.VERSION + 1}")
    before = snapshot(path.parent)
    with pytest.raises(NewerDatabaseError, match="upgrade shiptui"):
        Store.open(path, seed)
    assert snapshot(path.parent) == before


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


# Damage


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


# Versions


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> int:
    """A program whose schema has one migration more; the number of its version."""
    present = schema.migrations

    def migrations() -> object:
        steps = present()

        @steps()
        def m999_next(db: object) -> None:
            db.conn.execute("CREATE TABLE extra (a TEXT) STRICT")  # type: ignore[attr-defined]

        return steps

    version = schema.VERSION + 1
    monkeypatch.setattr(schema, "migrations", migrations)
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
    present = schema.migrations

    def migrations() -> object:
        steps = present()

        @steps()
        def m999_broken(_: object) -> None:
            raise ZeroDivisionError

        return steps

    monkeypatch.setattr(schema, "migrations", migrations)
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError):
        Store.open(path, seed)
    assert path.read_bytes() == before


# A disk that cannot be written

AS_NOBODY = """
import os, sys
from pathlib import Path
import sqlite_utils
import shiptui.store.seeding, shiptui.store.migrating
from shiptui.model.errors import NotSavedError
from shiptui.store.store import Store
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
store = Store.open(Path(sys.argv[1]), Path(sys.argv[2]))
counts = store.catalog.counts()
print(store.writable, counts.feed, counts.voted, *store.notices, sep="|")
matchup = store.catalog.matchup(store.catalog.index()[1])
for write in (
    lambda: store.facts.cast_vote(matchup, "tie"),
    lambda: store.facts.unsave("tool:x", "x"),
    lambda: store.settings.put("theme", "dark"),
    store.facts.undo,
):
    try:
        write()
    except NotSavedError as error:
        print(error)
with store.another() as other:
    print(other.writable, other.catalog.counts().feed)
store.close()
"""


@pytest.fixture
def open_folder(seed: Path) -> Iterator[Path]:
    """A folder that every user can reach, with a copy of the seed."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copy(seed, folder / "seed.sqlite")
        (folder / "seed.sqlite").chmod(0o644)
        (folder / "data").mkdir()
        yield folder
        (folder / "data").chmod(0o700)


def hand_over(folder: Path) -> None:
    """Give all files to the user that the child becomes when the tests run as root."""
    if os.getuid() == 0:
        for each in (folder, *folder.iterdir()):
            os.chown(each, 65534, 65534)


def browse(start_python: StartPython, folder: Path, path: Path) -> tuple[str, list[str], str]:
    """What a user without rights sees: first line, refusals of the four writes, second store."""
    child = start_python(AS_NOBODY, path, folder / "seed.sqlite")
    out, err = child.communicate(timeout=60)
    assert err == ""
    first, *refusals, last = out.splitlines()
    return first, refusals, last


def test_a_read_only_folder_without_a_database_can_be_browsed(
    start_python: StartPython, open_folder: Path
) -> None:
    path = open_folder / "data" / "shiptui.db"
    path.parent.chmod(0o555)
    first, refusals, last = browse(start_python, open_folder, path)
    reason = f"Cannot save to {path}: permission denied. Browsing works; votes are refused"
    assert first == f"False|196|0|{reason} until it can be written."
    assert refusals == ["Not saved: the database is read-only; browsing still works."] * 4
    assert last == "False 196"
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o600), (0o755, 0o400)])
def test_a_read_only_database_shows_its_votes(
    start_python: StartPython, open_folder: Path, folder_mode: int, file_mode: int
) -> None:
    path = open_folder / "data" / "shiptui.db"
    with Store.open(path, open_folder / "seed.sqlite") as store:
        cast_one(store)
    hand_over(path.parent)
    path.chmod(file_mode)
    path.parent.chmod(folder_mode)
    before = snapshot(path.parent)
    first, refusals, last = browse(start_python, open_folder, path)
    assert first.startswith(f"False|196|1|Cannot save to {path}: ")
    assert refusals == ["Not saved: the database is read-only; browsing still works."] * 4
    assert last == "False 196"
    assert snapshot(path.parent) == before


def test_a_folder_that_cannot_be_made_can_be_browsed(
    start_python: StartPython, open_folder: Path
) -> None:
    (open_folder / "data").chmod(0o555)
    path = open_folder / "data" / "deeper" / "shiptui.db"
    first, _, _ = browse(start_python, open_folder, path)
    assert first.startswith(f"False|196|0|Cannot save to {path}: permission denied.")


def test_a_full_disk_refuses_a_vote_and_works_again_with_room(store: Store) -> None:
    connection = store._opened.connection
    first, second = store.catalog.index(limit=2)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")

    def fill_up() -> None:
        for number in range(200):
            store.facts.save(f"matchup:{first}", "It", note=f"{number} " + "x" * 400)

    with pytest.raises(NotSavedError, match="the disk is full; free some space"):
        fill_up()
    saved = store.facts.bookmark(f"matchup:{first}")
    connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    assert store.facts.bookmark(f"matchup:{first}") == saved
    matchup = store.catalog.matchup(second)
    assert matchup
    store.facts.cast_vote(matchup, TIE)
    assert store.facts.vote(second)


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
        "UPDATE tool SET name = 'Renamed' WHERE n = 1",
    )
    with Store.open(path, edition) as store:
        counts = store.catalog.counts()
        assert (counts.feed, counts.voted) == (195, 1)
        assert any(tool.name == "Renamed" for tool in store.catalog.tools())
        assert store.facts.vote(voted)
        matchup = store.catalog.matchup(voted)
        assert matchup
        assert not matchup.listed
        assert store.facts.undo()
    with Store.open(path, seed) as store:
        assert store.catalog.counts() == FULL
        assert store.catalog.index(limit=1) == (voted,)


def test_a_missing_seed_is_one_sentence(path: Path, tmp_path: Path) -> None:
    from shiptui.model.errors import StoreError

    with pytest.raises(StoreError, match="install shiptui again"):
        Store.open(path, tmp_path / "nothing.sqlite")


@pytest.mark.usefixtures("voted")
def test_opening_imports_sqlite_utils_only_to_make_a_database(
    path: Path, seed: Path, start_python: StartPython
) -> None:
    script = """
import sys
from pathlib import Path
from shiptui.store.store import Store
with Store.open(Path(sys.argv[1]), Path(sys.argv[2])) as store:
    store.facts.undo()
print([name for name in ("sqlite_utils", "textual", "httpx", "click") if name in sys.modules])
"""
    out, err = start_python(script, path, seed).communicate(timeout=60)
    assert (out, err) == ("[]\n", "")
