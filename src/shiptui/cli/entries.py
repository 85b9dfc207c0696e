"""`shiptui entry`: tools that no feed tells of, written down by the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from shiptui.cli import out
from shiptui.cli.items import tool_item
from shiptui.cli.options import Group, pass_session
from shiptui.cli.out import Cell, columns, line
from shiptui.cli.session import Session
from shiptui.model.catalog import Tool
from shiptui.model.errors import NotFoundError
from shiptui.model.frozen import replace
from shiptui.page.words import UNDO_HINT
from shiptui.text.own import entry_slug

if TYPE_CHECKING:
    from shiptui.cli.items import Item

ENTRIES = ("Free", "Paid")

slug_argument = click.argument("slug", metavar="SLUG")


@click.group(cls=Group, examples=("shiptui entry ls",))
def entry() -> None:
    """Keep entries of your own, for tools that no feed tells of."""


@entry.command(
    examples=(
        "shiptui entry add our-parser --name 'Our Parser' --vendor us --entry free",
        "shiptui entry add our-linter --tagline 'Finds what reviews miss'",
    ),
)
@slug_argument
@click.option("--name", metavar="TEXT", help="The name to show; needed the first time.")
@click.option("--vendor", metavar="TEXT", help="Who makes it.")
@click.option("--category", metavar="TEXT", help="The label it stands under.")
@click.option("--entry", type=click.Choice(ENTRIES, case_sensitive=False), help="Free or paid.")
@click.option("--pricing", metavar="TEXT", help="The terms in words.")
@click.option("--tagline", metavar="TEXT", help="What it is, in a line.")
@click.option("--summary", metavar="TEXT", help="What it is, in full.")
@click.option("--source", metavar="URL", help="Where you know it from.")
@pass_session
def add(session: Session, /, slug: str, **stated: str | None) -> None:
    """Write down a tool that no feed tells of, or change what you wrote.

    It is listed, found, compared and voted on like any other, and marked as your own. What is not
    said stays as it was. Once a feed tells of a tool with this slug, the feed speaks.
    """
    slug = entry_slug(slug, "")
    given: dict[str, Any] = {name: value for name, value in stated.items() if value is not None}
    change = session.store.own.write_entry(
        slug, lambda before: replace(before or Tool(slug, ""), **given)
    )
    text = "Nothing to change." if change.number is None else f"Wrote {change.title}. {UNDO_HINT}"
    session.answer(lambda: _item(session, slug), lambda: [line(text)])


@entry.command(examples=("shiptui entry ls --json",))
@pass_session
def ls(session: Session) -> None:
    """List your own entries, newest first."""
    found = session.store.own.entries()
    if session.json:
        out.write_items(_item(session, tool.slug) for tool in found)
        return
    rows = [line(Cell(tool.slug, "dim"), Cell(tool.name, "bold"), _about(tool)) for tool in found]
    session.print(columns(rows, {}))
    if not found:
        out.say("There are no entries of your own. shiptui entry add writes one.")


@entry.command(examples=("shiptui entry rm our-linter",))
@slug_argument
@pass_session
def rm(session: Session, slug: str) -> None:
    """Take an entry away; votes, notes and takes on it stay, and undo brings it back."""
    found = session.store.own.entry(slug)
    if found is None:
        raise NotFoundError(f"{slug} is no entry of your own; shiptui entry ls lists them.")
    item = _item(session, slug)
    session.store.own.drop_entry(found)
    session.answer(lambda: item, lambda: [line(f"Removed {found.name}. {UNDO_HINT}")])


def _about(tool: Tool) -> str:
    return tool.tagline or tool.vendor or "nothing more was said"


def _item(session: Session, slug: str) -> Item:
    tool, facts = session.store.own.entry(slug) or Tool(slug, slug), session.store.facts
    return tool_item(tool, facts.tool_vote(slug), facts.bookmark(f"tool:{slug}"))
