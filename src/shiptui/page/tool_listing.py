"""One row of the list of tools."""

from __future__ import annotations

from typing import NamedTuple

from shiptui.model.catalog import Call, Tool
from shiptui.page.glyphs import Glyphs
from shiptui.page.lines import Line, Span, column, fill_line, line
from shiptui.page.listing import share_span

PCT_CELLS = 6
VENDOR_FROM = 60
VENDOR_CELLS = 18


class ToolRow(NamedTuple):
    """A tool with what the reader did about it, and whether its verdict is another one since."""

    tool: Tool
    call: Call | None
    saved: bool
    flipped: bool = False


def tool_row_lines(row: ToolRow, cells: int, glyphs: Glyphs, *, current: bool) -> list[Line]:
    """A row of exactly `cells`: cursor, my call as a sign, saved, name, panel, vendor."""
    sign = {Call.SHIP: "+", Call.SKIP: "-", None: " "}[row.call]
    wide = cells >= VENDOR_FROM
    room = cells - 5 - PCT_CELLS - (VENDOR_CELLS + 2 if wide else 0)
    spans = line(
        Span(glyphs.cursor if current else " ", "key"),
        " ",
        Span(sign, "chosen"),
        Span(glyphs.saved if row.saved else " ", "key"),
        " ",
        column(row.tool.name, room, glyphs.ellipsis, "chosen" if row.call else ""),
        share_span(row.tool.panel.pct, glyphs, flipped=row.flipped),
    )
    if wide:
        vendor = row.tool.vendor or "vendor unknown"
        spans = line(*spans, "  ", column(vendor, VENDOR_CELLS, glyphs.ellipsis, "dim"))
    return [fill_line(spans, cells, glyphs.ellipsis)]
