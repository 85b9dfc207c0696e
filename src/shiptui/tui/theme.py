"""The colours as Textual's themes. The stylesheet names only their variables."""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from shiptui.tui.colours import ANSI, BOLD, COLOURS, colour_of, scheme


def _theme(name: str, role: dict[str, str]) -> Theme:
    """Make a theme from the colours of the roles; Textual's own widgets borrow from them."""
    ansi = name == ANSI
    return Theme(
        name=f"shiptui-{name}",
        primary=role["a"],
        secondary=role["b"],
        accent=role["b"],
        warning=role["warn"],
        error=role["warn"],
        success=role["good"],
        foreground=role["text"],
        background=role["background"],
        surface=role["surface"],
        panel=role["cursor"],
        dark="light" not in name,
        ansi=ansi,
        variables={
            **(BUILTIN_THEMES["ansi-dark"].variables if ansi else {}),
            **{f"role-{key}": value for key, value in role.items()},
            "role-cursor-style": "reverse" if ansi else "none",
            "role-choice-style": "underline" if ansi else "bold",
            "input-selection-background": role["a"],
            "screen-selection-background": role["a"],
            "screen-selection-foreground": role["background"],
        },
    )


THEMES = {name: _theme(name, role) for name, role in COLOURS.items()}
"""By the name a reader gives on the command line or in the config."""

DARK = THEMES["dark"]


def theme_name(wanted: str, *, background_is_dark: bool | None) -> str:
    """Name Textual's theme for a wanted one; `auto` follows the background, where it is known."""
    return THEMES[scheme(wanted, background_is_dark=background_is_dark)].name


def span_style(role: str, variables: dict[str, str], *, marked: bool) -> Style:
    """How a span looks where the theme has these variables, on the cursor's row or the ground."""
    return _style(
        variables[f"role-{colour_of(role)}"],
        variables["role-cursor" if marked else "background"],
        bold=role in BOLD,
        reverse=marked and variables["role-cursor-style"] == "reverse",
    )


@lru_cache(maxsize=256)
def _style(colour: str, ground: str, *, bold: bool, reverse: bool) -> Style:
    above, below = (Color.parse(each).rich_color for each in (colour, ground))
    return Style(color=above, bgcolor=below, bold=bold or None, reverse=reverse or None)
