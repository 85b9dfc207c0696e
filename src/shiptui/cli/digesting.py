"""`shiptui digest`: what is new and what was done since a day, as Markdown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.dates import day_before, start_of
from shiptui.cli.delivering import deliver
from shiptui.cli.items import matchup_item, moment, panel_item, side_item, tool_item
from shiptui.cli.options import Command, force_option, out_option, pass_session
from shiptui.cli.session import Session
from shiptui.cli.things import thing_at, title_of
from shiptui.export.digest import Digest, Flip, Saved, digest_markdown
from shiptui.export.words import day
from shiptui.model.catalog import Tool
from shiptui.model.changing import flipped
from shiptui.text.days import today

if TYPE_CHECKING:
    from pathlib import Path

    from shiptui.cli.items import Item
    from shiptui.model.facts import Matchup
    from shiptui.store.store import Store


@click.command(
    cls=Command,
    examples=("shiptui digest", "shiptui digest --since 2w --out digest.md"),
)
@click.option("--since", default="7d", metavar="DAY", help="A date, 7d or 2w; 7d unless said.")
@out_option("The file to write; without it, the digest is printed.")
@force_option()
@pass_session
def digest(session: Session, since: str, target: Path | None, *, force: bool) -> None:
    """Print a Markdown digest: what is new, what you voted and what you saved since a day.

    A tool is new when the date of its record is that day or later, and a matchup when one of its
    tools is.
    """
    found = digest_of(session.store, day_before(since).isoformat(), today().isoformat())
    if session.json and target is None:
        out.write_item(_item(found))
        return
    about: Item = {"since": found.since, "until": found.until}
    deliver(session, digest_markdown(found), target, force=force, about=about)


def digest_of(store: Store, since: str, until: str) -> Digest:
    """What happened between two days (ISO dates). Offline; nothing is kept of it."""
    catalog, facts = store.catalog, store.facts
    tools = tuple(each for each in catalog.tools() if (each.as_of or "") >= since)
    votes = (catalog.matchup(id_) for id_, vote in facts.votes() if day(vote.at) >= since)
    marks = ((thing_at(store, key), mark) for key, mark in facts.bookmarks())
    return Digest(
        since,
        until,
        new_tools=tools,
        new_matchups=_matchups_of(store, tools),
        flips=_flips(store, since),
        flips_since=kept if (kept := store.changes.kept_since()) > since else None,
        votes=tuple(each for each in votes if each),
        tool_votes=tuple(
            (catalog.tool(slug) or Tool(slug, slug), vote)
            for slug, vote in facts.tool_votes()
            if day(vote.at) >= since
        ),
        saved=tuple(
            Saved(title_of(thing), mark, thing.source)
            for thing, mark in marks
            if thing and day(mark.at) >= since
        ),
    )


def _matchups_of(store: Store, tools: tuple[Tool, ...]) -> tuple[Matchup, ...]:
    new = {tool.slug for tool in tools}
    rows = store.catalog.rows(store.catalog.index()) if new else []
    ids = [row.id for row in rows if {row.left, row.right} & new]
    return tuple(found for id_ in ids if (found := store.catalog.matchup(id_)))


def _flips(store: Store, since: str) -> tuple[Flip, ...]:
    """The tools whose verdict is not what it was when that day began."""
    pairs = (
        (before, store.catalog.tool(slug))
        for slug, before in store.changes.before(start_of(date.fromisoformat(since))).items()
    )
    found = [
        Flip(now, before.panel) for before, now in pairs if before and now and flipped(before, now)
    ]
    return tuple(sorted(found, key=lambda flip: (flip.tool.name.casefold(), flip.tool.slug)))


def _flip_item(flip: Flip) -> Item:
    return {"tool": side_item(flip.tool), "before": panel_item(flip.before)}


def _item(found: Digest) -> Item:
    return {
        "since": found.since,
        "until": found.until,
        "new_tools": [tool_item(tool, None, None) for tool in found.new_tools],
        "new_matchups": [matchup_item(each) for each in found.new_matchups],
        "flips": [_flip_item(each) for each in found.flips],
        "flips_since": found.flips_since or found.since,
        "votes": [matchup_item(each) for each in found.votes],
        "tool_votes": [tool_item(tool, vote, None) for tool, vote in found.tool_votes],
        "saved": [
            {
                "title": each.title,
                "note": each.bookmark.note or None,
                "tags": list(each.bookmark.tags),
                "saved_at": moment(each.bookmark.at),
                "source": each.source,
            }
            for each in found.saved
        ],
    }
