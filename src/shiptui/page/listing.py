"""One row of the list of matchups, on one line or on two."""

from __future__ import annotations

from shiptui.model.facts import MatchupRow
from shiptui.page.glyphs import Glyphs
from shiptui.page.lines import Line, Span, column, fill_line, line
from shiptui.page.look import Look
from shiptui.page.words import HOLDUP_MARKS, pick_mark, share_words
from shiptui.text.cells import fit, width

TWO_LINES_BELOW = 64
"""Narrower lists give each tool a line of its own."""

TALL = 2
"""Lines of a row that is drawn on more than one."""

ROOM_FOR_TALL_ROWS = 8
"""Lines a list needs before its rows take two."""

PCT_CELLS = 6
SECTION_FROM = 76
SECTION_CELLS = 18


def lines_a_row(cells: int, rows: int, tall_below: int) -> int:
    """Lines that a row takes in a list of this size."""
    return TALL if cells < tall_below and rows >= ROOM_FOR_TALL_ROWS else 1


def tall_below(look: Look) -> int:
    """Columns of a list below which a row takes two lines."""
    return 0 if look.compact else TWO_LINES_BELOW


def row_lines(
    row: MatchupRow, cells: int, glyphs: Glyphs, *, current: bool, swapped: bool, tall: bool
) -> list[Line]:
    """A row of exactly `cells`. The cursor is a character, not only a background."""
    gutter = _gutter(row, glyphs, current=current, swapped=swapped)
    sides = [(row.left_name, row.left_pct, row.left), (row.right_name, row.right_pct, row.right)]
    if swapped:
        sides.reverse()
    roles = ["chosen" if row.pick == slug else "" for _, _, slug in sides]
    first, second = (share_span(pct, glyphs, flipped=slug in row.flips) for _, pct, slug in sides)
    if tall:
        room = cells - 5 - PCT_CELLS
        above = line(*gutter, column(sides[0][0], room, glyphs.ellipsis, roles[0]), first)
        below = line(
            "   ", Span("v ", "dim"), column(sides[1][0], room, glyphs.ellipsis, roles[1]), second
        )
        return [fill_line(spans, cells, glyphs.ellipsis) for spans in (above, below)]
    left, right = _share((sides[0][0], sides[1][0]), _names_room(cells), glyphs.ellipsis)
    names = line(Span(left, roles[0]), Span(" v ", "dim"), Span(right, roles[1]))
    spans = line(*gutter, *fill_line(names, _names_room(cells) + 3, glyphs.ellipsis), first, second)
    if cells >= SECTION_FROM:
        section = column(row.section or "", SECTION_CELLS, glyphs.ellipsis, "dim")
        spans = line(*spans, "  ", section)
    return [fill_line(spans, cells, glyphs.ellipsis)]


def _names_room(cells: int) -> int:
    """Cells for the two names of a one-line row."""
    section = SECTION_CELLS + 2 if cells >= SECTION_FROM else 0
    return max(cells - 5 - 3 - 2 * PCT_CELLS - section, 8)


def _gutter(row: MatchupRow, glyphs: Glyphs, *, current: bool, swapped: bool) -> Line:
    """Cursor, state or vote, saved: one cell each."""
    mark = pick_mark(row.pick, row.left, swapped=swapped)
    if mark:
        state = Span(mark, {"A": "a", "B": "b"}.get(mark, "chosen"))
    else:
        state = Span(glyphs.seen, "dim") if row.seen else Span(glyphs.new, "key")
    return line(
        Span(glyphs.cursor if current else " ", "key"),
        Span(HOLDUP_MARKS.get(row.holdup, " "), "key"),
        state,
        Span(glyphs.saved if row.saved else " ", "key"),
        " ",
    )


def share_span(pct: int | None, glyphs: Glyphs, *, flipped: bool) -> Span:
    """The share of a panel, marked where its verdict is not what it was at the reader's act."""
    mark = glyphs.flipped if flipped else " "
    return Span(mark + share_words(pct), "warn" if flipped else "dim")


def _share(names: tuple[str, str], room: int, ellipsis: str) -> tuple[str, str]:
    """Divide the room: a short name leaves what it does not need to the long one."""
    left, right = names
    half = room // 2
    if width(left) <= half:
        return left, fit(right, room - width(left), ellipsis)
    if width(right) <= room - half:
        return fit(left, room - width(right), ellipsis), right
    return fit(left, half, ellipsis), fit(right, room - half, ellipsis)
