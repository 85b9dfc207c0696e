"""docs/reliability.md has the form that `make soak` gives it; its figures are those of that run."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from promises import PROMISES
from report import PAGE, measured, rows_of, table, within

ROOT = PAGE.parents[1]
NAMES = {promise.name for promise in PROMISES}


def told_in(path: Path) -> set[str]:
    """The promises that a file of tests tells figures of."""
    calls = [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    named = [call for call in calls if getattr(call.func, "id", "") == "figure"]
    return {call.args[0].value for call in named if isinstance(call.args[0], ast.Constant)}  # type: ignore[misc]  # names are texts


TOLD = {path: told_in(path) for path in sorted((ROOT / "tests").rglob("test_*.py"))}


def test_the_page_holds_a_row_for_each_promise_and_nothing_else() -> None:
    page = PAGE.read_text("utf-8")
    assert within(page, table(rows_of(page))) == page
    assert set(rows_of(page)) == NAMES


def test_every_figure_is_one_of_a_promise_and_measured_by_make_soak() -> None:
    assert set().union(*TOLD.values()) <= NAMES
    unmarked = [path.name for path in TOLD if TOLD[path] and "mark.soak" not in path.read_text()]
    assert unmarked == []


def test_every_command_of_the_page_names_tests_that_tell_the_figure() -> None:
    for name, (_, command, date) in rows_of(PAGE.read_text("utf-8")).items():
        files = re.findall(r"[\w/]+\.py", command)
        assert all(name in TOLD[ROOT / file] for file in files)
        assert bool(files) is bool(re.fullmatch(r"20\d\d-\d\d-\d\d", date))


def test_what_was_not_measured_this_time_stays() -> None:
    page = within(
        "# Page\n", table(measured(['["kills", "no vote lost", "tests/a.py"]'], "2026-01-01"))
    )
    rows = rows_of(page)
    assert rows["kills"] == ("No vote lost.", '`make soak ONLY="tests/a.py"`', "2026-01-01")
    again = measured(
        ['["search", "fine", "tests/b.py"]', '["search", "too", "tests/b.py"]'], "2027-01-01"
    )
    assert rows_of(within(page, table(rows | again)))["kills"] == rows["kills"]
    assert rows_of(within(page, table(rows | again)))["search"][0] == "Fine.<br>Too."
