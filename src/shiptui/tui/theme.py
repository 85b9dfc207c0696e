"""All colours: what each role looks like, by theme.

One accent a side, blue for A and orange for B; neither carries a meaning alone. The stylesheet
names only these variables.
"""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme


def _theme(name: str, *, dark: bool, ansi: bool = False, **role: str) -> Theme:
    """Make a theme from the colours of the roles; Textual's own widgets borrow from them."""
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
        dark=dark,
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


DARK = _theme(
    "dark",
    dark=True,
    text="#d5d9e0",
    a="#7ab8ff",
    b="#ffab5e",
    dim="#959eab",
    strong="#ffffff",
    rule="#4a525e",
    focus="#c3cad4",
    key="#e8ecf2",
    good="#8fd6b4",
    warn="#ffc98a",
    background="#15181d",
    surface="#1b1f26",
    cursor="#262d38",
)

LIGHT = _theme(
    "light",
    dark=False,
    text="#24292f",
    a="#0b57a8",
    b="#8f4400",
    dim="#5a616b",
    strong="#000000",
    rule="#b9b5ab",
    focus="#4b5158",
    key="#101418",
    good="#1b6b4a",
    warn="#8a4500",
    background="#fbfaf7",
    surface="#f3f1ec",
    cursor="#e8e4da",
)

CONTRAST_DARK = _theme(
    "contrast-dark",
    dark=True,
    text="#ffffff",
    a="#9fd0ff",
    b="#ffc266",
    dim="#d0d0d0",
    strong="#ffffff",
    rule="#a0a0a0",
    focus="#ffffff",
    key="#ffff80",
    good="#a8f0c8",
    warn="#ffd27f",
    background="#000000",
    surface="#000000",
    cursor="#20242c",
)

CONTRAST_LIGHT = _theme(
    "contrast-light",
    dark=False,
    text="#000000",
    a="#003a7d",
    b="#632d00",
    dim="#3a3a3a",
    strong="#000000",
    rule="#606060",
    focus="#000000",
    key="#000000",
    good="#00472b",
    warn="#632d00",
    background="#ffffff",
    surface="#ffffff",
    cursor="#ebebeb",
)

TERMINAL = _theme(
    "terminal",
    dark=True,
    ansi=True,
    text="ansi_default",
    a="ansi_blue",
    b="ansi_yellow",
    dim="ansi_default",
    strong="ansi_default",
    rule="ansi_default",
    focus="ansi_default",
    key="ansi_default",
    good="ansi_green",
    warn="ansi_yellow",
    background="ansi_default",
    surface="ansi_default",
    cursor="ansi_default",
)
"""The sixteen colours of the reader's own terminal, and its own background."""

THEMES = {
    "terminal": TERMINAL,
    "dark": DARK,
    "light": LIGHT,
    "contrast-dark": CONTRAST_DARK,
    "contrast-light": CONTRAST_LIGHT,
}
"""By the name a reader gives on the command line or in the config."""


def theme_name(wanted: str, *, background_is_dark: bool | None) -> str:
    """Name Textual's theme for a wanted one; `auto` follows the background, where it is known."""
    if wanted in THEMES:
        return THEMES[wanted].name
    return (LIGHT if background_is_dark is False else DARK).name
