"""What the windows' sizes and the reader's config make of every main screen. No Textual here."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from shiptui.tui.keys import KEYS, Key
from shiptui.tui.views import SavedFilter

SMALLEST = (40, 10)
"""Columns and rows below which there is nothing sensible to draw."""

WIDTHS = ((0, "-narrow"), (80, "-std"), (120, "-wide"), (180, "-ultra"))
HEIGHTS = ((0, "-flat"), (12, "-low"), (20, "-tall"))
"""Columns, and rows, from which each layout of the stylesheet holds."""


class Outfit(NamedTuple):
    """What the reader's config changes on every main screen."""

    table: tuple[Key, ...] = KEYS
    saved_filters: tuple[SavedFilter, ...] = ()
    breakpoints: list[tuple[int, str]] | None = None
    list_wide: int = 38
    list_ultra: int = 50
    open_command: str | None = None
    config: Path = Path("config.toml")
