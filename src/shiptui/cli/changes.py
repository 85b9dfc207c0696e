"""Commands about what was done: undo, redo and the history."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.items import moment
from shiptui.cli.options import Command, as_tables, pass_session
from shiptui.cli.out import Cell, Line, columns, line
from shiptui.cli.session import Session
from shiptui.cli.sheets import history_sheet, write_sheet
from shiptui.cli.things import item_of, thing_of
from shiptui.model.errors import ShiptuiError
from shiptui.model.facts import NEITHER, TIE, UNDO_LIMIT, Change, Kind
from shiptui.page.syncing import holdup_words
from shiptui.page.told import OWN, own_step_words
from shiptui.page.words import UNDO_HINT
from shiptui.store.values import bookmark_of, tool_vote_of, vote_of

if TYPE_CHECKING:
    from shiptui.cli.items import Item
    from shiptui.model.account import Pending
    from shiptui.store.catalog import CatalogCache


@click.command(cls=Command, examples=("shiptui undo",))
@pass_session
def undo(session: Session) -> None:
    """Take back the last change, whatever it was."""
    change = session.store.facts.undo()
    if change is None:
        raise ShiptuiError("There is nothing to undo.")
    undone = told(session.store.catalog, change, before=change.after, after=change.before)
    _answer(session, change, f"Undone: {undone}. shiptui redo does it again.")


@click.command(cls=Command, examples=("shiptui redo",))
@pass_session
def redo(session: Session) -> None:
    """Do again what was undone last."""
    change = session.store.facts.redo()
    if change is None:
        raise ShiptuiError("There is nothing to redo.")
    done = told(session.store.catalog, change, before=change.before, after=change.after)
    _answer(session, change, f"Done again: {done}. {UNDO_HINT}")


@click.command(
    cls=Command,
    params=as_tables(),
    examples=("shiptui history --limit 10", "shiptui history --csv"),
)
@click.option(
    "--limit", type=click.IntRange(1), default=UNDO_LIMIT, metavar="N", help="At most so many."
)
@pass_session
def history(session: Session, limit: int) -> None:
    """List changes, newest first; undoing is a change as well, and so is an import.

    What came with an import or from another device is marked, and what has not arrived at an
    account where you are logged in.
    """
    catalog = session.store.catalog
    found = session.store.facts.history(limit)
    held = {each.fact: each for each in session.store.accounts.pending()}
    if session.json:
        out.write_items(change_item(each, held.get(each.number or 0)) for each in found)
        return
    rows = [(each, told(catalog, each, before=each.before, after=each.after)) for each in found]
    if session.sheet:
        write_sheet(history_sheet(rows), session.sheet)
        return
    lines = [_history_line(each, words, held.get(each.number or 0)) for each, words in rows]
    session.print(columns(lines, {}))
    if not found:
        out.say("Nothing was done yet.")


def _history_line(change: Change, words: str, held: Pending | None) -> Line:
    mark = "imported" if change.imported else "from another device" if change.elsewhere else ""
    if held is not None:
        mark = holdup_words(held)
    return line(Cell(moment(change.at), "dim"), words, Cell(mark, "dim"))


def told(catalog: CatalogCache, change: Change, before: str | None, after: str | None) -> str:
    """The step from one stored value to another in words; of an act of many, the first."""
    if change.kind in OWN:
        words = own_step_words(change.kind, change.title, before, after)
    else:
        words = _step_words(catalog, change, before, after)
    return f"{words}, and {change.more} more" if change.more else words


def _step_words(
    catalog: CatalogCache, change: Change, before: str | None, after: str | None
) -> str:
    title = change.title
    if change.kind is Kind.BOOKMARK:
        if before and after:
            return f"note and tags of {title} changed"
        return f"{title} {'saved' if after else 'removed from what is saved'}"
    if change.kind is Kind.SEEN:
        return f"{title} marked {'seen' if after else 'new'}"
    if after is None:
        return f"vote on {title} taken back"
    if change.kind is Kind.TOOL_VOTE:
        return f"vote {fact(change.kind, after)} on {title}"
    return f"vote for {_pick(catalog, fact(change.kind, after))} on {title}"


def change_item(change: Change, held: Pending | None = None) -> Item:
    """A change as a JSON-able mapping; `held` tells why it has not arrived at an account."""
    return {
        "number": change.number,
        "kind": change.kind.value,
        "key": change.key,
        "title": change.title,
        "before": fact(change.kind, change.before),
        "after": fact(change.kind, change.after),
        "at": moment(change.at),
        "more": change.more,
        "imported": change.imported,
        "elsewhere": change.elsewhere,
        "holdup": held.holdup.value if held else None,
        "reason": held.reason if held else None,
    }


def fact(kind: Kind, value: str | None) -> object:
    """What a stored value says: a pick, a call, a note with tags, that it was seen, own words."""
    if value is None:
        return None
    if kind is Kind.VOTE:
        vote = vote_of(value, 0)
        return vote.pick if vote else None
    if kind is Kind.TOOL_VOTE:
        tool_vote = tool_vote_of(value, 0)
        return tool_vote.call.value if tool_vote else None
    if kind is Kind.SEEN:
        return True
    if kind in OWN:
        return json.loads(value)
    bookmark = bookmark_of(value, 0)
    return {"note": bookmark.note or None, "tags": list(bookmark.tags)} if bookmark else None


def _pick(catalog: CatalogCache, pick: object) -> str:
    fixed = {TIE: "a tie", NEITHER: "neither"}
    tool = catalog.tool(str(pick))
    return fixed.get(str(pick)) or (tool.name if tool else str(pick))


def _answer(session: Session, change: Change, text: str) -> None:
    def item() -> Item | None:
        thing = thing_of(session.store, change)
        return item_of(session.store, thing) if thing else None

    session.answer(item, lambda: [line(text)])
