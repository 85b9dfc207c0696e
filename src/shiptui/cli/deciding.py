"""`shiptui decide`: a decision record with the evidence of the day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.dates import day_after
from shiptui.cli.delivering import naming_force
from shiptui.cli.names import matchup_of, takes_of
from shiptui.cli.options import Command, force_option, out_option, pass_session
from shiptui.cli.out import line
from shiptui.cli.session import Session
from shiptui.cli.suggesting import suggest
from shiptui.export.decision import DecisionRecord
from shiptui.export.filing import file_record, place_of
from shiptui.model.catalog import Call
from shiptui.model.errors import NotSavedError
from shiptui.text.days import today

if TYPE_CHECKING:
    from shiptui.cli.items import Item


@click.command(
    cls=Command,
    examples=(
        "shiptui decide o3-pro --reason 'It runs on the phone'",
        "shiptui decide o3-pro --pro a:builder --con b:founder --revisit 90d",
    ),
)
@click.argument("matchup", nargs=-1, required=True, shell_complete=suggest("matchups"))
@out_option(
    "The file, or a folder; docs/decisions/ of the git repository unless said.", prints=False
)
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
    path = place_of(record, target)
    _write(session, record, path, supersede, force=force)
    session.answer(lambda: _item(record, path, supersede), lambda: [line(str(path))])


def _write(
    session: Session, record: DecisionRecord, path: Path, old: Path | None, *, force: bool
) -> None:
    """Write the record and remember where; a name that is taken wants --force."""
    with naming_force(path, force=force):
        file_record(record, path, old, force=force)
    try:
        session.store.decisions.note(record.matchup.id, path)
    except NotSavedError as error:
        out.say(f"{path} was written, but not remembered: {error}")


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
