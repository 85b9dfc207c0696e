"""The start: what flags, config, environment, terminal and earlier choices make of the program."""

from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from shiptui.settings.settling import settle
from shiptui.tui.asking import background_of, is_dark
from shiptui.tui.start import app_for
from shiptui.tui.terminal import Terminal
from terminal import Terminal as PseudoTerminal
from terminal import browse_of, press, rows_of, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

    from shiptui.store.store import Store

LIGHT, DARK = b"\x1b]11;rgb:fbfb/fafa/f7f7\x1b\\", b"\x1b]11;rgb:15/18/1d\x07"


@asynccontextmanager
async def started(
    store: Store, folder: Path, config: str, size: tuple[int, int] = (120, 40), **flags: object
) -> AsyncIterator[Pilot[int]]:
    """The program as a config file makes it."""
    path = folder / "config.toml"
    path.write_text(config, encoding="utf-8")
    settings = settle({"config": path, "db": store.path, "log": folder / "log", **flags})
    async with app_for(settings, store, Terminal()).run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot


CONFIG = """
rows = "compact"
theme = "light"

[layout]
wide = 100
list_wide = 44

[keys]
"vote.a" = ["w", "f"]
save = ""

[[tabs]]
name = "Free ones"
filter = "entry:free"

[[tabs]]
name = "No votes yet"
filter = "voted:no"
"""


async def test_the_config_moves_layouts_keys_and_adds_views(store: Store, tmp_path: Path) -> None:
    async with started(store, tmp_path, CONFIG, (110, 40)) as pilot:
        browse = browse_of(pilot)
        assert browse.has_class("-wide")
        assert browse.list.size.width == 44
        assert browse.list.row_lines == 1
        assert pilot.app.theme == "shiptui-light"
        assert "8" in rows_of(pilot.app)[0]
        await press(pilot, "8")
        assert browse.list.ids == store.catalog.index(query="entry:free")
        assert "8 Free ones" in rows_of(pilot.app)[0]
        assert (await press(pilot, "f")).startswith("Voted ")
        await press(pilot, "9")
        assert browse.list.ids == store.catalog.index(query="voted:no")
        assert "9 No votes yet" in rows_of(pilot.app)[0]
        await press(pilot, "s")
        assert store.catalog.counts().saved == 0
        await pilot.resize_terminal(99, 40)
        await press(pilot)
        assert browse.has_class("-std")


async def test_the_config_wins_against_a_choice_and_a_flag_against_the_config(
    store: Store, tmp_path: Path
) -> None:
    store.settings.put("option.theme", "contrast-dark")
    store.settings.put("option.sort", "gap")
    async with started(store, tmp_path, "") as pilot:
        assert pilot.app.theme == "shiptui-contrast-dark"
        assert "Feed, by gap" in shown(pilot.app)
    async with started(store, tmp_path, 'theme = "light"') as pilot:
        assert pilot.app.theme == "shiptui-light"
    async with started(store, tmp_path, 'theme = "light"', theme="contrast-light") as pilot:
        assert pilot.app.theme == "shiptui-contrast-light"
    async with started(store, tmp_path, 'sort = "dissent"\nnext = "informative"') as pilot:
        assert "Feed, by dissent" in shown(pilot.app)
        assert browse_of(pilot).by_worth


async def test_a_slip_in_the_config_is_told_with_its_line_and_does_not_stop_the_start(
    store: Store, tmp_path: Path
) -> None:
    async with started(
        store, tmp_path, 'thme = "dark"\n[keys]\n"vote.a" = "s"', (200, 50)
    ) as pilot:
        said = browse_of(pilot).said
        assert "line 1" in said
        assert "theme" in said
        assert '"s" is set for vote.a and is the default of save' in said


async def test_a_place_without_a_saved_filter_says_how_to_get_one(
    store: Store, tmp_path: Path
) -> None:
    async with started(store, tmp_path, "") as pilot:
        assert "[[tabs]]" in await press(pilot, "9")
        assert browse_of(pilot).list.ids == store.catalog.index()


