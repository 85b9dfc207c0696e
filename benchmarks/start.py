"""What a start of a command costs: an empty Python, `shiptui --version` and `shiptui ls`, in turns.

Aim: at most 1.5 times the empty Python for `--version` and 3 times for `ls`; expect 4 for `ls`.
To import sqlite3, re, pathlib and json takes 2.4 of them, before anything of ours. The first run of
all, which makes the database, is told as `shiptui ls, the first`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import Figure, figures, table

YARDSTICK = "python -c pass"
COMMANDS = {
    YARDSTICK: [sys.executable, "-c", "pass"],
    "python -c 'import sqlite3'": [sys.executable, "-c", "import sqlite3"],
    "shiptui --version": [sys.executable, "-m", "shiptui", "--version"],
    "shiptui ls": [sys.executable, "-m", "shiptui", "ls"],
}
FIRST = "shiptui ls, the first"
"""The same in an empty home."""


def milliseconds(command: list[str], environment: dict[str, str]) -> float:
    """The wall time of one run, with its output thrown away."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return (time.perf_counter() - begun) * 1000


def measure(rounds: int) -> list[Figure]:
    """Figures of each command, in turns so that a busy moment hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in (*COMMANDS, FIRST)}
    with tempfile.TemporaryDirectory() as folder:
        # A checkout may have been told to write no .pyc files; what is installed has them.
        environment = {**os.environ, "SHIPTUI_DB": str(Path(folder, "shiptui.db"))}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        # The first round makes the database and warms the caches: it is not counted.
        for turn in range(rounds + 1):
            for name, command in COMMANDS.items():
                cost = milliseconds(command, environment)
                if turn:
                    taken[name].append(cost)
            new = {**environment, "SHIPTUI_DB": str(Path(folder, f"{turn}.db"))}
            cost = milliseconds(COMMANDS["shiptui ls"], new)
            if turn:
                taken[FIRST].append(cost)
    return figures("a command", taken, YARDSTICK)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What a start of a command costs, in ratios.")
    parser.add_argument("--rounds", type=int, default=15, help="how often each command runs")
    print(table(measure(parser.parse_args().rounds)))


if __name__ == "__main__":
    main()
