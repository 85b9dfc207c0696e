"""Several processes and sudden deaths: nothing acknowledged is lost, nobody is turned away."""

from __future__ import annotations

import secrets
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from shiptui.model.errors import OfflineError
from shiptui.model.facts import TIE, Counts
from shiptui.store import files
from shiptui.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Figure, StartPython

PATIENCE = 110

VOTE_MANY = """
import sys
from pathlib import Path
from shiptui.store.store import Store
path, seed, first, number = sys.argv[1:]
with Store.open(Path(path), Path(seed)) as store:
    ids = store.catalog.index()[int(first) : int(first) + 50]
    matchups = [store.catalog.matchup(id_) for id_ in ids]
    for turn in range(int(number)):
        change = store.facts.cast_vote(matchups[turn % 50], ("tie", "neither")[turn // 50 % 2])
        if change.number:  # what another run left behind may be the same vote
            print(change.number, flush=True)
"""


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    """What is on the disk."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.soak
def test_two_processes_write_a_thousand_votes_each(
    store: Store, seed: Path, start_python: StartPython, figure: Figure
) -> None:
    children = [start_python(VOTE_MANY, store.path, seed, first, 1_000) for first in (0, 50)]
    numbers: list[int] = []
    for child in children:
        out, err = child.communicate(timeout=PATIENCE)
        assert err == ""
        numbers += map(int, out.split())
    assert sorted(numbers) == list(range(1, 2_001))
    assert ask(store.path, "SELECT count(*), count(DISTINCT id) FROM fact") == [(2_000, 2_000)]
    assert ask(store.path, "PRAGMA integrity_check") == [("ok",)]
    assert store.catalog.counts().voted == 100
    figure("instances", f"2 x 1,000 votes on one file: {len(numbers):,} rows, 0 times locked")


def test_many_processes_make_one_database(
    tmp_path: Path, seed: Path, start_python: StartPython
) -> None:
    path = tmp_path / "new" / "shiptui.db"
    children = [start_python(VOTE_MANY, path, seed, 50 * n, 3) for n in range(3)]
    for child in children:
        out, err = child.communicate(timeout=PATIENCE)
        assert (len(out.split()), err) == (3, "")
    with Store.open(path, seed) as store:
        assert store.catalog.counts() == Counts(196, 187, 0, 9, 144)
        assert store.notices == ()


def test_a_killed_process_loses_no_acknowledged_vote(
    store: Store, seed: Path, start_python: StartPython
) -> None:
    acknowledged: list[int] = []
    for _ in range(5):
        child = start_python(VOTE_MANY, store.path, seed, 0, 100_000)
        assert child.stdout
        assert child.stderr
        acknowledged += [int(child.stdout.readline()) for _ in range(1 + secrets.randbelow(30))]
        child.kill()
        acknowledged += map(int, child.stdout.read().split())
        assert child.stderr.read() == ""
        with Store.open(store.path, seed) as again:
            assert again.notices == ()
        kept = {n for (n,) in ask(store.path, "SELECT n FROM fact")}
        assert set(acknowledged) <= kept
    assert len(acknowledged) == len(set(acknowledged)) >= 5
    assert ask(store.path, "PRAGMA integrity_check") == [("ok",)]


DIE_WHILE_MAKING = """
import os, signal, sys
from pathlib import Path
from shiptui.store import migrating, opening
from shiptui.store.store import Store
path, seed, moment = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if moment == "made":
    opening.judge = die
elif moment == "in the middle":
    from shiptui.store import schema
    plain = schema.run
    def run(connection, script):
        plain(connection, script)
        if script == schema.FACT_TABLES:
            connection.execute("PRAGMA cache_spill = 1")
            die()
    schema.run = run
elif moment == "before the catalog":
    opening.refresh = die
Store.open(path, seed)
"""


@pytest.mark.parametrize("moment", ["made", "in the middle", "before the catalog"])
def test_death_while_the_database_is_made_leaves_nothing_half_done(
    tmp_path: Path, seed: Path, start_python: StartPython, moment: str
) -> None:
    path = tmp_path / "shiptui.db"
    child = start_python(DIE_WHILE_MAKING, path, seed, moment)
    _, err = child.communicate(timeout=PATIENCE)
    assert (child.returncode, err) == (-9, "")
    assert path.exists()
    with Store.open(path, seed) as store:
        assert store.catalog.counts() == Counts(196, 196, 0, 0, 144)
        assert store.notices == ()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["shiptui.db", "shiptui.db.lock"]


def test_another_thread_reads_and_writes_through_a_store_of_its_own(
    store: Store, seed: Path
) -> None:
    seen: list[object] = []

    def work() -> None:
        with store.another() as mine:
            matchup = mine.catalog.matchup(mine.catalog.index(limit=1)[0])
            assert matchup
            seen.append(mine.facts.cast_vote(matchup, TIE).number)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [1]
    assert store.catalog.counts().voted == 1
    assert seed.exists()


def test_a_process_that_does_not_let_go_is_named_and_not_waited_for_for_ever(
    tmp_path: Path, seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LOCK_PATIENCE", 0.02)
    path = tmp_path / "shiptui.db"
    with files.locked(path), pytest.raises(OfflineError, match="still preparing"):
        Store.open(path, seed)
    with Store.open(path, seed) as store:
        assert store.writable


def test_a_writer_at_work_does_not_make_opening_wait(store: Store, seed: Path) -> None:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with Store.open(store.path, seed) as again:
            assert again.writable
            assert again.catalog.counts().feed == 196
