"""All benchmarks, one after the other; writes docs/performance.md.

python benchmarks/all.py                  the large catalog is made anew, in some minutes
python benchmarks/all.py --large PLACE    it is kept there, or taken from there
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import screen
import start
import store
from figures import table

import shiptui

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "performance.md"

HEAD = """# What it costs

This page is written by `make bench` and holds no figure that was not measured by it. Milliseconds
of one machine say little about another: what counts is the ratio to the yardstick, which runs in
the same breath. A ratio is the median over the rounds of a run, and its quartiles show how far the
machine's other work blurred it. What each line means stands at the head of the script.

Measured on {when} with Python {python} and SQLite {sqlite}; when it began, {load} other programs
wanted one of {cores} processors. The small catalog is the bundled one; the large one has 100,000
tools, 400,000 takes and 1,000,000 matchups.
"""

LEFT_OUT = """
This run left out what takes minutes (`--quick`): taking a catalog in, the filter, typing, feeds and
the server.
"""


def section(title: str, script: str, body: str) -> str:
    """One script's part of the page."""
    return f"\n## {title}\n\n`benchmarks/{script}`\n\n{body}\n"


def printed(script: str, *options: str) -> str:
    """What a script prints."""
    command = [sys.executable, str(HERE / script), *options]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return f"```text\n{done.stdout.rstrip()}\n```"


def written(large: Path, rounds: int, *, only_quick: bool) -> str:
    """The whole page."""
    head = HEAD.format(
        when=date.today().isoformat(),  # noqa: DTZ011 - the day of whoever measures
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        cores=os.cpu_count(),
        load=f"{os.getloadavg()[0]:.1f}",
    )
    rest = "" if only_quick else "".join(slow(large))
    quick = (
        section("On a terminal", "screen.py", table(screen.measure(rounds, large))),
        section("Commands", "start.py", table(start.measure(2 * rounds + 1))),
        section("The store", "store.py", table(store.measure(2 * rounds + 1, large))),
    )
    return head + (LEFT_OUT if only_quick else "") + "".join(quick) + rest


def slow(large: Path) -> tuple[str, ...]:
    """What takes minutes."""
    small = printed("typed.py", "--rounds", "5")
    million = printed("typed.py", "--db", str(large), "--rounds", "5")
    typed = f"The bundled catalog:\n\n{small}\n\nA million matchups:\n\n{million}"
    return (
        section("Taking in", "store.py", table(store.measure_import(3))),
        section("The filter", "filter.py", printed("filter.py", "--keep", str(large))),
        section("Typing", "typed.py", typed),
        section("Feeds", "feed.py", printed("feed.py")),
        section("The server", "server.py", printed("server.py")),
    )


def main() -> None:
    """Measure all and write the page."""
    parser = argparse.ArgumentParser(description="Run all benchmarks and write their page.")
    parser.add_argument("--large", type=Path, metavar="PLACE", help="where the large catalog stays")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="leave out what takes minutes")
    options = parser.parse_args()
    # As an installed program has them.
    compileall.compile_dir(Path(shiptui.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        large = options.large or Path(folder, "large.db")
        if not large.exists():
            print(printed("filter.py", "--big", "--keep", str(large)))
        PAGE.write_text(written(large, options.rounds, only_quick=options.quick), encoding="utf-8")


if __name__ == "__main__":
    main()
