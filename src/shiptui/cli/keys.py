"""`shiptui keys`: the key table with the reader's own keys in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.options import Command, pass_session
from shiptui.cli.out import Cell, columns, line
from shiptui.cli.session import Session
from shiptui.model.errors import UsageError
from shiptui.tui.keymap import SENT_FOR, effective, named
from shiptui.tui.keys import BY_ID, KEYS, rebound

if TYPE_CHECKING:
    from shiptui.tui.keymap import Keymap


@click.command(
    cls=Command,
    examples=(
        "shiptui keys",
        "shiptui keys --try",
    ),
)
@click.option("--try", "trying", is_flag=True, help="Name every key that is pressed.")
@pass_session
def keys(session: Session, *, trying: bool) -> None:
    """List the keys of the program, with the id of each for the config file."""
    settings = session.settings
    keymap = effective(KEYS, settings.keys, settings.key_places)
    session.tell()
    for problem in keymap.problems:
        out.say(problem)
    if trying:
        _try(session, keymap)
    elif session.json:
        out.write_items(
            {
                "id": key.id,
                "keys": list(keymap.keys[key.id]),
                "default": list(key.keys),
                "group": key.group,
                "words": key.words,
                "says": key.says,
            }
            for key in KEYS
        )
    else:
        rows = [
            line(
                Cell(key.group, "dim"),
                Cell(key.display, "bold"),
                key.id,
                key.says,
            )
            for key in rebound(keymap.keys)
        ]
        session.print(columns(rows, {}))


def _try(session: Session, keymap: Keymap) -> None:
    """Name keys until the reader has had enough."""
    if not sys.stdin.isatty():
        raise UsageError("There is no terminal to press keys in; run it without a pipe.")
    from shiptui.cli.pressing import pressed

    owners = {key: id_ for id_, held in keymap.keys.items() for key in held}
    out.say("Press keys to see their names. q twice or ctrl+c ends it.")
    last = ""
    for key in map(_named, pressed(sys.stdin.fileno())):
        if key == "ctrl+c" or key == last == "q":
            return
        last = key
        session.print([line(Cell(key, "bold"), f"  {_meaning(key, owners)}")])
        out.flush()


def _named(key: str) -> str:
    """A key as the table has it, where it can be in one."""
    return named(key) or key


def _meaning(key: str, owners: dict[str, str]) -> str:
    id_ = owners.get(key)
    doubles = {"tab": "ctrl+i", "enter": "ctrl+m", "backspace": "ctrl+h", "escape": "ctrl+["}
    if id_:
        twin = f" ({doubles[key]} is the same)" if key in doubles else ""
        return f"{id_}: {BY_ID[id_].says}{twin}"
    if key in SENT_FOR:
        return f"the same as {SENT_FOR[key]} in most terminals, so it cannot be used"
    return "free"
