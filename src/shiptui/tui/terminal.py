"""What was found out about the terminal before the start."""

from __future__ import annotations

from shiptui.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the terminal can show, and on what."""

    utf8: bool = True
    background_is_dark: bool | None = None
    no_colour: bool = False
