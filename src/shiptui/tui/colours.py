"""All colours: what each role looks like, by theme. Nothing here imports Textual.

One accent a side, blue for A and orange for B; neither carries a meaning alone.
"""

from __future__ import annotations

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
