"""What one persona says of both tools."""

from __future__ import annotations

from shiptui.model.catalog import ME, Take, Tool
from shiptui.page.duel import column_cells, in_columns
from shiptui.page.lines import Line, Span, line, paragraph, rule
from shiptui.page.look import Look
from shiptui.page.words import call_words

INFERRED = "~ inferred from the words, not stated by the source"


def persona_takes(
    tools: tuple[Tool, Tool], persona: str | None, name: str, look: Look, cells: int
) -> list[Line]:
    """Both takes under the persona's name."""
    takes = [tool.take_of(persona) for tool in tools]
    head = rule(
        [Span(name, "title")],
        "" if look.every_take else "[ ] persona",
        cells,
        stroke=look.glyphs.light,
        role="rule",
        ellipsis=look.glyphs.ellipsis,
    )
    left, right = (
        _take_lines(take, tool, side, (persona, name), column_cells(cells))
        for take, tool, side in zip(takes, tools, "ab", strict=True)
    )
    lines = [head, *in_columns(left, right, look, cells)]
    if any(take is not None and take.call_inferred for take in takes):
        lines += [(), *(line(" ", *row) for row in paragraph(INFERRED, cells - 2, "dim"))]
    return lines


def _why_silent(tool: Tool, persona: str | None, name: str, side: str) -> str:
    if persona == ME:
        return f"You have written none; {'i' if side == 'a' else 'I'} does."
    known = tool.complete or tool.reported_pct is None
    return f"{name} has not reviewed this one." if known else f"What {name} said is unknown."


def _take_lines(
    take: Take | None, tool: Tool, side: str, who: tuple[str | None, str], cells: int
) -> list[Line]:
    tag = Span(f"[{side}] ", side)
    if take is None:
        why = _why_silent(tool, *who, side)
        return [line(tag, Span("no take", "dim")), *paragraph(why, cells, "dim")]
    score = "no score" if take.score is None else str(take.score)
    head = line(tag, Span(f"{call_words(take)} ", "strong"), Span(score, "dim"))
    if take.words is None:
        why = "No words." if take.score is None else "A score and no words."
        return [head, line(Span(why, "dim"))]
    return [head, *paragraph(take.words, cells)]
