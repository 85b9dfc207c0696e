"""Commands that list: matchups, tools, and what was saved."""

from __future__ import annotations

import click

from shiptui.cli import out
from shiptui.cli.options import Command, as_tables, one_filter, one_view, pass_session
from shiptui.cli.out import Cell, columns
from shiptui.cli.session import Session
from shiptui.cli.sheets import saved_sheet, tool_sheet, write_sheet
from shiptui.cli.suggesting import suggest
from shiptui.cli.tables import (
    EMPTY,
    NAME_CELLS,
    list_matchups,
    nothing_fits,
    refuse_unknown,
    tool_table,
)
from shiptui.cli.things import bookmark_of, id_of, item_of, thing_at, title_of
from shiptui.model.facts import Sort, View
from shiptui.page.words import bookmark_words

category_option = click.option(
    "--category", metavar="C", shell_complete=suggest("categories"), help="Only this category."
)
limit_option = click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")


@click.command(
    cls=Command,
    params=[one_view("Which list; feed unless said."), one_filter(), *as_tables()],
    examples=(
        "shiptui ls --view unvoted --limit 10",
        "shiptui ls --filter 'beads is:unvoted' --sort gap",
        "shiptui ls --csv",
    ),
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

    Each line: your vote (A, B, = for a tie, x for neither), * when saved, ^ while the vote waits
    to be sent, ! when it was refused, both tools with the share of their panel, the category and
    the id.
    """
    list_matchups(session, category=category, sort=Sort(sort), limit=limit)


@click.command(
    cls=Command,
    params=[one_filter(), *as_tables()],
    examples=("shiptui tools --filter entry:free", "shiptui tools --limit 20 --md"),
)
@category_option
@limit_option
@pass_session
def tools(session: Session, category: str | None, limit: int | None) -> None:
    """List tools.

    Each line: + for your ship or - for your skip, * when saved, name, share of the panel, vendor,
    entry, category and slug.
    """
    store = session.store
    found = store.catalog.tools(query=session.query, section=category, limit=limit)
    if not found:
        refuse_unknown(session, category)
    if session.json:
        out.write_items(item_of(store, tool) for tool in found)
        return
    rows = [(t, store.facts.tool_vote(t.slug), bookmark_of(store, t)) for t in found]
    if session.sheet:
        write_sheet(tool_sheet(rows), session.sheet)
        return
    session.print(tool_table(rows))
    if not found:
        out.say(nothing_fits(session, "tool"))


@click.command(
    cls=Command,
    params=as_tables(),
    examples=("shiptui saved --tag later", "shiptui saved --csv"),
)
@click.option(
    "--tag", metavar="T", shell_complete=suggest("tags"), help="Only what carries this tag."
)
@pass_session
def saved(session: Session, tag: str | None) -> None:
    """List what was saved, newest first, with tags and notes."""
    store = session.store
    found = [
        (thing, bookmark)
        for key, bookmark in store.facts.bookmarks(tag)
        if (thing := thing_at(store, key))
    ]
    if session.json:
        out.write_items(item_of(store, thing) for thing, _ in found)
        return
    if session.sheet:
        write_sheet(saved_sheet(found), session.sheet)
        return
    rows = [
        (Cell(title_of(thing)), Cell(bookmark_words(bookmark)), Cell(id_of(thing), "dim"))
        for thing, bookmark in found
    ]
    session.print(columns(rows, {0: 2 * NAME_CELLS}))
    if not found:
        out.say(f'Nothing saved carries the tag "{tag}".' if tag else EMPTY[View.SAVED])
