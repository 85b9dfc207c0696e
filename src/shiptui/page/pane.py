"""A pane: a heading across it, and lines that scroll under it with a mark of where we are."""

from __future__ import annotations

from shiptui.page.glyphs import Glyphs
from shiptui.page.lines import Line, Page, Span, fill_line, line, rule


def list_heading(title: str, remark: str, cells: int, glyphs: Glyphs, *, focused: bool) -> Line:
    """The first line of a list, heavy where it has the focus."""
    return rule(
        [Span(title, "title")],
        remark,
        cells,
        stroke=glyphs.heavy if focused else glyphs.light,
        role="focus" if focused else "rule",
        ellipsis=glyphs.ellipsis,
    )


def room(rows: int) -> int:
    """Lines that scroll in a pane of so many rows."""
    return max(rows - 1, 1)


def furthest(page: Page, rows: int) -> int:
    """The last scroll position that fills a pane of so many rows."""
    return max(len(page.lines) - 1 - room(rows), 0)


def pane_line(page: Page, y: int, top: int, size: tuple[int, int], glyphs: Glyphs) -> Line:
    """Row `y` of a pane of columns and rows, scrolled by `top` lines."""
    cells, rows = size
    if y == 0:
        return page.lines[0] if page.lines else ()
    index = y + top
    spans = page.lines[index] if index < len(page.lines) else ()
    last = furthest(page, rows)
    if not last:
        return spans
    length = max(room(rows) * room(rows) // (len(page.lines) - 1), 1)
    start = round(top / last * (room(rows) - length))
    thumb = Span(glyphs.upright if start <= y - 1 < start + length else " ", "focus")
    return line(*fill_line(spans, cells - 1, glyphs.ellipsis), thumb)
