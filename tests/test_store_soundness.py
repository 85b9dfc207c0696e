"""After a clean end a start costs the same at any size; after anything else all is read through."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from shiptui.model.errors import ForeignDatabaseError, StoreError
from shiptui.store import judging, schema
from shiptui.store.soundness import is_as_left, is_known_sound, note_sound
from shiptui.store.store import Store
from store_files import cast_one, run_sql

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from conftest import StartPython

VOTES_AND_DIES = """
import os, signal, sys
from pathlib import Path
from shiptui.store.store import Store
store = Store.open(Path(sys.argv[1]), Path(sys.argv[2]))
matchup = store.catalog.matchup(store.catalog.index()[0])
store.facts.cast_vote(matchup, matchup.left.slug)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What came of each time that a file was read through."""
    found: list[str] = []
    check = judging._is_sound

    def note(connection: sqlite3.Connection) -> bool:
        sound = check(connection)
        found.append("sound" if sound else "damaged")
        return sound

    monkeypatch.setattr(judging, "_is_sound", note)
    return found


def test_after_a_clean_end_no_start_reads_the_file_through(
    path: Path, seed: Path, checks: list[str]
) -> None:
    with Store.open(path, seed) as store:
        cast_one(store)
    checks.clear()
    for _ in range(3):
        Store.open(path, seed).close()
    assert checks == []


def test_after_sigkill_the_next_start_reads_the_file_through_once(
    path: Path, seed: Path, checks: list[str], start_python: StartPython
) -> None:
    Store.open(path, seed).close()
    checks.clear()
    child = start_python(VOTES_AND_DIES, path, seed)
    assert child.wait() == -signal.SIGKILL
    assert not is_known_sound(path)
    Store.open(path, seed).close()
    Store.open(path, seed).close()
    assert checks == ["sound"]


@pytest.mark.usefixtures("voted")
def test_what_is_planted_while_the_program_runs_is_refused_at_the_next_start(
    path: Path, seed: Path
) -> None:
    with Store.open(path, seed):
        run_sql(path, "CREATE TRIGGER planted AFTER INSERT ON fact BEGIN DELETE FROM pair; END")
    with pytest.raises(ForeignDatabaseError, match="did not make"):
        Store.open(path, seed)


def test_what_waits_beside_the_file_is_not_taken_for_what_was_left(path: Path, seed: Path) -> None:
    """A change may stand in a journal alone, where the file itself is as it was."""
    Store.open(path, seed).close()
    assert is_as_left(path)
    for side in ("-journal", "-wal"):
        beside = path.with_name(path.name + side)
        beside.touch()
        assert not is_as_left(path)
        beside.unlink()


def test_a_program_with_other_tables_takes_no_mark_on_trust(
    path: Path, seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(path, seed).close()
    monkeypatch.setattr(schema, "DIGESTS", {schema.VERSION: "0" * 64})
    assert not is_known_sound(path)
    with pytest.raises(ForeignDatabaseError, match="did not make"):
        Store.open(path, seed)


def test_damage_done_between_two_starts_is_found(path: Path, seed: Path) -> None:
    Store.open(path, seed).close()
    assert is_known_sound(path)
    with path.open("r+b") as file:
        file.seek(50 * 4096)
        file.write(bytes(4096))
    with Store.open(path, seed) as store:
        assert "was damaged" in store.notices[0]


def test_another_database_put_in_its_place_is_read_through(
    path: Path, seed: Path, checks: list[str], tmp_path: Path
) -> None:
    Store.open(path, seed).close()
    other = tmp_path / "other.db"
    Store.open(other, seed).close()
    other.replace(path)
    checks.clear()
    Store.open(path, seed).close()
    assert checks == ["sound"]


def test_damage_that_a_run_met_is_looked_for_at_the_next_start(
    path: Path, seed: Path, checks: list[str]
) -> None:
    """Also where it changed neither the size nor the times of the file, as a failing disk would."""
    Store.open(path, seed).close()
    with Store.open(path, seed) as store:
        cast_one(store)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 4)
        file.write(b"\xff" * (size // 2))
    note_sound(path)  # as if nothing could be seen from outside
    with Store.open(path, seed) as store, pytest.raises(StoreError, match="start shiptui again"):
        store.catalog.rows(store.catalog.index())
    checks.clear()
    with Store.open(path, seed) as store:
        assert "The database was damaged and is now" in " ".join(store.notices)
        assert store.catalog.counts().feed == 196
    Store.open(path, seed).close()
    assert checks == ["damaged", "damaged", "sound"]
