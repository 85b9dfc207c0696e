"""What changed after the reader's own act, and what a tool was before, in words."""

from __future__ import annotations

from shiptui.model.catalog import Panel, Persona, Take, Tool
from shiptui.model.changing import FIELDS, Difference, Said, Since, is_flip
from shiptui.page.lines import Line, Span, line, paragraph, rule
from shiptui.page.look import Look
from shiptui.page.words import panel_words, persona_name, take_words

ACTS = {"vote": "your vote", "save": "you saved it", "decide": "your decision"}

_SHOWN = {"pricing": "price"}
"""Fields that a page calls otherwise."""


def changed_lines(
    since: Since | None,
    tools: tuple[Tool, ...],
    personas: tuple[Persona, ...],
    look: Look,
    cells: int,
) -> list[Line]:
    """The section of a page; nothing where nothing changed."""
    if since is None:
        return []
    head = rule(
        [Span(f"Changed since {ACTS[since.act]}", "title")],
        "a verdict flipped" if since.flips else "",
        cells,
        stroke=look.glyphs.light,
        role="rule",
        ellipsis=look.glyphs.ellipsis,
    )
    names = {tool.slug: tool.name for tool in tools}
    lines = [head]
    for each in since.differences:
        said = paragraph(difference_words(each, names, personas), cells - 2, _role(each))
        lines += [line(" ", *row) for row in said]
    return [(), *lines]


def _role(difference: Difference) -> str:
    return "warn" if is_flip(difference) else ""


def difference_words(
    difference: Difference, names: dict[str, str], personas: tuple[Persona, ...]
) -> str:
    """One difference in a line: what it is about, what it was, what it is now."""
    about = names.get(difference.tool, difference.tool)
    before, after = _said(difference.before), _said(difference.after)
    if difference.field == "tool":
        return f"{about} {'left' if difference.after is None else 'came into'} the catalog"
    if difference.field == "panel":
        return f"{about}, panel: {before} -> {after}"
    if difference.field in FIELDS:
        return f"{about}, {_SHOWN.get(difference.field, difference.field)}: {before} -> {after}"
    who = f"{persona_name(personas, difference.persona)} on {about}"
    if difference.field == "take":
        return f"{who}, {f'new take: {after}' if difference.before is None else f'gone: {before}'}"
    return f"{who}, {difference.field}: {before} -> {after}"


def _said(value: Said) -> str:
    if isinstance(value, Panel):
        return panel_words(value)[0]
    if isinstance(value, Take):
        return take_words(value)
    return "unknown" if value is None else str(value)
