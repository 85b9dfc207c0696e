"""Lists as tables for other programs: CSV and Markdown, with one column for each field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.cli import out
from shiptui.cli.items import moment
from shiptui.cli.things import id_of, title_of
from shiptui.export.tables import Table, csv_text, markdown_text
from shiptui.model.facts import Matchup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shiptui.cli.things import Thing
    from shiptui.model.catalog import Tool
    from shiptui.model.facts import Bookmark, Change, MatchupRow, ToolVote


def write_sheet(table: Table, form: str) -> None:
    """Print a table as `csv` or `md`."""
    out.emit({"csv": csv_text, "md": markdown_text}[form](table))


def matchup_sheet(rows: Iterable[MatchupRow]) -> Table:
    """Matchups, as `ls` lists them."""
    head = (
        *("id", "left", "left name", "left panel %"),
        *("right", "right name", "right panel %"),
        *("category", "vote", "saved"),
    )
    cells = tuple(
        (
            *(row.id, row.left, row.left_name, row.left_pct),
            *(row.right, row.right_name, row.right_pct),
            *(row.section, row.pick, _yes(row.saved)),
        )
        for row in rows
    )
    return Table("Matchups", head, cells)


def tool_sheet(rows: Iterable[tuple[Tool, ToolVote | None, Bookmark | None]]) -> Table:
    """Tools, as `tools` lists them."""
    head = (
        *("slug", "name", "vendor", "category", "entry", "pricing"),
        *("panel %", "verdict", "vote", "saved", "as of", "source"),
    )
    cells = tuple(
        (
            *(tool.slug, tool.name, tool.vendor, tool.section, tool.entry, tool.pricing),
            *(tool.panel.pct, tool.panel.verdict, vote.call.value if vote else None),
            *(_yes(bookmark is not None), tool.as_of, tool.source),
        )
        for tool, vote, bookmark in rows
    )
    return Table("Tools", head, cells, links=(len(head) - 1,))


def saved_sheet(rows: Iterable[tuple[Thing, Bookmark]]) -> Table:
    """What was saved."""
    head = ("kind", "id", "title", "note", "tags", "saved at")
    cells = tuple(
        (
            "matchup" if isinstance(thing, Matchup) else "tool",
            *(id_of(thing), title_of(thing), mark.note or None),
            *(", ".join(mark.tags) or None, moment(mark.at)),
        )
        for thing, mark in rows
    )
    return Table("Saved", head, cells)


def history_sheet(rows: Iterable[tuple[Change, str]]) -> Table:
    """Changes with what they were, in words."""
    head = ("number", "at", "kind", "key", "title", "change", "more", "imported")
    cells = tuple(
        (
            *(change.number, moment(change.at), change.kind.value, change.key, change.title),
            *(words, change.more, _yes(change.imported)),
        )
        for change, words in rows
    )
    return Table("History", head, cells)


def _yes(true: bool) -> str:  # noqa: FBT001 - what is asked
    return "yes" if true else "no"
