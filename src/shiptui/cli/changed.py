"""`shiptui changed`: what feeds tell otherwise since the reader voted, saved or decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.dates import day_before, start_of
from shiptui.cli.items import moment, panel_item, take_item
from shiptui.cli.names import meant
from shiptui.cli.options import Command, pass_session
from shiptui.cli.out import Cell, Line, line
from shiptui.cli.session import Session
from shiptui.cli.suggesting import suggest
from shiptui.cli.things import id_of, thing_at, title_of
from shiptui.model.catalog import Panel, Take, Tool
from shiptui.model.changing import Difference, Said, is_flip
from shiptui.model.facts import Matchup
from shiptui.page.changed import ACTS, difference_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shiptui.cli.items import Item, Personas
    from shiptui.cli.things import Thing
    from shiptui.model.changing import Since, Step

UNCHANGED = "Nothing you voted on, saved or decided has changed since."
NO_HISTORY = "Nothing about it has changed since it came into this database."


@click.command(
    cls=Command,
    examples=(
        "shiptui changed",
        "shiptui changed --since 7d --json",
        "shiptui changed beads-gastownhall",
    ),
)
@click.argument("words", nargs=-1, metavar="[ID]", shell_complete=suggest("things"))
@click.option("--since", metavar="DAY", help="Only what changed from then on: a date, 7d or 2w.")
@pass_session
def changed(session: Session, words: tuple[str, ...], since: str | None) -> None:
    """List what changed since you voted, saved or decided, with what it was before.

    With ID, a matchup or a tool, everything that ever changed about it, newest first. What feeds
    said before they were first read here is not known.
    """
    not_before = start_of(day_before(since)) if since else 0
    if words:
        _history(session, meant(session.store.catalog, words), not_before)
        return
    found = session.store.changes.since_acts(not_before=not_before)
    things = [
        (thing, each) for key, each in found.items() if (thing := thing_at(session.store, key))
    ]
    if session.json:
        out.write_items(_thing_item(*each, session.personas) for each in things)
        return
    for number, each in enumerate(things):
        session.print([*([line()] if number else []), *_thing_lines(*each, session.personas)])
    if not things:
        out.say(UNCHANGED)


def _history(session: Session, thing: Thing, not_before: int) -> None:
    slugs = [tool.slug for tool in _tools(thing)]
    steps = [step for slug in slugs for step in session.store.changes.steps(slug)]
    steps = sorted((step for step in steps if step.at >= not_before), key=lambda step: -step.at)
    if session.json:
        out.write_items(_step_item(step, session.personas) for step in steps)
        return
    session.print([each for step in steps for each in _step_lines(step, thing, session.personas)])
    if not steps:
        out.say(NO_HISTORY)


def _tools(thing: Thing) -> tuple[Tool, ...]:
    return (thing.left, thing.right) if isinstance(thing, Matchup) else (thing,)


def _thing_lines(thing: Thing, since: Since, personas: Personas) -> list[Line]:
    head = line(
        Cell(title_of(thing), "bold"), Cell(f"  since {ACTS[since.act]}, {moment(since.at)}", "dim")
    )
    return [head, *_difference_lines(since.differences, thing, personas)]


def _step_lines(step: Step, thing: Thing, personas: Personas) -> list[Line]:
    head = line(Cell(moment(step.at), "dim"))
    return [head, *_difference_lines(step.differences, thing, personas)]


def _difference_lines(
    differences: Iterable[Difference], thing: Thing, personas: Personas
) -> list[Line]:
    names = {tool.slug: tool.name for tool in _tools(thing)}
    return [
        line("  ", Cell(difference_words(each, names, personas), "bold" if is_flip(each) else ""))
        for each in differences
    ]


def _thing_item(thing: Thing, since: Since, personas: Personas) -> Item:
    return {
        "kind": "matchup" if isinstance(thing, Matchup) else "tool",
        "id": id_of(thing),
        "title": title_of(thing),
        "act": since.act,
        "acted_at": moment(since.at),
        "flips": list(since.flips),
        "changes": [_difference_item(each, personas) for each in since.differences],
    }


def _step_item(step: Step, personas: Personas) -> Item:
    changes = [_difference_item(each, personas) for each in step.differences]
    return {"at": moment(step.at), "changes": changes}


def _difference_item(difference: Difference, personas: Personas) -> Item:
    return {
        "tool": difference.tool,
        "field": difference.field,
        "persona": difference.persona,
        "before": _said_item(difference.before, personas),
        "after": _said_item(difference.after, personas),
    }


def _said_item(value: Said, personas: Personas) -> object:
    if isinstance(value, Panel):
        return panel_item(value)
    if isinstance(value, Take):
        return take_item(value, personas)
    return value.slug if isinstance(value, Tool) else value
