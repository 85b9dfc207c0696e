"""Header, footer and welcome strip: nothing is cut, the way to the keys is always there."""

from __future__ import annotations

import pytest

from shiptui.model.facts import Counts, View
from shiptui.page.chrome import Hint, footer_line, header_line, welcome_lines
from shiptui.page.glyphs import ASCII, UNICODE
from shiptui.page.lines import text_of, width_of
from shiptui.page.words import VIEW_NAMES
from shiptui.tui.keys import FILTER_HINTS, hints
from shiptui.tui.views import tabs_of

FOOTERS = {
    40: " a/b/t/x Vote  u Undo  s Save  ? Keys",
    60: " a/b/t/x Vote  u Undo  s Save  / Filter  ? Keys  ^p Commands",
    80: " a/b/t/x Vote  u Undo  s Save  o Open  / Filter  y Copy  ? Keys  ^p Commands",
    120: " a/b/t/x Vote  u Undo  s Save  o Open  / Filter  y Copy  ? Keys  ^p Commands"
    "  n Next unvoted  J/K Scroll  [ ] Persona",
}
COUNTS = Counts(feed=196, unvoted=150, saved=9, voted=46, tools=144)


def words_of(hint: Hint) -> str:
    return f"{hint.key} {hint.word}"


@pytest.mark.parametrize("cells", FOOTERS)
def test_the_footer_says_exactly_what_was_designed(cells: int) -> None:
    assert text_of(footer_line(hints(can_undo=True), cells)) == FOOTERS[cells]


@pytest.mark.parametrize("can_undo", [False, True])
def test_the_footer_shows_whole_hints_and_always_the_way_to_the_keys(can_undo: bool) -> None:  # noqa: FBT001 - a case of the test
    """In the order of the table, as many as the window holds, at every width."""
    table = hints(can_undo=can_undo)
    before = 0
    for cells in range(20, 241):
        line = footer_line(table, cells)
        shown = text_of(line).strip().split("  ")
        assert width_of(line) <= cells
        assert shown == [words_of(hint) for hint in table if words_of(hint) in shown]
        assert "? Keys" in shown
        assert len(shown) >= before
        before = len(shown)
    assert before == len(table)


@pytest.mark.parametrize("table", [FILTER_HINTS])
def test_other_footers_keep_their_first_hint_in_the_smallest_window(
    table: tuple[Hint, ...],
) -> None:
    for cells in range(20, 241):
        line = footer_line(table, cells)
        assert width_of(line) <= cells
        assert words_of(min(table, key=lambda hint: hint.rank)) in text_of(line)


def test_every_part_of_a_hint_can_be_clicked() -> None:
    """Key and word lead to the same act; the blanks between hints lead nowhere."""
    for span in footer_line(hints(can_undo=True), 240):
        assert bool(span.act) == bool(span.text.strip())


def test_undo_is_dimmed_where_there_is_nothing_to_undo() -> None:
    def roles(*, can_undo: bool) -> set[str]:
        return {s.role for s in footer_line(hints(can_undo=can_undo), 120) if s.act == "undo"}

    assert roles(can_undo=False) == {"dim"}
    assert "dim" not in roles(can_undo=True)


@pytest.mark.parametrize("view", View)
def test_the_header_fits_and_names_the_open_view(view: View) -> None:
    """With its count, at every width; the key of every other view is there too."""
    count = getattr(COUNTS, view)
    tabs = tabs_of(COUNTS, view)
    for cells in range(40, 201):
        for glyphs in (UNICODE, ASCII):
            line = header_line(tabs, "bundled catalog", cells, glyphs)
            chosen = "".join(span.text for span in line if span.role == "chosen")
            assert width_of(line) <= cells
            assert chosen.strip() == f"{VIEW_NAMES[view]} {count}"
            assert {span.text for span in line if span.role == "key"} == {*"1234567"}


def test_the_header_names_the_lists_where_they_fit_and_counts_them_at_eighty() -> None:
    def shown(cells: int) -> str:
        return text_of(header_line(tabs_of(COUNTS, View.FEED), "synced 2m", cells, UNICODE))

    assert "2 Unvoted  3 Saved  4 Voted" in shown(60)
    assert "2 Unvoted 150  3 Saved 9  4 Voted 46" in shown(80)
    assert "5 Tools 144   6 Standings   7 Activity" in shown(120)


@pytest.mark.parametrize("cells", [40, 60, 80, 119, 120, 180, 200])
def test_the_header_holds_large_counts_too(cells: int) -> None:
    """What is cut says so by an ellipsis; the phrase is whole or not there."""
    many = Counts(feed=123_456, unvoted=123_400, saved=1_000, voted=56, tools=9)
    names = {tab.name for tab in tabs_of(many, View.FEED)}
    words = {*names, *"1234567", "123456", "123400", "1000", "56", "9"}
    words |= {"bundled", "catalog", "shiptui"}
    for view in View:
        line = header_line(tabs_of(many, view), "bundled catalog", cells, UNICODE)
        for word in text_of(line).split():
            assert word in words or word.endswith("…")
        assert width_of(line) <= cells


def test_the_header_says_from_eighty_columns_where_the_data_comes_from() -> None:
    for cells in range(80, 201):
        line = header_line(tabs_of(COUNTS, View.FEED), "bundled catalog", cells, UNICODE)
        assert text_of(line).endswith(" bundled catalog ")


def test_each_view_in_the_header_opens_by_a_click() -> None:
    line = header_line(tabs_of(COUNTS, View.SAVED), "bundled catalog", 120, UNICODE)
    acts = {span.act for span in line if span.act}
    others = {"view.tools", "view.standings", "view.activity"}
    assert acts == {f"view.{view}" for view in View} | others


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_the_welcome_strip_names_whole_keys_only(glyphs: object) -> None:
    wanted = {
        "j/k move",
        "a or b the one you would ship",
        "s saves it",
        "? keys",
        "q quits",
    }
    for cells in range(40, 201):
        head, keys = welcome_lines(cells, glyphs)  # type: ignore[arg-type]  # a mapping of mixed values
        assert width_of(head) == cells
        assert width_of(keys) <= cells
        assert "Welcome to shiptui" in text_of(head)
        assert ("Esc hides this" in text_of(head)) == (cells >= 42)
        assert set(text_of(keys).strip().split("   ")) <= wanted
    assert set(text_of(keys).strip().split("   ")) == wanted
