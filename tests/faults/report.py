"""Writes docs/reliability.md from what `make soak` measured.

    report.py FIGURES      a file with one JSON list a line: promise, words, test file

Rows that were not measured this time stay as they are, so a part can be measured again.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from promises import PROMISES, Promise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- made by tests/faults/report.py -->", "<!-- end -->"
HEAD = "| promise | figure to reach | figure reached | command | date |\n|---|---|---|---|---|"
COLUMNS = 5
NOT_YET = "not measured yet"

Row = tuple[str, str, str]
"""Figure, command and date."""


def measured(figures: Iterable[str], date: str) -> dict[str, Row]:
    """A row for each promise that a run tells a figure of."""
    words: dict[str, Counter[str]] = {}
    files: dict[str, list[str]] = {}
    for line in figures:
        promise, said, file = json.loads(line)
        words.setdefault(promise, Counter())[said] += 1
        files.setdefault(promise, []).append(file)
    return {
        name: (
            "<br>".join(_sentence(said, times) for said, times in words[name].items()),
            f'`make soak ONLY="{" ".join(sorted(set(files[name])))}"`',
            date,
        )
        for name in words
    }


def _sentence(said: str, times: int) -> str:
    """What was said, and by how many tests if by more than one."""
    return said[:1].upper() + said[1:] + (f" ({times} times)." if times > 1 else ".")


def rows_of(page: str) -> dict[str, Row]:
    """The rows that a page has, by the promise in their first cell."""
    names = {promise.says: promise.name for promise in PROMISES}
    found = {}
    for line in page.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == COLUMNS and cells[0] in names:
            found[names[cells[0]]] = (cells[2], cells[3], cells[4])
    return found


def table(rows: Mapping[str, Row]) -> str:
    """The table, a row for each promise in their order."""
    return "\n".join([HEAD, *(_line(each, rows.get(each.name)) for each in PROMISES)])


def within(page: str, made: str) -> str:
    """The page with another table."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{made}\n\n{END}{tail}"


def _line(promise: Promise, row: Row | None) -> str:
    cells = (promise.says, promise.aim, *(row or (NOT_YET, "", "")))
    return f"| {' | '.join(cells)} |"


def main(figures: str) -> None:
    """Write the page anew."""
    page = PAGE.read_text("utf-8")
    today = datetime.now(UTC).date().isoformat()
    lines = Path(figures).read_text("utf-8").splitlines()
    PAGE.write_text(within(page, table(rows_of(page) | measured(lines, today))), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
