"""The scorecard: one row a persona, both calls and scores, and how far they lie apart."""

from __future__ import annotations

from typing import NamedTuple

from shiptui.model.catalog import Take, gap
from shiptui.page.duel import STACKED_BELOW, column_cells
from shiptui.page.lines import Line, Span, column, fill_line, fit_line, line, paragraph, rule
from shiptui.page.look import Look
from shiptui.page.veil import HIDDEN
from shiptui.page.words import call_words

CALL_CELLS = 7
SCORE_CELLS = 3
GAP_CELLS = 7
VERDICT_CELLS = CALL_CELLS + 1 + SCORE_CELLS + 1
SHORTEST_BAR, LONGEST_BAR = 4, 24


class ScoreRow(NamedTuple):
    """One persona and its takes on the left and the right tool, where it has them."""

    persona: str | None
    name: str
    left: Take | None
    right: Take | None


def scorecard(
    rows: list[ScoreRow], chosen: str | None, remark: str, look: Look, cells: int
) -> list[Line]:
    """The table under its rule. Without any take it says why the rows are empty."""
    glyphs = look.glyphs
    lines = [
        rule(
            [Span("Scorecard", "title")],
            remark,
            cells,
            stroke=glyphs.light,
            role="rule",
            ellipsis=glyphs.ellipsis,
        )
    ]
    if look.panel_hidden:
        return [*lines, line(Span(f" Calls, scores and takes are {HIDDEN}. v shows them.", "dim"))]
    names = max((len(row.name) for row in rows), default=0)
    bar = _bar_cells(cells, names)
    left = _left_cells(cells, names, bar)
    for row in rows:
        mark = Span(f" {glyphs.mark if row.persona == chosen else ' '} ", "key")
        spans = line(
            mark,
            column(row.name, names + 2, glyphs.ellipsis, "strong" if row.persona == chosen else ""),
            *fill_line(line(*_verdict(row.left, "a", bar, look)), left, glyphs.ellipsis),
            *_verdict(row.right, "b", bar, look),
            "  ",
            _gap_words(row),
        )
        act = f"persona:{row.persona or ''}"
        clickable = tuple(span._replace(act=act) for span in spans)
        lines.append(fit_line(clickable, cells, glyphs.ellipsis))
    if all(row.left is None and row.right is None for row in rows):
        why = "The source reports the panel's share; who said what is unknown."
        lines[1:1] = [line(" ", *row) for row in paragraph(why, cells - 2, "dim")]
    return lines


def _bar_cells(cells: int, names: int) -> int:
    """What is left for one bar when both calls, both scores and the gap are said in full."""
    fixed = 3 + names + 2 + 2 * VERDICT_CELLS + 2 + GAP_CELLS
    bar = min((cells - fixed) // 2, column_cells(cells) - names - VERDICT_CELLS - 5, LONGEST_BAR)
    return bar if bar >= SHORTEST_BAR else 0


def _left_cells(cells: int, names: int, bar: int) -> int:
    """The field of the left verdict: the right one begins where the right column does."""
    if cells < STACKED_BELOW:
        return VERDICT_CELLS + bar + 2
    return column_cells(cells) + 4 - (3 + names + 2)


def _verdict(take: Take | None, side: str, bar: int, look: Look) -> Line:
    """Call, score and bar in a field of fixed width; what is unknown is said."""
    cells = VERDICT_CELLS + bar
    if take is None:
        return line(column("no take", cells, look.glyphs.ellipsis, "dim"))
    call = column(call_words(take), CALL_CELLS + 1, look.glyphs.ellipsis)
    if take.score is None:
        rest = cells - CALL_CELLS - 1
        return line(call, column("no score", rest, look.glyphs.ellipsis, "dim"))
    fill = round(take.score * bar / 100)
    stroke = look.glyphs.bar_a if side == "a" else look.glyphs.bar_b
    return line(
        call,
        Span(f"{take.score:>{SCORE_CELLS}} "),
        Span(stroke * fill, f"bar.{side}"),
        Span(look.glyphs.track * (bar - fill), "dim"),
    )


def _gap_words(row: ScoreRow) -> Span:
    """Who leads by how many points; equal scores show no winner, unknown ones show nothing."""
    points = gap(row.left, row.right)
    if points is None:
        return Span("")
    if points == 0:
        return Span("even", "dim")
    return Span(f"{'a' if points > 0 else 'b'} +{abs(points)}", "a" if points > 0 else "b")
