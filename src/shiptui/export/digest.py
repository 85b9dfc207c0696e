"""A Markdown digest: what is new, what flipped, what the reader voted and saved since a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from shiptui.export.words import UNKNOWN, day, panel_words, pick_words, title
from shiptui.text.markdown import link, prose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shiptui.model.catalog import Panel, Tool
    from shiptui.model.facts import Bookmark, Matchup, ToolVote

Item = TypeVar("Item")

MOST_LINES = 50
"""Of one section; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A tool whose verdict is not what it was."""

    tool: Tool
    before: Panel


@dataclass(frozen=True, slots=True)
class Saved:
    """Something that was saved, under the name it is shown by."""

    title: str
    bookmark: Bookmark
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened from `since` to `until` (ISO dates), each kind in the order to be shown.

    What the verdicts were before `flips_since` was not kept; it is None where that is not later
    than `since`.
    """

    since: str
    until: str
    new_tools: tuple[Tool, ...] = ()
    new_matchups: tuple[Matchup, ...] = ()
    flips: tuple[Flip, ...] = ()
    flips_since: str | None = None
    votes: tuple[Matchup, ...] = ()
    tool_votes: tuple[tuple[Tool, ToolVote], ...] = ()
    saved: tuple[Saved, ...] = ()


def digest_markdown(digest: Digest) -> str:
    """The digest; a section without news is left out, and so is unknown news but for a word."""
    sections = [
        *_section("New tools", digest.new_tools, _tool_line),
        *_section("New matchups", digest.new_matchups, _matchup_line),
        *_section("Changed their verdict", digest.flips, _flip_line),
        *_section("Your votes", digest.votes, _vote_line),
        *_section("Your votes on tools", digest.tool_votes, _tool_vote_line),
        *_section("Saved", digest.saved, _saved_line),
    ]
    lines = [f"# shiptui, {prose(digest.since)} to {prose(digest.until)}", *sections]
    if not sections:
        lines += ["", "Nothing new."]
    if digest.flips_since:
        day_ = prose(digest.flips_since)
        lines += ["", f"Whether a verdict changed before {day_} is unknown: none was kept."]
    return "\n".join(lines) + "\n"


def _section(heading: str, items: Iterable[Item], line_of: Callable[[Item], str]) -> list[str]:
    lines = [f"* {line_of(item)}" for item in items]
    if not lines:
        return []
    more = len(lines) - MOST_LINES
    rest = [f"* and {more} more"] if more > 0 else []
    return ["", f"## {heading} ({len(lines)})", "", *lines[:MOST_LINES], *rest]


def _tool_line(tool: Tool) -> str:
    about = f": {prose(tool.tagline.rstrip('.'))}" if tool.tagline else ""
    return f"**{prose(tool.name)}**{about}. {_panel(tool)}."


def _matchup_line(matchup: Matchup) -> str:
    sides = " against ".join(
        f"**{prose(tool.name)}** ({prose(panel_words(tool.panel))})"
        for tool in (matchup.left, matchup.right)
    )
    return f"{sides}{_where(matchup.source)}"


def _flip_line(flip: Flip) -> str:
    before, now = prose(panel_words(flip.before)), prose(panel_words(flip.tool.panel))
    return f"**{prose(flip.tool.name)}** was {before} and is now {now}."


def _vote_line(matchup: Matchup) -> str:
    vote = matchup.vote
    picked = pick_words(matchup, vote.pick if vote else None)
    return f"{prose(title(matchup))}: **{prose(picked)}**, {day(vote.at) if vote else UNKNOWN}"


def _tool_vote_line(voted: tuple[Tool, ToolVote]) -> str:
    tool, vote = voted
    return f"{prose(tool.name)}: **{vote.call.value}**, {day(vote.at)}"


def _saved_line(saved: Saved) -> str:
    mark = saved.bookmark
    tags = f" ({prose(', '.join(mark.tags))})" if mark.tags else ""
    note = f": {prose(mark.note)}" if mark.note else ""
    return f"{prose(saved.title)}{tags}{note}{_where(saved.source)}"


def _panel(tool: Tool) -> str:
    return f"Panel {prose(panel_words(tool.panel))}"


def _where(address: str | None) -> str:
    target = link(address)
    return f" {target}" if target else ""
