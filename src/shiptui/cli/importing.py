"""`shiptui import`: what another database exported, looked at first and taken in at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shiptui.cli import out
from shiptui.cli.options import Command, pass_session
from shiptui.cli.out import line
from shiptui.cli.progress import progress
from shiptui.cli.session import Session
from shiptui.export.bundle import unpack
from shiptui.export.files import read_import
from shiptui.model.errors import ShiptuiError, UsageError
from shiptui.model.facts import Kind
from shiptui.page.importing import fact_words, gain_words
from shiptui.page.words import UNDO_HINT

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from shiptui.cli.items import Item
    from shiptui.model.bundle import Gain, Unpacked

MARK = "import"
"""The origin of facts that came from a file."""

MOST_REFUSED = 20
"""How many items that were left out are named; the rest is counted."""


@click.command(
    "import", cls=Command, examples=("shiptui import shiptui.json", "shiptui import old.json --yes")
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Import without being asked.")
@pass_session
def import_(session: Session, file: Path, *, yes: bool) -> None:
    """Import what `shiptui export` wrote.

    Tells what the file would bring, asks, and takes it in as a whole or not at all. Without a
    terminal to ask in, --yes is needed. One undo takes it back, unless there was no history yet:
    then all of it comes with its own.
    """
    with progress("Reading") as told:
        unpacked = unpack(read_import(file), told)
    store = session.store
    gain = store.foresee(unpacked.bundle)
    for sentence in _preview(file, unpacked, gain):
        out.say(sentence)
    if gain.facts:
        _ask(sure=yes)
        with progress("Importing") as told:
            gain = store.restore(unpacked.bundle, MARK, told)
    text = _done(gain)
    session.answer(lambda: _item(file, unpacked, gain), lambda: [line(text)])


def _preview(file: Path, unpacked: Unpacked, gain: Gain) -> Iterator[str]:
    for sentence in unpacked.refused[:MOST_REFUSED]:
        yield f"Left out: {sentence}"
    if (more := len(unpacked.refused) - MOST_REFUSED) > 0:
        yield f"Left out: {more} more."
    yield f"{file}: {fact_words(gain)}."
    yield from gain_words(gain)


def _ask(*, sure: bool) -> None:
    if sure:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("Nothing was imported; there is no terminal to ask in, so say --yes.")
    if not click.confirm("Import it?", err=True):
        raise ShiptuiError("Nothing was imported.")


def _done(gain: Gain) -> str:
    if not gain.facts:
        return "Nothing is new, so nothing was imported."
    if gain.whole:
        return f"Imported the whole history (facts: {gain.facts})."
    return f"Imported (facts: {gain.facts}). {UNDO_HINT}"


def _item(file: Path, unpacked: Unpacked, gain: Gain) -> Item:
    def counts(found: Counter[Kind]) -> dict[str, int]:
        return {kind.value: found[kind] for kind in Kind}

    return {
        "path": str(file),
        "facts": gain.facts,
        "known": gain.known,
        "whole": gain.whole,
        "added": counts(gain.added),
        "replaced": counts(gain.replaced),
        "removed": counts(gain.removed),
        "refused": list(unpacked.refused),
    }
