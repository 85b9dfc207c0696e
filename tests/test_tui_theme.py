"""Colours: readable on every background they are drawn on, the same roles in every theme."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.color import Color

import shiptui.tui
from shiptui.page.lines import ROLES
from shiptui.tui.colours import colour_of
from shiptui.tui.theme import DARK, THEMES
from terminal import browse_of, opened

if TYPE_CHECKING:
    from shiptui.store.store import Store

READABLE = 4.5
"""What WCAG 2 asks of text."""

STYLESHEET = (Path(shiptui.tui.__file__).parent / "shiptui.tcss").read_text("utf-8")
HIGH = 7.0
"""What it asks of text with high contrast."""

GROUNDS = ("background", "surface", "cursor")
NO_TEXT = {"role-rule"}
"""Strokes between panes are not read."""


def luminance(colour: str) -> float:
    """How bright a colour is, as WCAG 2 defines it."""
    parts = (channel / 255 for channel in Color.parse(colour).get_truecolor())
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 for the same colour to 21 for black on white."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


COLOURED = [name for name, theme in THEMES.items() if not theme.ansi]
"""Those whose colours are ours; the terminal theme's are the reader's own."""


@pytest.mark.parametrize("name", COLOURED)
def test_every_text_colour_can_be_read_on_every_background(name: str) -> None:
    theme = THEMES[name]
    wanted = HIGH if name.startswith("contrast") else READABLE
    grounds = [theme.variables[f"role-{ground}"] for ground in GROUNDS]
    texts = {
        role: each
        for role, each in theme.variables.items()
        if role.removeprefix("role-") in ROLES and role not in NO_TEXT
    }
    assert len(texts) >= len(ROLES) - 6
    texts |= {"foreground": theme.foreground or "", "error": theme.error or ""}
    for role, colour in texts.items():
        for ground in grounds:
            assert contrast(colour, ground) >= wanted, (role, ground)


def test_every_theme_knows_every_colour_the_stylesheet_names() -> None:
    named = set(re.findall(r"\$(role-[\w-]+)", STYLESHEET))
    assert named
    for theme in THEMES.values():
        assert named <= set(theme.variables)


def test_every_role_of_a_page_has_a_look() -> None:
    for role in ROLES - {""}:
        assert f"role-{colour_of(role)}" in DARK.variables


def test_no_colour_is_written_outside_the_theme() -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!\s*[,{])|rgb\(|hsl\(", STYLESHEET)


@pytest.mark.parametrize("name", COLOURED)
async def test_the_chosen_theme_is_what_is_drawn(store: Store, name: str) -> None:
    async with opened(store, (80, 24), theme=name) as pilot:
        strips = pilot.app.screen._compositor.render_strips()
        grounds = {s.style.bgcolor for strip in strips for s in strip if s.style}
        theme = THEMES[name]
        wanted = {theme.background, theme.variables["role-cursor"]}
        assert {g.get_truecolor().hex for g in grounds if g} == wanted
        assert browse_of(pilot).list.has_focus
