"""Rows of the list: aligned to the cell, votes and marks in words and letters, not in colour."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiptui.model.facts import NEITHER, TIE, Holdup, MatchupRow
from shiptui.page.glyphs import ASCII, UNICODE, Glyphs
from shiptui.page.lines import text_of, width_of
from shiptui.page.listing import row_lines

NAMES = st.text("abc -漢🦊", min_size=1, max_size=64).map(str.strip).filter(bool)
LONG = "A name of sixty-four characters, which is what the longest one has"


def a_row(**more: object) -> MatchupRow:
    values = {"left_name": "Alpha", "right_name": "Beta", "section": "Editors", **more}
    plain = {"pick": None, "saved": False, "seen": False, **values}
    return MatchupRow("a-vs-b", "a", right="b", **plain)  # type: ignore[arg-type]  # a mapping of mixed values


def drawn(row: MatchupRow, cells: int = 80, glyphs: Glyphs = UNICODE, **how: bool) -> list[str]:
    ways = {"current": False, "swapped": False, "tall": False, **how}
    return [text_of(line) for line in row_lines(row, cells, glyphs, **ways)]


@settings(deadline=None)
@given(
    names=st.tuples(NAMES, NAMES),
    cells=st.integers(min_value=30, max_value=200),
    pct=st.sampled_from([None, 0, 75, 100]),
    tall=st.booleans(),
    glyphs=st.sampled_from([UNICODE, ASCII]),
)
def test_a_row_has_exactly_its_cells(
    names: tuple[str, str],
    cells: int,
    pct: int | None,
    tall: bool,  # noqa: FBT001 - a case of the test
    glyphs: Glyphs,
) -> None:
    row = a_row(left_name=names[0], right_name=names[1], section=names[1], left_pct=pct)
    for current in (False, True):
        lines = row_lines(row, cells, glyphs, current=current, swapped=current, tall=tall)
        assert len(lines) == 1 + tall
        assert [width_of(line) for line in lines] == [cells] * len(lines)


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("cells", [30, 38, 40, 50, 60, 79, 80, 119, 120, 180, 200])
def test_a_name_that_was_cut_ends_in_an_ellipsis(cells: int, glyphs: Glyphs) -> None:
    words = {*LONG.split(), "Zeta", "v", "?", "%", "Editors", glyphs.new}
    for tall in (False, True):
        for names in ((LONG, "Zeta"), ("Zeta", LONG), (LONG, LONG)):
            row = a_row(left_name=names[0], right_name=names[1])
            shown = " ".join(drawn(row, cells, glyphs, tall=tall)).split()
            assert all(word in words or word.endswith(glyphs.ellipsis) for word in shown)


@pytest.mark.parametrize(
    ("pick", "mark", "mark_swapped"),
    [("a", "A", "B"), ("b", "B", "A"), (TIE, "=", "="), (NEITHER, "x", "x")],
)
def test_a_vote_is_one_letter_for_the_side_as_it_stands(
    pick: str, mark: str, mark_swapped: str
) -> None:
    for swapped, letter in ((False, mark), (True, mark_swapped)):
        for tall in (False, True):
            line = drawn(a_row(pick=pick, seen=True), swapped=swapped, tall=tall)[0]
            assert line[2] == letter


def test_swapping_puts_the_other_tool_first_with_its_share() -> None:
    row = a_row(left_pct=100, right_pct=75)
    assert re.search("Alpha v Beta +100 % +75 %", drawn(row)[0])
    assert re.search("Beta v Alpha +75 % +100 %", drawn(row, swapped=True)[0])


def test_an_unknown_share_is_a_question_mark() -> None:
    assert re.search(r"\? % +0 %", drawn(a_row(right_pct=0))[0])


def test_cursor_new_seen_and_saved_are_characters() -> None:
    """Nobody needs to see a colour to tell them apart."""
    for glyphs in (UNICODE, ASCII):
        gutters = {
            drawn(a_row(seen=seen, saved=saved), 80, glyphs, current=current)[0][:5]
            for seen in (False, True)
            for saved in (False, True)
            for current in (False, True)
        }
        assert len(gutters) == 8


def test_a_wide_row_names_the_section_both_tools_share() -> None:
    """Where they share none, it does not claim that they have none."""
    assert "Editors" in drawn(a_row(section="Editors"), 100)[0]
    assert "no category" not in drawn(a_row(section=None), 100)[0]


@pytest.mark.parametrize(
    ("holdup", "mark"), [(None, " "), (Holdup.WAITING, "^"), (Holdup.REFUSED, "!")]
)
def test_a_vote_that_has_not_arrived_is_marked_beside_the_cursor(
    holdup: Holdup | None, mark: str
) -> None:
    (words,) = drawn(a_row(holdup=holdup), current=True)
    assert words[1] == mark