@pytest.mark.parametrize(
    ("answer", "colour"),
    [
        (LIGHT, (0xFB / 0xFF, 0xFA / 0xFF, 0xF7 / 0xFF)),
        (DARK, (0x15 / 0xFF, 0x18 / 0xFF, 0x1D / 0xFF)),
        (b"typed before" + DARK + b"\x1b[?64c", (0x15 / 0xFF, 0x18 / 0xFF, 0x1D / 0xFF)),
        (b"\x1b]11;rgb:f/f/f\x07", (1, 1, 1)),
        (b"\x1b[?64c", None),
        (b"\x1b]11;rgb:zz/00/00\x07", None),
        (b"", None),
    ],
)
def test_the_answer_of_the_terminal_is_read(
    answer: bytes, colour: tuple[float, float, float] | None
) -> None:
    assert background_of(answer) == (pytest.approx(colour) if colour else None)


@pytest.mark.parametrize(
    ("answer", "named", "dark"),
    [
        (LIGHT, "15;0", False),
        (DARK, "0;15", True),
        (b"", "0;15", False),
        (b"", "0;default;15", False),
        (b"", "15;0", True),
        (b"", "7;default", None),
        (b"", "²", None),
        (b"", None, None),
    ],
)
def test_the_terminal_is_asked_first_and_then_the_environment(
    answer: bytes,
    named: str | None,
    dark: bool | None,  # noqa: FBT001 - a case of the test
) -> None:
    assert is_dark(answer, {} if named is None else {"COLORFGBG": named}) is dark


@pytest.mark.parametrize(
    ("variable", "value", "seen"),
    [("COLORFGBG", "0;15", b"48;2;251;250;247"), ("LC_ALL", "C", b"== Feed")],
)
def test_the_real_program_looks_at_its_surroundings(
    tmp_path: Path, variable: str, value: str, seen: bytes
) -> None:
    """A pseudo-terminal that tells nothing of its colours; a locale that is not UTF-8."""
    environment = {variable: value, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with PseudoTerminal(
        tmp_path / "shiptui.db", 120, 40, ("-m", "shiptui"), environment
    ) as terminal:
        terminal.see("? Keys")
        assert seen in terminal.written or seen.decode() in terminal.text
        terminal.press("q")
        assert terminal.wait_for_end() == 0


EDITOR = """
import sys, pathlib
path = pathlib.Path(sys.argv[-1])
path.write_text(path.read_text() + " and more from the editor\\n")
"""


def test_a_note_goes_to_the_readers_editor_and_comes_back(tmp_path: Path) -> None:
    """The terminal is the editor's meanwhile; what it wrote is kept with ctrl+s."""
    script = tmp_path / "editor.py"
    script.write_text(EDITOR)
    environment = {"EDITOR": f"{sys.executable} {script}"}
    command = ("-m", "shiptui")
    with PseudoTerminal(tmp_path / "s.db", 100, 30, command, environment) as terminal:
        terminal.see("? Keys")
        terminal.press("e")
        terminal.see("^s saves")
        terminal.press("first")
        terminal.see("first")
        terminal.press("\x05")
        terminal.see("first and more from the editor")
        assert terminal.written.count(b"\x1b[?1049l") == 1
        terminal.press("\x13")
        terminal.see("Saved: ")
        terminal.see("first and more from the editor")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_an_editor_that_is_not_there_costs_a_sentence_and_no_note(tmp_path: Path) -> None:
    environment = {"VISUAL": "/nowhere/editor --wait"}
    command = ("-m", "shiptui")
    with PseudoTerminal(tmp_path / "s.db", 100, 30, command, environment) as terminal:
        terminal.see("? Keys")
        terminal.press("e")
        terminal.see("^s saves")
        terminal.press("kept")
        terminal.see("kept")
        terminal.press("\x05")
        terminal.see("The editor did not run")
        assert "kept" in terminal.text
        terminal.press("\x11")
        assert terminal.wait_for_end() == 0
