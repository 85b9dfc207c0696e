"""Lists as aligned lines, and what is said where there is nothing to list."""

from __future__ import annotations

from shiptui import TYPE_CHECKING
from shiptui.cli import out
from shiptui.cli.out import Cell, Line, columns
from shiptui.model.catalog import Panel
from shiptui.model.errors import NotFoundError
from shiptui.model.facts import Sort, View
from shiptui.page.words import HOLDUP_MARKS, pick_mark, section_of, section_words, share_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shiptui.cli.session import Session
    from shiptui.model.catalog import Tool
    from shiptui.model.facts import Bookmark, Matchup, MatchupRow, ToolVote

NAME_CELLS = 28

EMPTY = {
    View.FEED: "The catalog holds no matchups; shiptui doctor tells more.",
    View.UNVOTED: "All caught up: every matchup has your vote. shiptui ls --view voted lists them.",
    View.SAVED: "Nothing saved yet. shiptui save ID keeps one for later.",
    View.VOTED: "No votes yet. shiptui vote MATCHUP PICK casts one.",
}


def list_matchups(
    session: Session,
    *,
    category: str | None = None,
    sort: Sort = Sort.NEWEST,
    limit: int | None = None,
) -> None:
    """Print the matchups of a view."""
    catalog = session.store.catalog
    view = View(str(session.flags.get("view") or View.FEED))
    ids = catalog.index(view, query=session.query, section=category, sort=sort, limit=limit)
    if not ids:
        refuse_unknown(session, category)
    if session.json:
        from shiptui.cli.items import matchup_item

        held = {row.id: row.holdup for row in catalog.rows(ids)}
        whole = (matchup for id_ in ids if (matchup := catalog.matchup(id_)))
        out.write_items({**matchup_item(each), "holdup": held.get(each.id)} for each in whole)
        return
    if session.sheet:
        from shiptui.cli.sheets import matchup_sheet, write_sheet

        write_sheet(matchup_sheet(catalog.rows(ids)), session.sheet)
        return
    session.print(matchup_table(catalog.rows(ids), catalog.matchup))
    if not ids:
        out.say(nothing_fits(session, "matchup") if session.query or category else EMPTY[view])


def nothing_fits(session: Session, noun: str) -> str:
    """That a filter leaves nothing over, and the filter that may have been meant."""
    near = session.store.catalog.did_you_mean(session.query) if session.query else None
    return f"No {noun} fits." + (f" Did you mean: {near}" if near else "")


def refuse_unknown(session: Session, category: str | None) -> None:
    """Raise NotFoundError for a category that no tool has, rather than show an empty list."""
    if category is None:
        return
    catalog = session.store.catalog
    if not catalog.tools(section=category, limit=1):
        known = {section_of(tool) for tool in catalog.tools()}
        raise NotFoundError(f'There is no category "{category}"; there are:', tuple(sorted(known)))


def matchup_table(rows: Sequence[MatchupRow], whole: Callable[[str], Matchup | None]) -> list[Line]:
    """Matchups; `whole` loads one, for the few whose tools stand in two categories."""

    def section(row: MatchupRow) -> str:
        matchup = None if row.section else whole(row.id)
        return section_words(matchup) if matchup else row.section or ""

    lines = [_matchup_line(row, section(row)) for row in rows]
    return columns(lines, {1: NAME_CELLS, 3: NAME_CELLS})


def _matchup_line(row: MatchupRow, section: str) -> Line:
    mark = pick_mark(row.pick, row.left)
    return (
        Cell(
            f"{mark or ' '}{'*' if row.saved else ' '}{HOLDUP_MARKS.get(row.holdup, '')}",
            {"A": "a", "B": "b"}.get(mark, ""),
        ),
        Cell(row.left_name),
        _share(row.left_pct),
        Cell(row.right_name),
        _share(row.right_pct),
        Cell(section),
        Cell(row.id, "dim"),
    )


def _share(pct: int | None) -> Cell:
    """A share in the colour of its verdict, whoever counted it."""
    verdict = Panel(None, None, 0, pct, reported=True).verdict
    return Cell(share_words(pct), verdict.value if verdict else "dim")


def tool_table(rows: Sequence[tuple[Tool, ToolVote | None, Bookmark | None]]) -> list[Line]:
    """Tools, with what the reader did about each."""
    return columns([_tool_line(*row) for row in rows], {1: NAME_CELLS, 3: 20})


def _tool_line(tool: Tool, vote: ToolVote | None, bookmark: Bookmark | None) -> Line:
    mark = {"ship": "+", "skip": "-"}[vote.call] if vote else " "
    return (
        Cell(f"{mark}{'*' if bookmark else ' '}"),
        Cell(tool.name),
        _share(tool.panel.pct),
        Cell(tool.vendor or "vendor unknown"),
        Cell(tool.entry or "entry unknown"),
        Cell(section_of(tool)),
        Cell(tool.slug, "dim"),
    )
