"""Commands that show one thing whole: a matchup, any two tools, a tool."""

from __future__ import annotations

import click

from shiptui.cli.cards import LABEL, matchup_card, tool_card
from shiptui.cli.items import matchup_item, tally_item
from shiptui.cli.names import matchup_of, tool_of
from shiptui.cli.options import Command, pass_session
from shiptui.cli.out import Cell, Line, line
from shiptui.cli.session import Session
from shiptui.cli.suggesting import suggest
from shiptui.cli.things import bookmark_of, item_of
from shiptui.text.cells import pad


@click.command(
    cls=Command,
    examples=(
        "shiptui show o3-pro",
        "shiptui show smolvlm2 gpt-5-fine-tuning",
    ),
)
@click.argument("matchup", nargs=-1, required=True, shell_complete=suggest("matchups"))
@pass_session
def show(session: Session, matchup: tuple[str, ...]) -> None:
    """Show a matchup: both tools, the scorecard and every take.

    MATCHUP is its id, an unambiguous part of it, or two tools.
    """
    _show(session, matchup)


@click.command(cls=Command, examples=("shiptui compare beads-gastownhall smolvlm2",))
@click.argument("tools", nargs=2, metavar="TOOL TOOL", shell_complete=suggest("tools"))
@pass_session
def compare(session: Session, tools: tuple[str, str]) -> None:
    """Show any two tools side by side.

    No feed needs to have set them side by side, and they may stand in different categories.
    """
    _show(session, tools)


@click.command(cls=Command, examples=("shiptui tool beads-gastownhall --json",))
@click.argument("tool", shell_complete=suggest("tools"))
@pass_session
def tool(session: Session, tool: str) -> None:
    """Show one tool: its facts, its panel, every take and its matchups.

    TOOL is a slug, an unambiguous part of it, or a name that only one tool bears.
    """
    store = session.store
    found = tool_of(store.catalog, tool)
    matchups = store.catalog.matchups_of(found.slug)
    vote, bookmark = store.facts.tool_vote(found.slug), bookmark_of(store, found)
    community = store.catalog.tally(found.slug)
    session.answer(
        lambda: {
            **item_of(store, found, session.personas),
            "matchups": list(matchups),
            "community": tally_item(community),
        },
        lambda: tool_card(found, session.personas, vote, bookmark, matchups, community),
    )


def _show(session: Session, words: tuple[str, ...]) -> None:
    matchup = matchup_of(session.store.catalog, words)
    records = [str(path) for path in session.store.decisions.of(matchup.id)]
    session.answer(
        lambda: {
            **matchup_item(matchup, session.personas),
            "records": records,
            "community": tally_item(matchup.community),
        },
        lambda: [*matchup_card(matchup, session.personas), *map(_record_line, records)],
    )


def _record_line(path: str) -> Line:
    # Whole, so that it can be copied.
    return line(Cell(pad("Decided", LABEL), "dim"), path)
