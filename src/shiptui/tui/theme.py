"""All colours: what each role looks like, by theme.

One accent a side, blue for A and orange for B; neither carries a meaning alone. The stylesheet
names only these variables.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="shiptui-dark",
    primary="#7ab8ff",
    secondary="#ffab5e",
    accent="#ffab5e",
    warning="#ffab5e",
    error="#ff8f8f",
    success="#8fd6b4",
    foreground="#d5d9e0",
    background="#15181d",
    surface="#1b1f26",
    panel="#232932",
    dark=True,
    variables={
        "role-text": "#d5d9e0",
        "role-a": "#7ab8ff",
        "role-b": "#ffab5e",
        "role-dim": "#8a93a0",
        "role-strong": "#ffffff",
        "role-rule": "#4a525e",
        "role-focus": "#c3cad4",
        "role-key": "#e8ecf2",
        "role-good": "#8fd6b4",
        "role-warn": "#ffc98a",
        "role-cursor": "#262d38",
    },
)

LIGHT = Theme(
    name="shiptui-light",
    primary="#0b57a8",
    secondary="#9a4a00",
    accent="#9a4a00",
    warning="#9a4a00",
    error="#a32020",
    success="#1b6b4a",
    foreground="#24292f",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e9e6df",
    dark=False,
    variables={
        "role-text": "#24292f",
        "role-a": "#0b57a8",
        "role-b": "#9a4a00",
        "role-dim": "#5f6670",
        "role-strong": "#000000",
        "role-rule": "#b9b5ab",
        "role-focus": "#4b5158",
        "role-key": "#101418",
        "role-good": "#1b6b4a",
        "role-warn": "#8a4500",
        "role-cursor": "#e8e4da",
    },
)

THEMES = {"dark": DARK, "light": LIGHT}
"""By the name a reader gives on the command line or in the config."""
