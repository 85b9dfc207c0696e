"""What every page is built from: a heading across the pane, and sentences under it."""

from __future__ import annotations

from shiptui.page.lines import Line, Span, line, paragraph, rule
from shiptui.page.look import Look


def heading(name: str, remark: str, look: Look, cells: int, *, focused: bool = False) -> Line:
    """A rule with a name at the left and a remark at the right; heavy in the pane with the focus.

    Only the first heading of a page tells the focus.
    """
    return rule(
        [Span(name, "title")],
        remark,
        cells,
        stroke=look.glyphs.heavy if focused else look.glyphs.light,
        role="focus" if focused else "rule",
        ellipsis=look.glyphs.ellipsis,
    )


def told(text: str, cells: int, role: str = "") -> list[Line]:
    """A text broken between words, one cell away from the edges."""
    return [line(" ", *row) for row in paragraph(text, cells - 2, role)]
