"""The page of one tool: all its facts, every take, its matchups, the reader's own call."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from shiptui.model.catalog import Persona, Take, Tool
from shiptui.model.changing import Since
from shiptui.model.facts import Bookmark, MatchupRow, ToolVote
from shiptui.model.own import OWN_FEED
from shiptui.page.changed import changed_lines
from shiptui.page.community import UNKNOWN
from shiptui.page.dissent import corrected_words, tool_report
from shiptui.page.duel import STACKED_BELOW
from shiptui.page.lines import Line, Page, Span, column, fill_line, line, page, paragraph
from shiptui.page.look import Look
from shiptui.page.section import heading
from shiptui.page.takes import INFERRED
from shiptui.page.words import call_words, panel_words, persona_name, pick_mark, pricing_words
from shiptui.ranking.dissent import Leniency

LABEL_CELLS = 11


class ToolSheet(NamedTuple):
    """What the page shows of a tool beside its record."""

    tool: Tool
    vote: ToolVote | None
    bookmark: Bookmark | None
    matchups: tuple[MatchupRow, ...]
    matchup_count: int
    changed: Since | None = None
    lenient: Leniency = MappingProxyType({})
    community: str = UNKNOWN
    origin: str | None = None


def tool_page(
    sheet: ToolSheet, personas: tuple[Persona, ...], look: Look, cells: int, *, focused: bool
) -> Page:
    """The whole page for a pane of `cells`."""
    tool = sheet.tool
    lines = [
        heading(tool.name, _remark(sheet, look), look, cells, focused=focused),
        *_facts(sheet, personas, cells),
        *changed_lines(sheet.changed, (tool,), personas, look, cells),
        (),
        *_takes(tool, personas, look, cells),
        (),
        *_matchups(sheet, look, cells),
    ]
    if any(take.call_inferred for take in tool.takes):
        lines += [(), *(line(" ", *row) for row in paragraph(INFERRED, cells - 2, "dim"))]
    return page(lines, cells, look.glyphs.ellipsis)


def _remark(sheet: ToolSheet, look: Look) -> str:
    remarks = [sheet.tool.section or "no category"]
    if sheet.tool.feed == OWN_FEED:
        remarks.append("your own entry")
    if sheet.bookmark is not None:
        remarks.append(f"{look.glyphs.saved} saved")
    return ", ".join(remarks)


def _facts(sheet: ToolSheet, personas: tuple[Persona, ...], cells: int) -> list[Line]:
    tool = sheet.tool
    verdict, counts = panel_words(tool.panel)
    mine = f"you would {sheet.vote.call}" if sheet.vote else "no call yet: + ship, - skip"
    facts = [
        ("Vendor", tool.vendor or "unknown"),
        ("Entry", tool.entry or "unknown"),
        ("Price", pricing_words(tool)),
        ("Category", tool.category or "unknown"),
        ("Panel", f"{verdict}  {counts}"),
        *_dissent(sheet, personas),
        ("Community", sheet.community),
        ("You", mine),
        ("Slug", tool.slug),
        ("Source", tool.source or "unknown"),
        ("As of", tool.as_of or "unknown"),
        ("Feed", sheet.origin or "unknown"),
    ]
    if sheet.bookmark is not None and (sheet.bookmark.note or sheet.bookmark.tags):
        facts.append(
            ("Note", " ".join((sheet.bookmark.note, *map("#{}".format, sheet.bookmark.tags))))
        )
    lines = [line(" ", *row) for row in paragraph(tool.tagline or "", cells - 2, "strong")]
    lines += [line(" ", *row) for row in paragraph(tool.summary or "", cells - 2)]
    lines.append(())
    for label, text in facts:
        rows = paragraph(text, cells - LABEL_CELLS - 2)
        for index, row in enumerate(rows):
            name = label if index == 0 else ""
            lines.append(line(" ", Span(f"{name:<{LABEL_CELLS}}", "dim"), *row))
    return lines


def _dissent(sheet: ToolSheet, personas: tuple[Persona, ...]) -> list[tuple[str, str]]:
    """The minority report first, then the panel without leniency, where they are known."""
    told = [
        ("Minority", tool_report(sheet.tool, personas, sheet.lenient)),
        ("Corrected", corrected_words(sheet.tool, sheet.lenient)),
    ]
    return [(label, words) for label, words in told if words]


def _takes(tool: Tool, personas: tuple[Persona, ...], look: Look, cells: int) -> list[Line]:
    lines = [heading("Takes", f"{len(tool.takes)}" if tool.takes else "none", look, cells)]
    takes = (*tool.takes, *((tool.mine,) if tool.mine else ()))
    if not takes:
        why = (
            "The source reports the panel's share; who said what is unknown."
            if tool.reported_pct is not None
            else "Nobody has reviewed it."
        )
        return [*lines, *(line(" ", *row) for row in paragraph(why, cells - 2, "dim"))]
    for index, take in enumerate(takes):
        lines += [()] if index else []
        lines += _take(take, persona_name(personas, take.persona), cells)
    return lines


def _take(take: Take, name: str, cells: int) -> list[Line]:
    score = "no score" if take.score is None else str(take.score)
    who = f"{name} (inferred)" if take.persona_inferred else name
    head = line(
        " ", Span(f"{call_words(take)} ", "strong"), Span(score, "dim"), Span(f"  {who}", "title")
    )
    words = take.words or "No words."
    role = "" if take.words else "dim"
    return [head, *(line(" ", *row) for row in paragraph(words, cells - 2, role))]


def _matchups(sheet: ToolSheet, look: Look, cells: int) -> list[Line]:
    lines = [heading("Matchups", str(sheet.matchup_count), look, cells)]
    for row in sheet.matchups:
        here_left = row.left == sheet.tool.slug
        other = row.right_name if here_left else row.left_name
        mark = pick_mark(row.pick, row.left) or " "
        pct = row.right_pct if here_left else row.left_pct
        spans = line(
            f" {mark} ",
            Span("v ", "dim"),
            column(other, max(min(cells - 12, STACKED_BELOW), 8), look.glyphs.ellipsis),
            Span("   ?" if pct is None else f" {pct:>3} %", "dim"),
        )
        act = f"matchup:{row.id}"
        lines.append(
            fill_line(tuple(s._replace(act=act) for s in spans), cells, look.glyphs.ellipsis)
        )
    left_out = sheet.matchup_count - len(sheet.matchups)
    if left_out:
        lines.append(line(Span(f" and {left_out} more", "dim")))
    return lines if sheet.matchups else [*lines, line(Span(" In no matchup yet.", "dim"))]
