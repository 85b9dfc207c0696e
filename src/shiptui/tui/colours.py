"""All colours: what each role looks like, by theme. Nothing here imports Textual.

One accent a side, blue for A and orange for B; neither carries a meaning alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache

ANSI = "terminal"
"""The theme of the sixteen colours of the reader's own terminal, and its own background."""

COLOURS: dict[str, dict[str, str]] = {
    "dark": {
        "text": "#d5d9e0",
        "a": "#7ab8ff",
        "b": "#ffab5e",
        "dim": "#959eab",
        "strong": "#ffffff",
        "rule": "#4a525e",
        "focus": "#c3cad4",
        "key": "#e8ecf2",
        "good": "#8fd6b4",
        "warn": "#ffc98a",
        "background": "#15181d",
        "surface": "#1b1f26",
        "cursor": "#262d38",
    },
    "light": {
        "text": "#24292f",
        "a": "#0b57a8",
        "b": "#8f4400",
        "dim": "#5a616b",
        "strong": "#000000",
        "rule": "#b9b5ab",
        "focus": "#4b5158",
        "key": "#101418",
        "good": "#1b6b4a",
        "warn": "#8a4500",
        "background": "#fbfaf7",
        "surface": "#f3f1ec",
        "cursor": "#e8e4da",
    },
    "contrast-dark": {
        "text": "#ffffff",
        "a": "#9fd0ff",
        "b": "#ffc266",
        "dim": "#d0d0d0",
        "strong": "#ffffff",
        "rule": "#a0a0a0",
        "focus": "#ffffff",
        "key": "#ffff80",
        "good": "#a8f0c8",
        "warn": "#ffd27f",
        "background": "#000000",
        "surface": "#000000",
        "cursor": "#20242c",
    },
    "contrast-light": {
        "text": "#000000",
        "a": "#003a7d",
        "b": "#632d00",
        "dim": "#3a3a3a",
        "strong": "#000000",
        "rule": "#606060",
        "focus": "#000000",
        "key": "#000000",
        "good": "#00472b",
        "warn": "#632d00",
        "background": "#ffffff",
        "surface": "#ffffff",
        "cursor": "#ebebeb",
    },
    ANSI: {
        "text": "ansi_default",
        "a": "ansi_blue",
        "b": "ansi_yellow",
        "dim": "ansi_default",
        "strong": "ansi_default",
        "rule": "ansi_default",
        "focus": "ansi_default",
        "key": "ansi_default",
        "good": "ansi_green",
        "warn": "ansi_yellow",
        "background": "ansi_default",
        "surface": "ansi_default",
        "cursor": "ansi_default",
    },
}
"""By the name a reader gives on the command line or in the config."""

BOLD = frozenset({"a", "b", "strong", "title", "key", "chosen"})
"""Roles that stand out without colour, too."""

_ALIKE = {"bar.a": "a", "bar.b": "b", "title": "strong", "chosen": "strong", "": "text"}


def colour_of(role: str) -> str:
    """Name the colour of a role."""
    return _ALIKE.get(role, role)


def scheme(wanted: str, *, background_is_dark: bool | None) -> str:
    """Name the colours for a wanted theme; `auto` follows the background, where it is known."""
    if wanted in COLOURS:
        return wanted
    return "light" if background_is_dark is False else "dark"


class Depth(Enum):
    """How many colours a terminal has."""

    SIXTEEN = 16
    MANY = 256
    TRUE = 1 << 24


def depth_of(environment: Mapping[str, str]) -> Depth:
    """Tell how many colours the terminal has, as Rich does."""
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return Depth.TRUE
    kind = environment.get("TERM", "").strip().lower().rpartition("-")[2]
    return Depth.MANY if kind in ("256color", "kitty") else Depth.SIXTEEN


_ANSI_CODES = {"ansi_default": 9, "ansi_green": 2, "ansi_yellow": 3, "ansi_blue": 4}


@cache
def colour_code(colour: str, depth: Depth, *, ground: bool = False) -> str:
    """What sets a colour of ours on the terminal, as text or as the ground below it."""
    if colour in _ANSI_CODES:
        return str((40 if ground else 30) + _ANSI_CODES[colour])
    red, green, blue = bytes.fromhex(colour[1:])
    which = f"2;{red};{green};{blue}" if depth is Depth.TRUE else f"5;{_nearest(red, green, blue)}"
    return f"{48 if ground else 38};{which}"


def _nearest(*colour: int) -> int:
    """The one of 256 colours that Rich takes for this one."""
    high, low = max(colour) / 255, min(colour) / 255
    light = (high + low) / 2
    reach = high + low if light <= 0.5 else 2 - high - low  # noqa: PLR2004 - half of the way
    if high == low or (high - low) / reach < 0.15:  # noqa: PLR2004 - as Rich has it
        grey = round(light * 25)
        return {0: 16, 25: 231}.get(grey, 231 + grey)
    red, green, blue = (
        round(each / 95 if each < 95 else 1 + (each - 95) / 40)  # noqa: PLR2004 - as above
        for each in colour
    )
    return 16 + 36 * red + 6 * green + blue
