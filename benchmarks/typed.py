"""What a letter typed into the filter costs in the running program, from the key to the paint.

    python benchmarks/typed.py               on the bundled catalog
    python benchmarks/typed.py --db PLACE    on a database made by filter.py --big --keep PLACE

The program runs on a pseudo-terminal, and so does the yardstick: the smallest Textual app with a
field. They get the same letters in turns, so that a busy moment hits both. Two words of the names
of tools are typed one after the other. For each letter are taken the time until the first bytes
come back, and the time until the last ones before the program falls silent. Printed are p50 and
p95, how many times the yardstick that is, and between which values the p50 of the rounds lie.
A letter and the rows it finds are one frame where they are found within 4 ms, and two otherwise;
expect the last bytes within some 20 ms on the bundled catalog and 40 ms with 1,000,000 matchups.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path

from program import Cost, Program, environment_of

CLEAR = "\x15"  # ctrl+u: the field is empty again

YARDSTICK = """
from textual.app import App
from textual.widgets import Input
class Field(App):
    def compose(self):
        field = Input()
        field.cursor_blink = False
        yield field
Field().run()
"""
NAMES = "SELECT name FROM tool ORDER BY n"


def texts(db: Path, number: int) -> list[str]:
    """What is typed: two words each, as they stand in names of tools."""
    with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as connection:
        words = [word for (name,) in connection.execute(NAMES) for word in name.lower().split()]
    plain = [word for word in words if word.isascii() and word.isalpha()]
    chance = random.Random(7)  # noqa: S311 - the same words each time is the point
    return [" ".join(chance.choices(plain, k=2)) for _ in range(number)]


def round_of(text: str, programs: dict[str, Program]) -> dict[str, list[Cost]]:
    """Type a text into all programs in turns, and clear it again."""
    costs: dict[str, list[Cost]] = {name: [] for name in programs}
    for letter in text:
        for name, program in programs.items():
            costs[name].append(program.paint(letter))
    for program in programs.values():
        program.paint(CLEAR)
    return costs


def slow_end(costs: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(costs, n=20)[-1]


def report(rounds: list[dict[str, list[Cost]]]) -> None:
    """A line for each program and for each of the two times; the first program is the yardstick."""
    print(f"{'':<22} {'p50':>11} {'p95':>11}   {'x yardstick':^13}   p50 of the rounds")
    yardstick = next(iter(rounds[0]))
    for part in Cost._fields:
        found = {
            name: [[getattr(cost, part) for cost in each[name]] for each in rounds]
            for name in rounds[0]
        }
        plain = [cost for each in found[yardstick] for cost in each]
        for name, each_round in found.items():
            costs = [cost for each in each_round for cost in each]
            middle, slow = statistics.median(costs), slow_end(costs)
            times = f"{middle / statistics.median(plain):5.2f} {slow / slow_end(plain):5.2f}"
            middles = [statistics.median(each) for each in each_round]
            print(
                f"{name + ', ' + part:<22} {middle:8.2f} ms {slow:8.2f} ms   {times:^13}  "
                f" {min(middles):.2f} to {max(middles):.2f} ms"
            )


def main() -> None:
    """Start both programs, type and print."""
    parser = argparse.ArgumentParser(description="What a letter typed into the filter costs.")
    parser.add_argument("--db", type=Path, help="a database of shiptui's; it is opened as it is")
    parser.add_argument("--rounds", type=int, default=20, help="how many times two words are typed")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        db = (options.db or Path(folder, "shiptui.db")).absolute()
        environment = environment_of(folder, db)
        programs = {
            name: stack.enter_context(Program(command, environment))
            for name, command in {
                "a field alone": [sys.executable, "-c", YARDSTICK],
                "shiptui": [sys.executable, "-m", "shiptui"],
            }.items()
        }
        for program in programs.values():
            program.rest()
        programs["shiptui"].paint("/")
        report([round_of(text, programs) for text in texts(db, options.rounds)])


if __name__ == "__main__":
    main()
