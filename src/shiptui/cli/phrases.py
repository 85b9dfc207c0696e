"""Facts said in words, unknown ones included: every phrase that more than one page shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.catalog import Call, Verdict
from shiptui.model.facts import NEITHER, TIE

if TYPE_CHECKING:
    from shiptui.cli.items import Names
    from shiptui.model.catalog import Panel, Take, Tool
    from shiptui.model.facts import Bookmark, Matchup

UNNAMED = "Unnamed"
"""Who spoke where the source does not say."""

UNDO_HINT = "shiptui undo takes it back."


def title(matchup: Matchup) -> str:
    """Both names, in canonical order."""
    return f"{matchup.left.name} vs {matchup.right.name}"


def share(panel: Panel) -> str:
    """The share of ships, aligned to the right."""
    return "  ? %" if panel.pct is None else f"{panel.pct:>3} %"


def panel_style(panel: Panel) -> str:
    """The style of a verdict."""
    return panel.verdict.value if panel.verdict else "dim"


def panel_words(panel: Panel) -> str:
    """A panel as its verdict, its share and the counts behind it."""
    unknown = f"{panel.unknown} unknown" if panel.unknown else ""
    if panel.verdict is None or panel.pct is None:
        return ", ".join(filter(None, ("panel unknown", unknown)))
    head = f"{panel.verdict.upper()} {panel.pct} %"
    counts = "as reported" if panel.reported else f"{panel.ships} ship {panel.skips} skip"
    return ", ".join(filter(None, (head, counts, "" if panel.reported else unknown)))


def call_words(take: Take) -> str:
    """A call: skip stands out by its capitals, `~` marks what was inferred."""
    if take.call is None:
        return "no call"
    word = "SKIP" if take.call is Call.SKIP else "ship"
    return f"~{word}" if take.call_inferred else word


def take_words(take: Take | None) -> str:
    """Call and score of a take."""
    if take is None:
        return "no take"
    score = "no score" if take.score is None else str(take.score)
    return f"{call_words(take)} {score}"


def take_style(take: Take | None) -> str:
    """The style of a call."""
    if take is None or take.call is None:
        return "dim"
    return Verdict(take.call.value).value


def persona_words(slug: str | None, names: Names) -> str:
    """The name of a persona as it is shown."""
    return names.get(slug, slug) if slug else UNNAMED


def gap_words(points: int | None) -> str:
    """A gap and the side it favours; nothing where a score is unknown."""
    if points is None:
        return ""
    return "even" if points == 0 else f"{'a' if points > 0 else 'b'} +{abs(points)}"


def sections(matchup: Matchup) -> str:
    """The section both tools stand in, or both sections."""
    left, right = (section(tool) for tool in (matchup.left, matchup.right))
    return left if left == right else f"{left} / {right}"


def section(tool: Tool) -> str:
    """The section of a tool."""
    return tool.section or tool.category or "no category"


def pick_mark(matchup: Matchup) -> str:
    """A vote as one letter: A or B for a side, = for a tie, x for neither; empty without one."""
    if matchup.vote is None:
        return ""
    marks = {TIE: "=", NEITHER: "x", matchup.left.slug: "A", matchup.right.slug: "B"}
    return marks.get(matchup.vote.pick, "?")


def pick_words(matchup: Matchup, pick: str | None) -> str:
    """A pick in words."""
    names = {None: "no vote", TIE: "a tie", NEITHER: "neither"}
    names |= {tool.slug: tool.name for tool in (matchup.left, matchup.right)}
    return names.get(pick, str(pick))


def bookmark_words(bookmark: Bookmark | None) -> str:
    """Whether and how something is saved."""
    if bookmark is None:
        return "not saved"
    tags = " ".join(f"#{tag}" for tag in bookmark.tags)
    return ": ".join(filter(None, (" ".join(filter(None, ("saved", tags))), bookmark.note)))
