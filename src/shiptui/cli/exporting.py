"""`shiptui export`: what the reader did, as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.delivering import deliver
from shiptui.cli.options import Command, force_option, out_option, pass_session
from shiptui.cli.session import Session
from shiptui.cli.things import bookmark_of, thing_at
from shiptui.export.bundle import pack
from shiptui.export.lists import kept_matchup, kept_table, kept_tool, saved_links
from shiptui.export.tables import csv_text, markdown_text
from shiptui.export.web import bookmark_html, html_text
from shiptui.model.bundle import MATCHUP_PREFIX, TOOL_PREFIX
from shiptui.model.errors import UsageError
from shiptui.model.facts import Kind, Matchup
from shiptui.model.frozen import replace

if TYPE_CHECKING:
    from pathlib import Path

    from shiptui.export.lists import Kept
    from shiptui.store.store import Store

KINDS = {
    "all": frozenset(Kind),
    "votes": frozenset({Kind.VOTE, Kind.TOOL_VOTE}),
    "bookmarks": frozenset({Kind.BOOKMARK}),
}
TITLES = {"all": "Votes and bookmarks", "votes": "Votes", "bookmarks": "Bookmarks"}
FORMS = ("json", "csv", "md", "html", "netscape")


@click.command(
    cls=Command,
    examples=(
        "shiptui export --out shiptui.json",
        "shiptui export --what votes --format csv",
        "shiptui export --what bookmarks --format netscape --out bookmarks.html",
    ),
)
@click.option("--what", type=click.Choice(list(KINDS)), default="all", help="Which data.")
@click.option(
    "--format", "form", type=click.Choice(FORMS), help="The form; json unless said otherwise."
)
@out_option("The file to write; without it, the data is printed.")
@force_option()
@pass_session
def export(
    session: Session, what: str, form: str | None, target: Path | None, *, force: bool
) -> None:
    """Export votes and bookmarks.

    json holds everything and is what import reads. csv, md and html are for reading; netscape is
    the bookmark file of browsers.
    """
    form = form or "json"
    if session.json and target is None and form != "json":
        raise UsageError(f"--json and --format {form} are two forms; ask for one of them.")
    text = _text(session.store, what, form)
    deliver(session, text, target, force=force, about={"what": what, "format": form})


def _text(store: Store, what: str, form: str) -> str:
    if form == "json":
        bundle = store.dump()
        return pack(bundle if what == "all" else bundle.only(KINDS[what])).decode("ascii")
    if form == "netscape":
        return _netscape(store, what)
    table = kept_table(kept_things(store, what), TITLES[what])
    if form == "html":
        return html_text([table], TITLES[what])
    return {"csv": csv_text, "md": markdown_text}[form](table)


def _netscape(store: Store, what: str) -> str:
    if what == "votes":
        raise UsageError("A bookmark file holds what was saved; leave --what votes out.")
    kept = kept_things(store, "bookmarks")
    links = saved_links(kept)
    if len(links) < len(kept):
        out.say(f"{len(kept) - len(links)} saved things have no address and were left out.")
    return bookmark_html(links, TITLES["bookmarks"])


def kept_things(store: Store, what: str) -> list[Kept]:
    """What was voted on or saved, the newest first, with that of it that was asked for."""
    kinds, facts = KINDS[what], store.facts
    times: dict[str, int] = {}
    stamps = [
        *((MATCHUP_PREFIX + id_, vote.at, Kind.VOTE) for id_, vote in facts.votes()),
        *((TOOL_PREFIX + slug, vote.at, Kind.TOOL_VOTE) for slug, vote in facts.tool_votes()),
        *((key, mark.at, Kind.BOOKMARK) for key, mark in facts.bookmarks()),
    ]
    for key, at, kind in stamps:
        if kind in kinds:
            times[key] = max(at, times.get(key, 0))
    keys = sorted(times, key=lambda key: (-times[key], key))
    kept = [found for key in keys if (found := _kept(store, key))]
    if what == "votes":
        return [replace(each, bookmark=None) for each in kept]
    if what == "bookmarks":
        return [replace(each, vote=None, voted_at=None) for each in kept]
    return kept


def _kept(store: Store, key: str) -> Kept | None:
    thing = thing_at(store, key)
    if thing is None or isinstance(thing, Matchup):
        return kept_matchup(thing) if thing else None
    return kept_tool(thing, store.facts.tool_vote(thing.slug), bookmark_of(store, thing))
