"""`shiptui take`: what the reader says of a tool, beside the panel and never counted with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from shiptui.cli.acts import acknowledge, tool_argument
from shiptui.cli.names import tool_of
from shiptui.cli.options import Command, pass_session
from shiptui.cli.session import Session
from shiptui.model.catalog import ME, Call, Take
from shiptui.model.errors import UsageError
from shiptui.model.frozen import replace
from shiptui.text.checked import WORDS_LIMIT
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Callable


@click.command(
    cls=Command,
    examples=(
        "shiptui take beads-gastownhall --call ship --score 80 --words 'Keeps its word'",
        "shiptui take beads-gastownhall --clear",
    ),
)
@tool_argument
@click.option("--call", type=click.Choice([call.value for call in Call]), help="Ship or skip.")
@click.option("--score", type=click.IntRange(0, 100), metavar="N", help="0 to 100 points.")
@click.option("--words", metavar="TEXT", help="What you say of it.")
@click.option("--clear", is_flag=True, help="Take your take away.")
@pass_session
def take(
    session: Session,
    /,
    tool: str,
    *,
    call: str | None,
    score: int | None,
    words: str | None,
    clear: bool,
) -> None:
    """Write a take of your own on a tool.

    It is shown as Me beside the personas, and counts for no panel, standing or agreement. What is
    not said stays as it was.
    """
    found = tool_of(session.store.catalog, tool)
    given = call is not None or score is not None or words is not None
    if clear == given:
        raise UsageError("Say --call, --score or --words; or --clear alone.")
    made = _cleared if clear else _changed(call, score, words)
    change = session.store.own.write_take(found, made)
    done = f"{'Took away' if change.after is None else 'Wrote'} your take on {found.name}."
    idle = f"There was no take of yours on {found.name}." if clear else "Nothing to change."
    acknowledge(session, found, change, done, idle)


def _cleared(_: Take) -> Take:
    return Take(ME)


def _changed(call: str | None, score: int | None, words: str | None) -> Callable[[Take], Take]:
    def made(before: Take) -> Take:
        return replace(
            before,
            call=before.call if call is None else Call(call),
            score=before.score if score is None else score,
            words=before.words if words is None else clean(words, WORDS_LIMIT) or None,
        )

    return made
