"""Every text of the catalog is an attack: each screen, in each width, shows letters and no more.

Measured on a real terminal: of all bytes that were written, what the program itself sends is taken
away, and what is left may hold nothing that steers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sizes import is_whole

from hostile_texts import MARKUP, not_the_programs, poison
from shiptui.store.store import Store
from terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Figure

pytestmark = pytest.mark.soak

WINDOWS = [(40, 12), (60, 20), (80, 24), (120, 40), (200, 60)][: None if is_whole() else 1]

SCREENS = (
    "a",
    "u",
    "s",
    "2",
    "3",
    "4",
    "7",
    "5",
    "\r",
    "1",
    "\r",
    "p",
    "1",
    "S",
    "P",
    "z",
    "z",
    "J",
)
"""Keys that lead from one screen to another, or show something new on it."""

POPUPS = {
    "?": "─ Keys ─",
    ".": "─ Actions ─",
    ",": "─ View options ─",
    "e": "─ Note: ",
    "\x10": "Search for commands",
    "/gpt": "Enter Keep",
}
"""Keys that open something that Escape closes, and words that stand in it alone."""


@pytest.mark.parametrize("size", WINDOWS, ids=str)
def test_no_byte_of_the_catalog_steers_the_terminal_on_any_screen(
    tmp_path: Path, seed: Path, size: tuple[int, int], figure: Figure
) -> None:
    path, shows = tmp_path / "shiptui.db", 0
    Store.open(path, seed).close()
    poison(path)
    with Terminal(path, *size) as terminal:
        terminal.see_app()
        for keys in SCREENS:
            terminal.press(keys)
            terminal.settle()
            shows += MARKUP[:5] in terminal.text
        for keys, words in POPUPS.items():
            terminal.press(keys)
            terminal.see(words)
            shows += MARKUP[:5] in terminal.text
            terminal.press("\x1b")
            terminal.lose(words)
        terminal.press("\x11")
        assert terminal.wait_for_end() == 0
        written = bytes(terminal.written)
    number = len(SCREENS) + len(POPUPS)
    assert shows > number // 2
    assert not not_the_programs(written)
    assert b"\x1b[2J" not in written
    assert written.count(b"\x1b[?1049l") == 1
    figure(
        "terminal",
        f"{size[0]}x{size[1]}: {number} screens of hostile text, {len(written):,} bytes,"
        " 0 control sequences that are not the program's own, 0 markup that ran",
    )
