"""Styled lines: whatever the words, a line keeps to its cells and says where it was cut."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shiptui.page.glyphs import ASCII, UNICODE, Glyphs
from shiptui.page.lines import Line, Span, fill_line, fit_line, rule, spread, text_of, width_of

UNHURRIED = settings(deadline=None)
SPANS = st.lists(st.text("abc 漢字🦊", max_size=9), max_size=8).map(
    lambda texts: tuple(Span(text, "dim", "act") for text in texts)
)
CELLS = st.integers(min_value=4, max_value=50)
GLYPHS = st.sampled_from([UNICODE, ASCII])


@UNHURRIED
@given(spans=SPANS, cells=CELLS, glyphs=GLYPHS)
def test_a_fitted_line_keeps_to_its_cells_and_says_where_it_was_cut(
    spans: Line, cells: int, glyphs: Glyphs
) -> None:
    fitted = fit_line(spans, cells, glyphs.ellipsis)
    text, whole = text_of(fitted), text_of(spans)
    assert width_of(fitted) <= cells
    assert all(span[1:] == ("dim", "act") for span in fitted)
    if width_of(spans) <= cells:
        assert fitted == spans
    elif text.rstrip() != whole.rstrip():
        assert text.endswith(glyphs.ellipsis)
        assert whole.startswith(text.removesuffix(glyphs.ellipsis))


@UNHURRIED
@given(spans=SPANS, cells=CELLS, glyphs=GLYPHS)
def test_a_filled_line_has_exactly_its_cells(spans: Line, cells: int, glyphs: Glyphs) -> None:
    assert width_of(fill_line(spans, cells, glyphs.ellipsis)) == cells


@UNHURRIED
@given(left=SPANS, right=SPANS, cells=CELLS, glyphs=GLYPHS)
def test_of_two_ends_the_right_one_stays_whole_where_there_is_room(
    left: Line, right: Line, cells: int, glyphs: Glyphs
) -> None:
    both = spread(left, right, cells, glyphs.ellipsis)
    assert width_of(both) == cells
    if width_of(right) <= cells - 2:
        assert text_of(both).endswith(text_of(right))


@UNHURRIED
@given(
    title=SPANS,
    remark=st.text("abc 漢", max_size=30),
    cells=st.integers(min_value=10, max_value=60),
    glyphs=GLYPHS,
)
def test_a_rule_spans_its_pane_exactly(
    title: Line, remark: str, cells: int, glyphs: Glyphs
) -> None:
    """The remark is shown whole or not at all."""
    drawn = rule(title, remark, cells, stroke=glyphs.light, role="rule", ellipsis=glyphs.ellipsis)
    assert width_of(drawn) == cells
    shown = any(span.text == f" {remark} " and not span.act for span in drawn)
    if remark and shown:
        assert width_of(title) + 8 <= cells


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_every_glyph_but_the_ellipsis_takes_one_cell(glyphs: Glyphs) -> None:
    """Columns stand in line, whichever set is drawn."""
    for name in Glyphs.__slots__:
        if name != "ellipsis":
            assert width_of((Span(getattr(glyphs, name)),)) == 1, name


def test_the_ascii_set_is_ascii() -> None:
    assert all(getattr(ASCII, name).isascii() for name in Glyphs.__slots__)
