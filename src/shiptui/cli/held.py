"""What holds of a setting for this run: what was said from outside, else chosen in the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.cli import out
from shiptui.model.errors import ShiptuiError
from shiptui.settings.schema import BY_KEY
from shiptui.settings.settling import DEFAULT, Found

if TYPE_CHECKING:
    from shiptui.cli.session import Session

IN_PROGRAM = "chosen in the program"


def held(session: Session) -> dict[str, Found]:
    """Every setting by key, with its value and where it comes from. Opens no new database."""
    found = dict(session.weighing.found)
    if not session.settings.db.exists():
        return _with_defaults(found)
    try:
        kept = session.store.settings
        for key in [key for key, each in found.items() if each.where == DEFAULT]:
            if (word := kept.get(key)) is not None:
                found[key] = _chosen(key, word)
    except ShiptuiError as error:
        out.say(str(error))
    return _with_defaults(found)


def _chosen(key: str, word: str) -> Found:
    """A choice as the program wrote it down; a newer one may know words that this one does not."""
    option = BY_KEY[key]
    try:
        return Found(option.read(option.word(word)), IN_PROGRAM)
    except ValueError:
        return Found()


def _with_defaults(found: dict[str, Found]) -> dict[str, Found]:
    return {
        key: Found(BY_KEY[key].default) if each.where == DEFAULT else each
        for key, each in found.items()
    }
