"""A matchup and a tool as pages of plain text. Pure: the same lines on a terminal and in a pipe."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from shiptui.cli.out import Cell, Line, line
from shiptui.model.catalog import ME, Verdict, gap, widest_gap
from shiptui.model.own import OWN_FEED
from shiptui.page.changed import ACTS, difference_words
from shiptui.page.community import matchup_words, tool_words
from shiptui.page.dissent import matchup_reports
from shiptui.page.words import (
    bookmark_words,
    gap_words,
    panel_words,
    persona_name,
    pick_words,
    section_of,
    take_words,
    title,
)
from shiptui.text.cells import pad, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shiptui.cli.items import Personas
    from shiptui.model.catalog import Panel, Take, Tool
    from shiptui.model.facts import Bookmark, Matchup, ToolVote
    from shiptui.model.feeds import Tally

PAGE = 78
LABEL = 11
GAP = 2
SCORE = 18
HALF = (PAGE - LABEL - GAP) // 2

INFERRED = "~ marks what was inferred from the words; the source does not state it."

_BLANK = line()


def matchup_card(matchup: Matchup, personas: Personas) -> list[Line]:
    """Both tools, the scorecard, who stands alone, what changed and every take."""
    sides = (matchup.left, matchup.right)
    pick = matchup.vote.pick if matchup.vote else None
    shown = _personas_of(sides, personas)
    return [
        line(Cell(title(matchup), "bold")),
        line(Cell(matchup.id, "dim")),
        _BLANK,
        *_row("", [f"[a] {matchup.left.name}", f"[b] {matchup.right.name}"], ["a", "b"]),
        *_facts(sides),
        *_row("Community", [matchup_words(matchup, sides)]),
        _BLANK,
        *_scorecard(matchup.left, matchup.right, shown, personas),
        *_marks(sides),
        *(row for said in matchup_reports(sides, personas) for row in _row("Minority", [said])),
        *_changes(matchup, personas),
        *_takes(sides, shown, personas),
        _BLANK,
        *_sources(sides),
        _BLANK,
        *_done(pick_words(matchup, pick), matchup.bookmark),
    ]


def tool_card(
    tool: Tool,
    personas: Personas,
    vote: ToolVote | None,
    bookmark: Bookmark | None,
    matchups: Sequence[str],
    community: Tally | None,
) -> list[Line]:
    """One tool, its panel, every take and the matchups it stands in."""
    shown = _personas_of((tool,), personas)
    return [
        line(Cell(tool.name, "bold")),
        line(Cell(tool.slug, "dim")),
        _BLANK,
        *_facts((tool,)),
        *_row("Community", [tool_words(community)]),
        _BLANK,
        line(Cell("Scorecard", "bold")),
        *(line(_persona(slug, personas), _score(tool.take_of(slug))) for slug in shown),
        *_marks((tool,)),
        *_takes((tool,), shown, personas),
        _BLANK,
        *_sources((tool,)),
        _BLANK,
        *_done(vote.call.value if vote else "no vote", bookmark),
        _BLANK,
        line(Cell("Matchups", "bold")),
        *([line(id_) for id_ in matchups] or [line("in no matchup yet")]),
    ]


def _personas_of(tools: Sequence[Tool], personas: Personas) -> list[str | None]:
    """Every persona of the catalog, None where a take does not say whose it is, and the reader."""
    known = [persona.slug for persona in personas]
    takes = (take for tool in tools for take in tool.takes)
    mine = [ME] if any(tool.mine for tool in tools) else []
    others = dict.fromkeys(take.persona for take in takes if take.persona not in known)
    return [*known, *others, *mine]


def _row(label: str, texts: Sequence[str], styles: Sequence[str] = ("", "")) -> list[Line]:
    """A labelled row of one or two cells, each wrapped in its own half of the page."""
    cells = PAGE - LABEL if len(texts) == 1 else HALF
    lines: list[Line] = []
    for number, parts in enumerate(zip_longest(*(wrap(text, cells) for text in texts))):
        pieces = [Cell(pad(label if number == 0 else "", LABEL), "dim")]
        for part, style in zip(parts, styles, strict=False):
            if len(pieces) > 1:
                pieces.append(Cell(" " * GAP))
            pieces.append(Cell(pad(part or "", cells), style))
        lines.append(tuple(pieces))
    return lines


def _facts(tools: Sequence[Tool]) -> list[Line]:
    panels = [tool.panel for tool in tools]
    return [
        *_row("Vendor", [tool.vendor or "vendor unknown" for tool in tools]),
        *_row("Entry", [tool.entry or "entry unknown" for tool in tools]),
        *_row("Pricing", [tool.pricing or "price unknown" for tool in tools]),
        *_row("Category", [_category(tool) for tool in tools]),
        *_row("Tagline", [tool.tagline or "no tagline" for tool in tools]),
        *_row("Summary", [tool.summary or "no summary" for tool in tools]),
        *_row(
            "Panel",
            [", ".join(panel_words(panel)) for panel in panels],
            [panel_style(panel) for panel in panels],
        ),
    ]


def _category(tool: Tool) -> str:
    if tool.category and tool.section and tool.category != tool.section:
        return f"{tool.section} ({tool.category})"
    return section_of(tool)


def _scorecard(
    left: Tool, right: Tool, shown: Sequence[str | None], personas: Personas
) -> list[Line]:
    heads = (pad("Scorecard", LABEL + GAP), pad("[a]", SCORE), pad("[b]", SCORE), "gap")
    lines = [tuple(Cell(head, "bold") for head in heads)]
    for slug in shown:
        ours, theirs = left.take_of(slug), right.take_of(slug)
        lines.append(
            line(
                _persona(slug, personas),
                _score(ours),
                _score(theirs),
                gap_words(gap(ours, theirs)),
            )
        )
    widest = widest_gap(left, right)
    if widest and widest[1]:
        who = persona_name(personas, widest[0])
        lines.append(line(Cell(f"Widest gap: {who}, {gap_words(widest[1])}", "dim")))
    return lines


def panel_style(panel: Panel) -> str:
    """The style of a verdict."""
    return panel.verdict.value if panel.verdict else "dim"


def _take_style(take: Take | None) -> str:
    return Verdict(take.call.value).value if take and take.call else "dim"


def _persona(slug: str | None, personas: Personas) -> str:
    return pad(persona_name(personas, slug), LABEL + GAP)


def _score(take: Take | None) -> Cell:
    return Cell(pad(take_words(take), SCORE), _take_style(take))


def _marks(tools: Sequence[Tool]) -> list[Line]:
    takes = (take for tool in tools for take in tool.takes)
    inferred = any(take.persona_inferred or take.call_inferred for take in takes)
    return [line(Cell(INFERRED, "dim"))] if inferred else []


def _changes(matchup: Matchup, personas: Personas) -> list[Line]:
    """What feeds tell otherwise since the reader's own act."""
    since = matchup.changed
    if since is None:
        return []
    flipped = ": a verdict flipped" if since.flips else ""
    names = {tool.slug: tool.name for tool in (matchup.left, matchup.right)}
    said = (difference_words(each, names, personas) for each in since.differences)
    head = line(Cell(f"Changed since {ACTS[since.act]}{flipped}", "bold"))
    return [_BLANK, head, *(line(text) for each in said for text in wrap(each, PAGE))]


