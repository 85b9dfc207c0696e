"""Commands that list: matchups, tools, and what was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from shiptui.cli import out, phrases
from shiptui.cli.items import matchup_item
from shiptui.cli.out import Cell, Line, columns
from shiptui.cli.session import Command, Session, pass_session, shared
from shiptui.cli.things import bookmark_of, id_of, item_of, thing_at, title_of
from shiptui.model.errors import NotFoundError
from shiptui.model.facts import Sort, View

if TYPE_CHECKING:
    from shiptui.cli.things import Thing
    from shiptui.model.catalog import Tool
    from shiptui.model.facts import Matchup
    from shiptui.store.store import Store

NAME_CELLS = 28

category_option = click.option("--category", metavar="C", help="Only this category.")
limit_option = click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")


def _filter_option() -> click.Option:
    return shared("--filter", "filter_text", metavar="TEXT", help="Only what matches.")


@click.command(
    cls=Command,
    params=[
        shared(
            "--view",
            type=click.Choice([view.value for view in View]),
            help="Which list; feed unless said.",
        ),
        _filter_option(),
    ],
)
@category_option
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in Sort]),
    default=Sort.NEWEST.value,
    help="The order.",
)
@limit_option
@pass_session
def ls(session: Session, category: str | None, sort: str, limit: int | None) -> None:
    """List matchups.

    Each line: your vote (A, B, = for a tie, x for neither), * when saved, both tools with the
    share of their panel, the category and the id.
    """
    catalog = session.store.catalog
    view = View(str(session.flags.get("view") or View.FEED))
    query = _query(session)
    ids = catalog.index(view, query=query, section=category, sort=Sort(sort), limit=limit)
    if not ids:
        _refuse_unknown(session, category)
    matchups = (matchup for id_ in ids if (matchup := catalog.matchup(id_)))
    if session.json:
        out.write_items(map(matchup_item, matchups))
        return
    session.print(
        columns([_matchup_row(each) for each in matchups], {1: NAME_CELLS, 3: NAME_CELLS})
    )
    if not ids:
        out.say("No matchup fits." if query or category else _EMPTY[view])


_EMPTY = {
    View.FEED: "The catalog holds no matchups; shiptui doctor tells more.",
    View.UNVOTED: "All caught up: every matchup has your vote. shiptui ls --view voted lists them.",
    View.SAVED: "Nothing saved yet. shiptui save ID keeps one for later.",
    View.VOTED: "No votes yet. shiptui vote MATCHUP PICK casts one.",
}


@click.command(cls=Command, params=[_filter_option()])
@category_option
@limit_option
@pass_session
def tools(session: Session, category: str | None, limit: int | None) -> None:
    """List tools.

    Each line: + for your ship or - for your skip, * when saved, name, share of the panel, vendor,
    entry, category and slug.
    """
    found = session.store.catalog.tools(query=_query(session), section=category, limit=limit)
    if not found:
        _refuse_unknown(session, category)
    if session.json:
        out.write_items(item_of(session.store, tool) for tool in found)
        return
    session.print(
        columns([_tool_row(session.store, tool) for tool in found], {1: NAME_CELLS, 3: 20})
    )
    if not found:
        out.say("No tool fits.")


@click.command(cls=Command)
@click.option("--tag", metavar="T", help="Only what carries this tag.")
@pass_session
def saved(session: Session, tag: str | None) -> None:
    """List what was saved, newest first, with tags and notes."""
    store = session.store
    keys = [key for key, _ in store.facts.bookmarks(tag)]
    things = [thing for key in keys if (thing := thing_at(store, key))]
    if session.json:
        out.write_items(item_of(store, thing) for thing in things)
        return
    session.print(columns([_saved_row(store, thing) for thing in things], {0: 2 * NAME_CELLS}))
    if not things:
        out.say(f'Nothing saved carries the tag "{tag}".' if tag else _EMPTY[View.SAVED])


COMMANDS = (ls, tools, saved)


def _query(session: Session) -> str:
    return str(session.flags.get("filter_text") or "")


def _refuse_unknown(session: Session, category: str | None) -> None:
    """Raise NotFoundError for a category that no tool has, rather than show an empty list."""
    if category is None:
        return
    catalog = session.store.catalog
    if not catalog.tools(section=category, limit=1):
        known = {phrases.section(tool) for tool in catalog.tools()}
        raise NotFoundError(f'There is no category "{category}"; there are:', tuple(sorted(known)))


def _matchup_row(matchup: Matchup) -> Line:
    mark = phrases.pick_mark(matchup)
    state = f"{mark or ' '}{'*' if matchup.bookmark else ' '}"
    return (
        Cell(state, {"A": "a", "B": "b"}.get(mark, "")),
        *_name_and_share(matchup.left),
        *_name_and_share(matchup.right),
        Cell(phrases.sections(matchup)),
        Cell(matchup.id, "dim"),
    )


def _name_and_share(tool: Tool) -> tuple[Cell, Cell]:
    panel = tool.panel
    return Cell(tool.name), Cell(phrases.share(panel), phrases.panel_style(panel))


def _tool_row(store: Store, tool: Tool) -> Line:
    vote = store.facts.tool_vote(tool.slug)
    mark = {"ship": "+", "skip": "-"}[vote.call] if vote else " "
    state = f"{mark}{'*' if bookmark_of(store, tool) else ' '}"
    return (
        Cell(state),
        *_name_and_share(tool),
        Cell(tool.vendor or "vendor unknown"),
        Cell(tool.entry or "entry unknown"),
        Cell(phrases.section(tool)),
        Cell(tool.slug, "dim"),
    )


def _saved_row(store: Store, thing: Thing) -> Line:
    kept = phrases.bookmark_words(bookmark_of(store, thing))
    return Cell(title_of(thing)), Cell(kept), Cell(id_of(thing), "dim")
