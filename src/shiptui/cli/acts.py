"""Commands that change something. Each answers after the change is on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.names import matchup_of, meant, pick_of, tool_of
from shiptui.cli.options import Command, pass_session
from shiptui.cli.out import line
from shiptui.cli.session import Session
from shiptui.cli.suggesting import suggest
from shiptui.cli.things import item_of, key_of, thing_at, title_of
from shiptui.model.catalog import Call
from shiptui.model.errors import UsageError
from shiptui.model.facts import Matchup
from shiptui.page.words import UNDO_HINT, pick_words, title
from shiptui.store.values import NOTE_LIMIT
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from shiptui.cli.things import Thing
    from shiptui.model.facts import Change

id_argument = click.argument(
    "words", nargs=-1, required=True, metavar="ID", shell_complete=suggest("things")
)
tool_argument = click.argument("tool", shell_complete=suggest("tools"))


@click.command(
    cls=Command,
    examples=(
        "shiptui vote o3-pro a",
        "shiptui vote smolvlm2 gpt-5-fine-tuning neither",
    ),
)
@click.argument(
    "words",
    nargs=-1,
    required=True,
    metavar="MATCHUP PICK",
    shell_complete=suggest("ballot"),
)
@pass_session
def vote(session: Session, words: tuple[str, ...]) -> None:
    """Vote on a matchup.

    MATCHUP is its id, an unambiguous part of it, or two tools. PICK is a or b, the sides as show
    prints them, one of the two tools, tie, neither, or clear to take the vote back.
    """
    *named, word = words
    if not named:
        raise UsageError("A pick is missing; end with a, b, a tool, tie, neither or clear.")
    catalog = session.store.catalog
    matchup = matchup_of(catalog, named)
    pick = pick_of(catalog, matchup, word)
    change = session.store.facts.cast_vote(matchup, pick)
    name = pick_words(matchup, pick)
    both = title(matchup)
    done = f"Voted {name}." if pick else f"Took back the vote on {both}."
    idle = f"The vote for {name} stands already." if pick else f"There was no vote on {both}."
    acknowledge(session, matchup, change, done, idle)


@click.command(cls=Command, examples=("shiptui ship beads-gastownhall",))
@tool_argument
@pass_session
def ship(session: Session, tool: str) -> None:
    """Vote to ship one tool."""
    _vote_on_tool(session, tool, Call.SHIP)


@click.command(cls=Command, examples=("shiptui skip beads-gastownhall",))
@tool_argument
@pass_session
def skip(session: Session, tool: str) -> None:
    """Vote to skip one tool."""
    _vote_on_tool(session, tool, Call.SKIP)


@click.command(cls=Command, examples=("shiptui unship beads-gastownhall",))
@tool_argument
@pass_session
def unship(session: Session, tool: str) -> None:
    """Take back the ship or skip vote on one tool."""
    _vote_on_tool(session, tool, None)


@click.command(
    cls=Command, examples=("shiptui save beads-gastownhall --note 'try it' --tag later",)
)
@id_argument
@click.option("--note", metavar="TEXT", help="A note to keep with it.")
@click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar="T",
    shell_complete=suggest("tags"),
    help="A tag; may be given again.",
)
@pass_session
def save(session: Session, words: tuple[str, ...], note: str | None, tags: tuple[str, ...]) -> None:
    """Save a matchup or a tool for later.

    ID is a matchup or a tool. What is saved already keeps its note and tags unless new ones are
    given.
    """
    store = session.store
    thing = meant(store.catalog, words)
    pair = (thing.left.slug, thing.right.slug) if isinstance(thing, Matchup) else None
    change = store.facts.save(
        key_of(thing), title_of(thing), note=note, tags=tags or None, pair=pair
    )
    if note and len(clean(note, 8 * NOTE_LIMIT)) > NOTE_LIMIT:
        out.say(f"The note was cut after {NOTE_LIMIT} characters.")
    name = title_of(thing)
    acknowledge(session, thing, change, f"Saved {name}.", f"{name} is saved already.")


@click.command(cls=Command, examples=("shiptui unsave beads-gastownhall",))
@id_argument
@pass_session
def unsave(session: Session, words: tuple[str, ...]) -> None:
    """Remove a bookmark, with its note and tags."""
    store = session.store
    thing = meant(store.catalog, words)
    name = title_of(thing)
    change = store.facts.unsave(key_of(thing), name)
    acknowledge(session, thing, change, f"Removed {name}.", f"{name} was not saved.")


def _vote_on_tool(session: Session, word: str, call: Call | None) -> None:
    tool = tool_of(session.store.catalog, word)
    change = session.store.facts.cast_tool_vote(tool, call)
    done = f"Voted {call} on {tool.name}." if call else f"Took back the vote on {tool.name}."
    idle = (
        f"The vote to {call} {tool.name} stands already."
        if call
        else f"There was no vote on {tool.name}."
    )
    acknowledge(session, tool, change, done, idle)


def acknowledge(session: Session, thing: Thing, change: Change, done: str, idle: str) -> None:
    """Say what was done, or that nothing had to be; with --json print the thing as it is now."""
    text = idle if change.number is None else f"{done} {UNDO_HINT}"
    store = session.store
    session.answer(
        lambda: item_of(store, thing_at(store, key_of(thing)) or thing), lambda: [line(text)]
    )
