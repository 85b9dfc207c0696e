"""`shiptui decide`: a decision record with the evidence of the day."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.dates import day_after, today
from shiptui.cli.delivering import write
from shiptui.cli.names import matchup_of, takes_of
from shiptui.cli.options import Command, force_option, out_option, pass_session
from shiptui.cli.out import line
from shiptui.cli.session import Session
from shiptui.cli.suggesting import suggest
from shiptui.export.decision import DecisionRecord
from shiptui.export.files import atomic_write, read_import
from shiptui.export.record import mark_superseded, record_markdown, record_name
from shiptui.export.reopening import LIMIT
from shiptui.model.catalog import Call
from shiptui.model.errors import NotSavedError, ShiptuiError

if TYPE_CHECKING:
    from shiptui.cli.items import Item

FOLDER = Path("docs", "decisions")
"""Where the records of a git repository stand."""


@click.command(
    cls=Command,
    examples=(
        "shiptui decide o3-pro --reason 'It runs on the phone'",
        "shiptui decide o3-pro --pro a:builder --con b:founder --revisit 90d",
    ),
)
@click.argument("matchup", nargs=-1, required=True, shell_complete=suggest("matchups"))
@out_option("The file, or a folder; docs/decisions/ of the git repository unless said.")
@force_option()
@click.option(
    "--supersede",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="An older record that this one takes the place of; both get a link.",
)
@click.option("--reason", default="", metavar="TEXT", help="Why you voted so.")
@click.option("--context", default="", metavar="TEXT", help="What made the question come up.")
@click.option("--driver", "drivers", multiple=True, metavar="TEXT", help="What the choice is for.")
@click.option(
    "--pro",
    "pros",
    multiple=True,
    metavar="TAKE",
    shell_complete=suggest("takes"),
    help="Quote this take: a:PERSONA, b:PERSONA or PERSONA; all are quoted unless some are named.",
)
@click.option(
    "--con",
    "cons",
    multiple=True,
    metavar="TAKE",
    shell_complete=suggest("takes"),
    help="The same for a take that speaks against its tool.",
)
@click.option("--exit-cost", metavar="TEXT", help="What leaving the choice again would cost.")
@click.option("--revisit", metavar="DATE", help="When to look again: a date, 90d or 12w.")
@click.option("--maker", "makers", multiple=True, metavar="NAME", help="Who decided.")
@pass_session
def decide(  # noqa: PLR0913 - one for each thing that a record can state
    session: Session,
    /,
    *,
    matchup: tuple[str, ...],
    target: Path | None,
    force: bool,
    supersede: Path | None,
    pros: tuple[str, ...],
    cons: tuple[str, ...],
    revisit: str | None,
    **stated: str | tuple[str, ...],
) -> None:
    """Write down a decision with the evidence of today, as a MADR document.

    MATCHUP is its id, an unambiguous part of it, or two tools. Your vote is what was decided;
    without one the record is a proposal. Pros and cons are takes: a ship speaks for its tool, a
    skip against it. The path of the record is printed.
    """
    found = matchup_of(session.store.catalog, matchup)
    takes = [
        *(each for word in pros for each in takes_of(found, session.personas, word, Call.SHIP)),
        *(each for word in cons for each in takes_of(found, session.personas, word, Call.SKIP)),
    ]
    record = DecisionRecord(
        found,
        session.personas,
        today().isoformat(),
        takes=tuple(dict.fromkeys(takes)) if takes else None,
        revisit=day_after(revisit).isoformat() if revisit else None,
        **stated,  # type: ignore[arg-type]  # named after the fields that they fill
    )
    if found.vote is None:
        out.say("There is no vote on it yet, so the record is a proposal; shiptui vote decides.")
    path = _write(session, record, _place(target, record), supersede, force=force)
    session.answer(lambda: _item(record, path, supersede), lambda: [line(str(path))])


def _write(
    session: Session, record: DecisionRecord, path: Path, old: Path | None, *, force: bool
) -> Path:
    """Write the record, and into the one that it supersedes that it does."""
    superseded = ""
    if old:
        text = read_import(old, LIMIT).decode("utf-8", "surrogateescape")
        superseded = mark_superseded(text, _seen_from(old, path), record.date)
        record = replace(record, supersedes=_seen_from(path, old))
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, record_markdown(record), force=force)
    if old:
        atomic_write(old, superseded.encode("utf-8", "surrogateescape"), replace=True)
    try:
        session.store.decisions.note(record.matchup.id, path)
    except NotSavedError as error:
        out.say(f"{path} was written, but not remembered: {error}")
    return path


def _seen_from(here: Path, there: Path) -> str:
    """The path of one file as a link in another has it."""
    return Path(os.path.relpath(there.absolute(), here.absolute().parent)).as_posix()


def _place(target: Path | None, record: DecisionRecord) -> Path:
    """The absolute path of the record: a folder gets a file with the next number."""
    try:
        place = (target.expanduser() if target else default_folder()).absolute()
        is_folder = target is None or place.is_dir()
        names = [each.name for each in place.iterdir()] if place.is_dir() else []
    except (OSError, RuntimeError, ValueError) as error:
        raise ShiptuiError(f"{target or 'The folder'} cannot be looked into: {error}.") from error
    return place / record_name(names, record) if is_folder else place


def default_folder() -> Path:
    """The folder for records: that of the git repository around here, else the one we are in."""
    here = Path.cwd()
    roots = [each for each in (here, *here.parents) if (each / ".git").exists()]
    return roots[0] / FOLDER if roots else here


def _item(record: DecisionRecord, path: Path, old: Path | None) -> Item:
    return {
        "path": str(path),
        "matchup": record.matchup.id,
        "title": record.title,
        "status": "accepted" if record.pick else "proposed",
        "date": record.date,
        "pick": record.pick,
        "hash": record.hash,
        "revisit": record.revisit,
        "supersedes": str(old) if old else None,
    }
