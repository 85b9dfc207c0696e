"""Two tools side by side: fact beside fact, the same facts in the same order."""

from __future__ import annotations

from itertools import chain, zip_longest

from shiptui.model.catalog import Tool
from shiptui.page.lines import Line, Span, fill_line, fit_line, line, paragraph
from shiptui.page.look import Look
from shiptui.page.veil import HIDDEN
from shiptui.page.words import panel_words, pricing_words, vendor_words
from shiptui.text.cells import fit

STACKED_BELOW = 72
"""Narrower pages put one column above the other, in cells."""

Block = list[Line]


def in_columns(left: Block, right: Block, look: Look, cells: int) -> list[Line]:
    """Two blocks beside each other, or one above the other where there is no room for both."""
    if cells < STACKED_BELOW:
        return [line(" ", *row) if row else () for row in (*left, (), *right)]
    column = column_cells(cells)
    divider = Span(f" {look.glyphs.upright} ", "rule")
    mark = look.glyphs.ellipsis
    return [
        line(" ", *fill_line(a, column, mark), divider, *fit_line(b, column, mark))
        for a, b in zip_longest(left, right, fillvalue=())
    ]


def column_cells(cells: int) -> int:
    """The width of one column on a page of `cells`."""
    return cells - 2 if cells < STACKED_BELOW else (cells - 5) // 2


def duel(tools: tuple[Tool, Tool], pick: str | None, look: Look, cells: int) -> list[Line]:
    """Both tools. A fact of one stands beside the same fact of the other, however long it is."""
    column = column_cells(cells)
    left, right = (
        _facts(tool, side, pick, look, column) for tool, side in zip(tools, "ab", strict=True)
    )
    if cells < STACKED_BELOW:
        return in_columns(list(chain(*left)), list(chain(*right)), look, cells)
    return [row for a, b in zip(left, right, strict=True) for row in in_columns(a, b, look, cells)]


def about(tools: tuple[Tool, Tool], look: Look, cells: int) -> list[Line]:
    """What each tool is, in the catalog's words."""
    column = column_cells(cells)
    left, right = (
        [
            line(Span(f"[{side}] ", side), Span(tool.category or "category unknown", "dim")),
            *paragraph(tool.summary or "No description.", column),
        ]
        for tool, side in zip(tools, "ab", strict=True)
    )
    return in_columns(left, right, look, cells)


def _facts(tool: Tool, side: str, pick: str | None, look: Look, cells: int) -> list[Block]:
    verdict, counts = (HIDDEN, "") if look.panel_hidden else panel_words(tool.panel)
    return [
        [_head(tool, side, pick, look, cells), line(Span(vendor_words(tool), "dim"))],
        _worded(tool.tagline or "", "", look, cells),
        [line(Span("Panel ", "dim"), Span(verdict, "strong"), Span(f"  {counts}", "dim"))],
        _worded(pricing_words(tool), "" if tool.pricing else "dim", look, cells),
    ]


def _worded(text: str, role: str, look: Look, cells: int) -> Block:
    """A text in full, or its beginning where lines are dear."""
    if look.terse:
        return [line(Span(fit(text, cells, look.glyphs.ellipsis), role))]
    return paragraph(text, cells, role)


def _head(tool: Tool, side: str, pick: str | None, look: Look, cells: int) -> Line:
    """The name behind its key; the side voted for says so in words."""
    voted = Span("  your vote", "chosen") if pick == tool.slug else Span("")
    name = line(Span(tool.name, side, f"vote.{side}"))
    return line(
        Span(f"[{side}]", side, f"vote.{side}"),
        " ",
        *fit_line(name, cells - 4 - len(voted.text), look.glyphs.ellipsis),
        voted,
    )
