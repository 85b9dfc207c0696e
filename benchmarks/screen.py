"""What the program on a terminal costs: its start, a key, a vote, its memory, idling, its end.

    python benchmarks/screen.py              on the bundled catalog
    python benchmarks/screen.py --db PLACE   also on a database of filter.py --big --keep PLACE

The yardstick is the smallest Textual app: one text, one key. All run in turns, each round anew.
`first content` is until the first words of a matchup are written, `first key` until a move is
answered that was pressed as soon as they were, `next key` until another one is that was pressed as
soon as the move was answered: ours opens the filter, which waits for Textual. The first round,
which makes the databases and the frame that the next start draws, is not counted; `very first
start` is until the first words of a start that finds nothing. `quit` is half a second after a
vote, which is undone.

Aim: 0.2 times the yardstick for the first content, 1.15 for the first key, and the same on any
catalog; expect 0.1 and 0.4.

A vote has a yardstick of its own, because it is told when the disk has it and not before: the same
program with its database in memory (/dev/shm, where there is one). From each vote on the disk one
commit of one row is taken off, done by plain sqlite3 on the same disk a moment later. Aim: 1.3
times.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from figures import Figure, figures, table
from program import Program, environment_of

from shiptui.store.connecting import connect
from shiptui.store.writing import transaction

YARDSTICK = """
from textual.app import App
from textual.widgets import Static
class Small(App):
    BINDINGS = [("q", "quit", "Quit"), ("j", "turn", "Turn")]
    turns = 1
    def compose(self):
        yield Static("1 of many")
    def action_turn(self):
        self.turns += 1
        self.query_one(Static).update(f"{self.turns} of many")
Small().run()
"""
OURS = [sys.executable, "-m", "shiptui"]
KEYS = 12
VOTES = 5
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of ours is made in it
IDLE = 2.0
"""Seconds for which nothing is done."""
LOOK = 0.5
"""Seconds for which a reader looks at what they did before they leave."""


class Subject(NamedTuple):
    """A program, the words of its first content, and the database of one that takes votes.

    The program is started as most readers do: by its name alone.
    """

    command: list[str]
    content: str
    db: Path | None = None


def one_round(subject: Subject, folder: str) -> dict[str, float]:
    """What one run costs."""
    with Program(subject.command, environment_of(folder, subject.db)) as program:
        found = {"first content": program.see(subject.content, program.begun)}
        program.press("j")
        found["first key"] = program.see("2 of ", program.begun)
        found["CPU to the first key"] = program.cpu
        program.press("/" if subject.db else "j")
        found["next key"] = program.see("Keep" if subject.db else "3 of ", program.begun)
        found["CPU to the next key"] = program.cpu
        program.rest()
        if subject.db:
            program.press("\x1b")
            program.rest()
        paints = sorted(program.paint("j").last for _ in range(KEYS))
        found["key to finished paint, p50"] = paints[KEYS // 2]
        found["key to finished paint, slowest"] = paints[-1]
        before = program.cpu
        time.sleep(IDLE)
        found["CPU of an idle second"] = (program.cpu - before) / IDLE
        found["memory"] = program.memory
        if subject.db:
            for key, words in (("a", "Press u to undo"), ("u", "Undone")):
                program.press(key)
                program.see(words, 0)
        time.sleep(LOOK)
        found["quit"] = program.leave("q")
    return found


def vote(subject: Subject, folder: str) -> float:
    """Milliseconds from the key of a vote to `Voted`, once the program writes: the middle of some.

    Where the database is on a disk, less one commit of plain sqlite3 in the same folder.
    """
    assert subject.db is not None  # noqa: S101 - only such subjects take votes
    votes = []
    with Program(subject.command, environment_of(folder, subject.db)) as program:
        program.see(subject.content, program.begun)
        program.rest()
        for _ in range(VOTES + 1):
            for key, words in (("a", "Press u to undo"), ("u", "Undone")):
                begun = time.perf_counter()
                program.press(key)
                votes += [program.see(words, begun)] if key == "a" else []
                program.settle(0)
        program.leave("q")
    spared = commit(subject.db.parent) if subject.db.parent == Path(folder) else 0
    return max(statistics.median(votes[1:]) - spared, 0)


def commit(folder: Path) -> float:
    """Milliseconds of one commit of one row, with the pragmas that the program uses."""
    place = folder / "plain.db"
    place.touch()
    costs = []
    with closing(connect(place)) as plain:
        plain.execute("CREATE TABLE IF NOT EXISTS bench (n)")
        for n in range(VOTES):
            begun = time.perf_counter()
            with transaction(plain):
                plain.execute("INSERT INTO bench VALUES (?)", (n,))
            costs.append((time.perf_counter() - begun) * 1000)
    return statistics.median(costs)


def measure_votes(rounds: int, subjects: dict[str, Subject], folder: str) -> list[Figure]:
    """What a vote costs beside waiting for the disk; nothing where no memory is a folder."""
    if not MEMORY.is_dir():
        return []
    base = "the bundled catalog in memory"
    with tempfile.TemporaryDirectory(dir=MEMORY) as memory:
        readers = {base: Subject(OURS, "Scorecard", Path(memory, "small.db")), **subjects}
        taken: dict[str, list[float]] = {name: [] for name in readers}
        for turn in range(rounds + 1):
            for name, subject in readers.items():
                cost = vote(subject, folder)
                taken[name] += [cost] if turn else []
    return figures("vote, from the key to Voted, less one commit", taken, base)


def very_first(subject: Subject) -> dict[str, float]:
    """What the first content of a start costs that finds nothing of the program's."""
    with tempfile.TemporaryDirectory() as home:
        environment = environment_of(home, Path(home, "new.db") if subject.db else None)
        with Program(subject.command, environment) as program:
            return {"very first start": program.see(subject.content, program.begun)}


def measure(rounds: int, large: Path | None) -> list[Figure]:
    """All figures of the program on a terminal."""
    taken: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        subjects = {
            "the smallest Textual app": Subject([sys.executable, "-c", YARDSTICK], "1 of many"),
            "the bundled catalog": Subject(OURS, "Scorecard", Path(folder, "small.db")),
        }
        if large:
            copy = Path(folder, "large.db")
            shutil.copy(large, copy)
            subjects["a million matchups"] = Subject(OURS, "Scorecard", copy)
        # The first round makes databases and warms caches: it is not counted.
        for turn in range(rounds + 1):
            for name, subject in subjects.items():
                costs = one_round(subject, folder)
                if subject.db in (None, Path(folder, "small.db")):
                    costs |= very_first(subject)
                for what, cost in costs.items():
                    if turn:
                        taken.setdefault(what, {}).setdefault(name, []).append(cost)
        readers = {name: subject for name, subject in subjects.items() if subject.db}
        votes = measure_votes(rounds, readers, folder)
    units = {"memory": "MiB"}
    return [
        each
        for what, costs in taken.items()
        for each in figures(what, costs, "the smallest Textual app", units.get(what, "ms"))
    ] + votes


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What the program on a terminal costs.")
    parser.add_argument("--db", type=Path, help="a database of shiptui's, copied before it is used")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    print(table(measure(options.rounds, options.db)))


if __name__ == "__main__":
    main()
