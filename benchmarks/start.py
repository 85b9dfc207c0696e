"""What a start costs: an empty Python, `shiptui --version` and `shiptui ls`, in turns.

Prints the median of each in milliseconds and its ratio to the empty Python. Aim: at most 1.5 for
`--version` and 3 for `ls`. Run it with the interpreter that shiptui is installed for.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

PROGRAM = str(Path(sysconfig.get_path("scripts"), "shiptui"))
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "shiptui --version": [PROGRAM, "--version"],
    "shiptui ls": [PROGRAM, "ls"],
}


def milliseconds(command: list[str], environment: dict[str, str]) -> float:
    """The wall time of one run, with its output thrown away."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return (time.perf_counter() - begun) * 1000


def medians(rounds: int) -> dict[str, float]:
    """The median of each command over `rounds`, in turns so that a busy moment hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SHIPTUI_DB": str(Path(folder, "shiptui.db"))}
        # The first round makes the database and warms the caches: it is not counted.
        for turn in range(rounds + 1):
            for name, command in COMMANDS.items():
                cost = milliseconds(command, environment)
                if turn:
                    taken[name].append(cost)
    return {name: statistics.median(costs) for name, costs in taken.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What a start of shiptui costs, in ratios.")
    parser.add_argument("--rounds", type=int, default=15, help="how often each command runs")
    found = medians(parser.parse_args().rounds)
    yardstick = found["python -c pass"]
    for name, cost in found.items():
        print(f"{name:<18} {cost:7.1f} ms  {cost / yardstick:5.2f} x")


if __name__ == "__main__":
    main()
