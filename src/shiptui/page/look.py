"""How the reader wants to see things; part of every page's input."""

from __future__ import annotations

from shiptui.model.frozen import dataclass, replace
from shiptui.page.glyphs import UNICODE, Glyphs


@dataclass(frozen=True, slots=True)
class Look:
    """Choices that change how a matchup is drawn, never what it is.

    `persona` is the chosen persona's slug. Until the reader chooses (`chosen` false) the page may
    pick the one that has most to say. `every_take` shows all personas instead of the chosen one,
    `terse` gives each fact one line, for low windows; `compact` gives each row of a list one.
    `panel_hidden` says that panel and takes are behind the veil of a blind mode,
    `decided` that there is a decision record about the matchup.
    """

    glyphs: Glyphs = UNICODE
    swapped: bool = False
    persona: str | None = None
    chosen: bool = False
    every_take: bool = False
    terse: bool = False
    compact: bool = False
    panel_hidden: bool = False
    decided: bool = False


ROOM_FOR_ALL_TAKES = 140
"""Columns of the detail from which every persona's takes are shown at once."""

ROOM_FOR_ALL_WORDS = 18
"""Rows of the detail below which each fact gets one line."""


def fitted(look: Look, cells: int, rows: int) -> Look:
    """The same look for a detail of this size."""
    return replace(look, every_take=cells >= ROOM_FOR_ALL_TAKES, terse=rows < ROOM_FOR_ALL_WORDS)
