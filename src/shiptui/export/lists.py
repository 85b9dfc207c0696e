"""What the reader voted on and saved, as a table and as links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shiptui.export.tables import Cell, Table
from shiptui.export.web import SavedLink
from shiptui.export.words import moment, pick_words, title
from shiptui.text.address import check_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shiptui.model.catalog import Tool
    from shiptui.model.facts import Bookmark, Matchup, ToolVote

HEAD = (
    "kind",
    "id",
    "title",
    "vote",
    "voted at",
    "saved at",
    "note",
    "tags",
    "left panel %",
    "right panel %",
    "source",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A matchup or a tool with what the reader did about it. Times are ms, UTC.

    `panels` are the shares of its one or two tools, in percent, None where unknown.
    """

    kind: str
    id: str
    title: str
    vote: str | None
    voted_at: int | None
    bookmark: Bookmark | None
    panels: tuple[int | None, int | None]
    source: str | None


def kept_matchup(matchup: Matchup) -> Kept:
    """A matchup that was voted on or saved."""
    vote = matchup.vote
    return Kept(
        "matchup",
        matchup.id,
        title(matchup),
        pick_words(matchup, vote.pick) if vote else None,
        vote.at if vote else None,
        matchup.bookmark,
        (matchup.left.panel.pct, matchup.right.panel.pct),
        matchup.source,
    )


def kept_tool(tool: Tool, vote: ToolVote | None, bookmark: Bookmark | None) -> Kept:
    """A tool that was voted on or saved."""
    return Kept(
        "tool",
        tool.slug,
        tool.name,
        vote.call.value if vote else None,
        vote.at if vote else None,
        bookmark,
        (tool.panel.pct, None),
        tool.source,
    )


def kept_table(kept: Iterable[Kept], name: str) -> Table:
    """One row for each thing, in the order given."""
    return Table(name, HEAD, tuple(map(_row, kept)), links=(HEAD.index("source"),))


def saved_links(kept: Iterable[Kept]) -> list[SavedLink]:
    """The saved things whose source can be opened."""
    return [
        SavedLink(each.title, each.source, each.bookmark.at, each.bookmark.note, each.bookmark.tags)
        for each in kept
        if each.bookmark and each.source and check_address(each.source)
    ]


def _row(each: Kept) -> tuple[Cell, ...]:
    mark = each.bookmark
    return (
        each.kind,
        each.id,
        each.title,
        each.vote,
        moment(each.voted_at) if each.voted_at is not None else None,
        moment(mark.at) if mark else None,
        mark.note or None if mark else None,
        ", ".join(mark.tags) or None if mark else None,
        *each.panels,
        each.source,
    )
