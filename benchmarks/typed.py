"""What a letter typed into the filter costs in the running program, from the key to the paint.

    python benchmarks/typed.py               on the bundled catalog
    python benchmarks/typed.py --db PLACE    on a database made by filter.py --big --keep PLACE

The program runs on a pseudo-terminal, and so does the yardstick: the smallest Textual app with a
field. They get the same letters in turns, so that a busy moment hits both. Two words of the names
of tools are typed one after the other. For each letter are taken the time until the first bytes
come back, and the time until the last ones before the program falls silent. Printed are p50 and
p95, how many times the yardstick that is, and between which values the p50 of the rounds lie.
Textual draws a field and a list in two frames, up to a sixtieth of a second apart, so expect the
first bytes about when the yardstick's come and the last ones within some 40 ms, also with 1,000,000
matchups.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import random
import select
import sqlite3
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

COLUMNS, ROWS = 120, 40
QUIET = 0.12
"""Seconds of silence after which a paint counts as finished."""

PATIENCE = 60.0
CLEAR = b"\x15"  # ctrl+u: the field is empty again

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


class Cost(NamedTuple):
    """Milliseconds from a key to the first bytes, and to the last ones."""

    first: float
    last: float


class Program:
    """A program on a pseudo-terminal of its own."""

    def __init__(self, end: int) -> None:
        self._end = end

    def settle(self, patience: float = QUIET) -> tuple[float, float] | None:
        """Read until nothing more comes; when the first and the last bytes came, if any did."""
        first = last = 0.0
        while select.select([self._end], [], [], QUIET if first else patience)[0]:
            os.read(self._end, 1 << 16)
            last = time.perf_counter()
            first = first or last
        return (first, last) if first else None

    def press(self, keys: bytes) -> Cost:
        """Press a key and wait for the end of what it paints."""
        begun = time.perf_counter()
        os.write(self._end, keys)
        found = self.settle(PATIENCE)
        if found is None:
            raise SystemExit("The program paints nothing any more.")
        return Cost(*((each - begun) * 1000 for each in found))


@contextmanager
def started(command: list[str], environment: dict[str, str]) -> Iterator[Program]:
    """Run a program until the end of the block."""
    end, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    process = subprocess.Popen(
        command, stdin=inner, stdout=inner, stderr=inner, start_new_session=True, env=environment
    )
    os.close(inner)
    try:
        program = Program(end)
        program.settle(PATIENCE)
        while program.settle(1.0):
            pass  # what is drawn in the second after the first paint belongs to the start
        yield program
    finally:
        process.terminate()
        process.wait()
        os.close(end)


def environment_of(folder: str) -> dict[str, str]:
    """A terminal with everything, and a home of its own."""
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    return {"PATH": os.defpath, "HOME": folder, **terminal}


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
            costs[name].append(program.press(letter.encode()))
    for program in programs.values():
        program.press(CLEAR)
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
        environment = environment_of(folder)
        ours = [sys.executable, "-m", "shiptui", "--db", str(db)]
        programs = {
            "a field alone": stack.enter_context(
                started([sys.executable, "-c", YARDSTICK], environment)
            ),
            "shiptui": stack.enter_context(started(ours, environment)),
        }
        programs["shiptui"].press(b"/")
        report([round_of(text, programs) for text in texts(db, options.rounds)])


if __name__ == "__main__":
    main()