def _takes(tools: Sequence[Tool], shown: Sequence[str | None], personas: Personas) -> list[Line]:
    lines: list[Line] = []
    for slug in shown:
        for tool in tools:
            for take in tool.takes_of(slug):
                lines += [_BLANK, _take_head(take, tool, personas)]
                lines += [line(text) for text in wrap(take.words or "no words", PAGE)]
    return lines


def _take_head(take: Take, tool: Tool, personas: Personas) -> Line:
    mark = "~" if take.persona_inferred else ""
    who = persona_name(personas, take.persona)
    return line(
        Cell(f"{mark}{who} on {tool.name}", "bold"),
        ": ",
        Cell(take_words(take), _take_style(take)),
    )


def _done(vote: str, bookmark: Bookmark | None) -> list[Line]:
    return [*_row("Your vote", [vote]), *_row("Bookmark", [bookmark_words(bookmark)])]


def _sources(tools: Sequence[Tool]) -> list[Line]:
    lines = [line(Cell("Sources", "bold"))]
    for tool in tools:
        as_of = f" (as of {tool.as_of})" if tool.as_of else ""
        own = "your own entry, " if tool.feed == OWN_FEED else ""
        lines += [line(tool.slug), line(f"  {own}{tool.source or 'source unknown'}{as_of}")]
    return lines
