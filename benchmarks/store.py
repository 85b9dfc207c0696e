"""What the store costs: opening it, a page of a list, a matchup, a vote, taking a catalog in.

    python benchmarks/store.py              on the bundled catalog
    python benchmarks/store.py --db PLACE   also on a database made by filter.py --big --keep PLACE

Each has its own yardstick in plain sqlite3, run in the same breath on the same file: connecting and
one SELECT, a SELECT of as many ids, of one row by its key, a COMMIT of one row. Expect a page to
cost the same at any size.

A catalog that is taken in has two yardsticks. A bare executemany puts the rows of tools, takes and
matchups into tables that have neither index nor key, promise nothing and cannot be searched. The
same by SQL alone puts them into the program's own tables, on a connection as the program opens it:
their indexes and keys are kept up, references and values are checked, and the words of all
names and texts are indexed by one INSERT ... SELECT each. It is given the rows; the program has to
make them of a catalog first, so what it takes more than that is its own.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import count, cycle
from pathlib import Path

from figures import Figure, figures, table
from filter import TOOLS, Words, make_catalog

from shiptui.model.catalog import Catalog
from shiptui.model.facts import NEITHER
from shiptui.settings.places import seed_path
from shiptui.store.connecting import connect
from shiptui.store.files import make_private
from shiptui.store.filling import fill
from shiptui.store.indexing import add_words
from shiptui.store.migrating import migrate
from shiptui.store.store import Store
from shiptui.store.writing import transaction

PAGE = 60
Act = Callable[[], object]
PLAIN, OURS = "plain sqlite3", "shiptui"
SAME = "the same by SQL alone"


def cost(act: Callable[[], object]) -> float:
    """Milliseconds that one call takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def openings(path: Path) -> dict[str, tuple[Act, Act]]:
    """The same of opening a file that was closed in good order."""

    def open_plain() -> None:
        with closing(connect(path)) as connection:
            connection.execute("SELECT id FROM matchup ORDER BY n LIMIT 1").fetchall()

    return {"opening": (open_plain, lambda: Store.open(path, seed_path()).close())}


def pairs(path: Path, store: Store) -> dict[str, tuple[Act, Act]]:
    """By what is done: the yardstick, and the same by the store."""
    plain = connect(path)
    plain.execute("CREATE TEMP TABLE bench (n)")
    ids = store.catalog.index(limit=PAGE)
    matchup = store.catalog.matchup(ids[1])
    assert matchup is not None  # noqa: S101 - the catalog is not empty
    rows, picks = count(), cycle((NEITHER, matchup.left.slug))
    # The last matchups that were read are kept, so each one is another.
    one, other = cycle(ids), cycle(ids)

    def commit() -> None:
        with transaction(plain):
            plain.execute("INSERT INTO setting VALUES (?, '')", (f"bench {next(rows)}",))

    def vote() -> None:
        store.facts.cast_vote(matchup, next(picks))

    def select(statement: str, *values: object) -> Callable[[], object]:
        return lambda: plain.execute(statement, values).fetchall()

    return {
        f"the first {PAGE} ids": (
            select("SELECT id FROM matchup ORDER BY n LIMIT ?", PAGE),
            lambda: store.catalog.index(limit=PAGE),
        ),
        f"{PAGE} rows of a list": (
            select("SELECT * FROM matchup ORDER BY n LIMIT ?", PAGE),
            lambda: store.catalog.rows(ids),
        ),
        "a whole matchup": (
            lambda: plain.execute("SELECT * FROM matchup WHERE id = ?", (next(one),)).fetchall(),
            lambda: store.catalog.matchup(next(other)),
        ),
        "the counts of the header": (
            select("SELECT count(*) FROM matchup"),
            store.catalog.counts,
        ),
        "a vote": (commit, vote),
    }


def measure(rounds: int, large: Path | None) -> list[Figure]:
    """Figures of all reads and of a vote, on one catalog or on two."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        files = {"bundled": Path(folder, "small.db")}
        Store.open(files["bundled"], seed_path()).close()
        if large:
            files["a million"] = Path(folder, "large.db")
            shutil.copy(large, files["a million"])
        for name, path in files.items():
            found += in_turns(openings(path), rounds, name)
            with Store.open(path, seed_path()) as store:
                found += in_turns(pairs(path, store), rounds, name)
    return found


def in_turns(acts: dict[str, tuple[Act, Act]], rounds: int, name: str) -> list[Figure]:
    """Each with its yardstick; the first round warms the caches and is not counted."""
    taken: dict[str, dict[str, list[float]]] = {what: {PLAIN: [], OURS: []} for what in acts}
    for turn in range(rounds + 1):
        for what, (plain, ours) in acts.items():
            for key, act in ((PLAIN, plain), (OURS, ours)):
                spent = cost(act)
                taken[what][key] += [spent] if turn else []
    return [
        each for what, costs in taken.items() for each in figures(f"{what}, {name}", costs, PLAIN)
    ]


def measure_import(rounds: int) -> list[Figure]:
    """What it costs to take in 100,000 tools with four takes each, and as many matchups."""
    chance = random.Random(7)  # noqa: S311 - the same catalog each time is the point
    catalog = make_catalog(chance, Words(chance, 30_000), TOOLS)
    taken: dict[str, list[float]] = {PLAIN: [], SAME: [], OURS: []}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(rounds):
            with _made(Path(folder, f"{turn}.db")) as connection:
                taken[OURS].append(cost(partial(_fill, connection, catalog)))
                tables = {
                    name: connection.execute(f"SELECT * FROM {name}").fetchall()
                    for name in ("feed", "tool", "take", "matchup")
                }
            with _made(Path(folder, f"{turn}.same")) as connection:
                taken[SAME].append(cost(partial(_insert_all, connection, tables)))
            del tables["feed"]
            with closing(sqlite3.connect(Path(folder, f"{turn}.plain"))) as bare:
                taken[PLAIN].append(cost(partial(_insert, bare, tables)))
    of_work = {name: taken[name] for name in (SAME, OURS)}
    return [
        *figures("taking 100,000 tools in", taken, PLAIN),
        *figures("taking 100,000 tools in, indexed", of_work, SAME),
    ]


@contextmanager
def _made(path: Path) -> Iterator[sqlite3.Connection]:
    """A new database with all tables, which is deleted afterwards."""
    make_private(path)
    with closing(connect(path)) as connection:
        migrate(connection)
        yield connection
    path.unlink()


def _fill(connection: sqlite3.Connection, catalog: Catalog) -> None:
    with transaction(connection):
        fill(connection, catalog, "bench")


def _insert_all(
    connection: sqlite3.Connection, tables: dict[str, list[tuple[object, ...]]]
) -> None:
    with transaction(connection):
        for name, rows in tables.items():
            places = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
        add_words(connection, 1)


def _insert(bare: sqlite3.Connection, tables: dict[str, list[tuple[object, ...]]]) -> None:
    for name, rows in tables.items():
        bare.execute(f"CREATE TABLE {name} ({', '.join(f'c{n}' for n in range(len(rows[0])))})")
        bare.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    bare.commit()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What the store costs.")
    parser.add_argument("--db", type=Path, help="a database of shiptui's, copied before it is used")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    print(table(measure(options.rounds, options.db)))


if __name__ == "__main__":
    main()
