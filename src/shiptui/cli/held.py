"""What holds of a setting for this run: what was said from outside, else chosen in the program."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from shiptui.cli import out
from shiptui.model.errors import ShiptuiError
from shiptui.page.glyphs import ASCII, UNICODE
from shiptui.settings.schema import BY_KEY
from shiptui.settings.settling import DEFAULT, Found

if TYPE_CHECKING:
    from shiptui.cli.session import Session
    from shiptui.page.glyphs import Glyphs

IN_PROGRAM = "chosen in the program"

# Where the program keeps its choices (tui/preferences.py), and its words where they are not ours.
_KEPT: dict[str, tuple[str, dict[str, object]]] = {
    **{key: (f"option.{key}", {}) for key in ("theme", "rows", "sort", "next", "glyphs", "motion")},
    "reveal": ("option.crowd", {"hidden": "vote", "shown": "always"}),
    "blind.panel": ("option.panel", {"hidden": True, "shown": False}),
    "blind.names": ("option.names", {"hidden": True, "shown": False}),
}


def held(session: Session) -> dict[str, Found]:
    """Every setting by key, with its value and where it comes from. Opens no new database."""
    found = dict(session.weighing.found)
    if not session.settings.db.exists():
        return _with_defaults(found)
    try:
        kept = session.store.settings
        for key, (place, words) in _KEPT.items():
            if found[key].where == DEFAULT and (word := kept.get(place)) is not None:
                found[key] = _chosen(key, words.get(word, word))
    except ShiptuiError as error:
        out.say(str(error))
    return _with_defaults(found)


def glyphs_of(session: Session) -> Glyphs:
    """The characters to draw with: as chosen, else those that stdout can take."""
    chosen = held(session)["glyphs"].value
    plain = chosen == "ascii" or (chosen == "auto" and not out.speaks_unicode(sys.stdout))
    return ASCII if plain else UNICODE


def _chosen(key: str, value: object) -> Found:
    """A choice as the program wrote it down; a newer one may know words that this one does not."""
    try:
        return Found(BY_KEY[key].read(value), IN_PROGRAM)
    except ValueError:
        return Found()


def _with_defaults(found: dict[str, Found]) -> dict[str, Found]:
    return {
        key: Found(BY_KEY[key].default) if each.where == DEFAULT else each
        for key, each in found.items()
    }
