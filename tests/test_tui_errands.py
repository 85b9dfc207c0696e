"""Entries of the palette about the program itself: each does what it says, and tells where."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from shiptui.export.bundle import pack
from shiptui.model.catalog import Tool
from shiptui.page.glyphs import ASCII, UNICODE
from shiptui.page.lines import text_of, width_of
from shiptui.page.progress import Progress, progress_line
from shiptui.store.store import Store
from shiptui.tui.app import ShiptuiApp
from shiptui.tui.outfit import Outfit
from shiptui.tui.preferences import OPTIONS, Preferences
from store_files import cast_one
from terminal import Terminal, browse_of, fake_clipboard, opened, press, shown, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot

WIDE, SMALL = (120, 40), (80, 24)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder one stands in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def bundle(tmp_path: Path, seed: Path) -> Path:
    """A file with the data of somebody who voted once."""
    path = tmp_path / "theirs.json"
    with Store.open(tmp_path / "theirs.db", seed) as other:
        cast_one(other)
        path.write_bytes(pack(other.dump()))
    return path


def drawn(folder: Path) -> Path:
    """The picture of the screen that was written."""
    return next(folder.glob("shiptui-*.svg"))


async def choose(pilot: Pilot[int], words: str) -> str:
    """Run an entry of the palette."""
    await press(pilot, ":", *words)
    await until(pilot, lambda: words in shown(pilot.app).replace("> ", ""))
    await press(pilot, "enter")
    return await press(pilot)


async def act(pilot: Pilot[int], id_: str) -> str:
    """Run an action that has no key; what is said of it."""
    assert isinstance(pilot.app, ShiptuiApp)
    pilot.app.frame.action_act(id_)
    return await press(pilot)


async def name_file(pilot: Pilot[int], id_: str, path: Path) -> str:
    """Run an action that asks for a file, and name one."""
    await act(pilot, id_)
    pilot.app.screen.query_one(Input).value = str(path)
    said = await press(pilot, "enter")
    await press(pilot)
    return said


async def test_an_entry_is_found_in_the_palette_by_its_words(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, ":", *"config: show")
        await until(pilot, lambda: "config: show path" in shown(pilot.app))
        await press(pilot, "enter")
        await until(pilot, lambda: "The config is " in browse_of(pilot).said)


async def test_everything_is_exported_into_a_file_that_was_not_there(
    store: Store, here: Path
) -> None:
    target = here / "mine.json"
    async with opened(store, WIDE) as pilot:
        await press(pilot, "a")
        assert await name_file(pilot, "export", target) == f"Wrote {target}."
        assert len(json.loads(target.read_text("utf-8"))["votes"]) == 1
        target.write_text("keep")
        assert "exists already and was left as it is" in await name_file(pilot, "export", target)
    assert target.read_text() == "keep"


async def test_a_file_is_imported_and_one_undo_takes_it_back(store: Store, bundle: Path) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "j", "a")
        await name_file(pilot, "import", bundle)
        await until(pilot, lambda: "New: votes on matchups 1." in shown(pilot.app))
        assert "New facts 1, known already 0." in shown(pilot.app)
        assert store.catalog.counts().voted == 1
        assert await press(pilot, "enter") == "Imported (facts: 1). Press u to undo."
        assert store.catalog.counts().voted == 2
        await press(pilot, "u")
        assert store.catalog.counts().voted == 1
        again = await name_file(pilot, "import", bundle)
        assert again == "Nothing is new, so nothing was imported."


async def test_an_entry_that_was_imported_is_listed_at_once(
    store: Store, tmp_path: Path, seed: Path
) -> None:
    path = tmp_path / "theirs.json"
    with Store.open(tmp_path / "theirs.db", seed) as other:
        other.own.write_entry("a-linter", lambda _: Tool("a-linter", "A linter of ours"))
        path.write_bytes(pack(other.dump()))
    async with opened(store, WIDE) as pilot:
        await press(pilot, "5", "/", *"ours", "enter")
        assert "A linter of ours" not in shown(pilot.app)
        await name_file(pilot, "import", path)
        await until(pilot, lambda: "New: entries of your own 1." in shown(pilot.app))
        await press(pilot, "enter")
        await until(pilot, lambda: "A linter of ours" in shown(pilot.app))


@pytest.mark.parametrize("keys", [("escape",), ("down", "enter")], ids=lambda keys: keys[0])
async def test_an_import_that_is_only_looked_at_leaves_all_as_it_was(
    store: Store, bundle: Path, keys: tuple[str, ...]
) -> None:
    async with opened(store, WIDE) as pilot:
        await name_file(pilot, "import", bundle)
        await until(pilot, lambda: "Import theirs.json" in shown(pilot.app))
        assert await press(pilot, *keys) == "Nothing was imported."
        assert store.catalog.counts().voted == 0
        await name_file(pilot, "import", bundle)
        await until(pilot, lambda: "Import theirs.json" in shown(pilot.app))
    assert not store.facts.can_undo()


async def test_a_file_that_cannot_be_imported_is_named_in_one_sentence(
    store: Store, here: Path
) -> None:
    async with opened(store, WIDE) as pilot:
        said = await name_file(pilot, "import", here / "none.json")
        assert said.startswith(f"{here / 'none.json'} was not read")


async def test_escape_stops_an_import_and_nothing_has_changed(
    store: Store, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile a bar shows how far it is, and the screen answers."""
    going, on = Event(), Event()
    real = Store.restore

    def slow(self: Store, *arguments: Any) -> object:
        going.set()
        on.wait()
        return real(self, *arguments)

    monkeypatch.setattr(Store, "restore", slow)
    async with opened(store, WIDE) as pilot:
        assert isinstance(pilot.app, ShiptuiApp)
        await act(pilot, "import")
        pilot.app.screen.query_one(Input).value = str(bundle)
        await press(pilot, "enter")
        await until(pilot, lambda: "Import theirs.json" in shown(pilot.app))
        await pilot.press("enter")
        await until(pilot, going.is_set)
        pilot.app._show_progress(Progress("Importing", 1, 4))
        await until(pilot, lambda: "Importing" in shown(pilot.app) and "25 %" in shown(pilot.app))
        await pilot.press("j", "escape")
        on.set()
        await until(pilot, lambda: "Stopped: nothing was imported." in shown(pilot.app))
        assert browse_of(pilot).list.index == 1
    assert not store.facts.can_undo()


async def test_a_matchup_is_copied_as_the_command_prints_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = fake_clipboard(monkeypatch)
    async with opened(store, WIDE) as pilot:
        await act(pilot, "copy.json")
        await until(pilot, lambda: browse_of(pilot).said == "Copied the JSON by xclip.")
        matchup = browse_of(pilot).matchup
        assert matchup is not None
        document = json.loads(copied[0])
        assert document["schema"] == 1
        assert document["item"]["id"] == matchup.id


async def test_what_is_hidden_is_neither_copied_nor_in_a_picture(store: Store, here: Path) -> None:
    async with opened(store, WIDE, preferences=Preferences(names="hidden")) as pilot:
        matchup = store.catalog.matchup(browse_of(pilot).list.current or "")
        assert matchup is not None
        assert "something is hidden until you vote" in await act(pilot, "copy.json")
        await act(pilot, "screenshot")
        picture = drawn(here).read_text("utf-8").replace("&#160;", " ")
        assert "hidden" in picture
        assert matchup.left.name not in picture
        assert matchup.right.name not in picture


async def test_a_picture_of_the_screen_is_written_and_named(store: Store, here: Path) -> None:
    async with opened(store, WIDE) as pilot:
        said = await act(pilot, "screenshot")
        picture = drawn(here)
        assert said == f"Wrote {picture}."
        assert picture.read_text("utf-8").startswith("<svg")


async def test_each_theme_is_shown_while_one_chooses_and_escape_keeps_the_old_one(
    store: Store,
) -> None:
    async with opened(store, WIDE) as pilot:
        before = pilot.app.theme
        await act(pilot, "theme")
        await press(pilot, "down")
        assert pilot.app.theme != before
        await press(pilot, "escape")
        assert pilot.app.theme == before
        assert store.settings.get("option.theme") is None
        await act(pilot, "theme")
        said = await press(pilot, "down", "enter")
        assert said == f"Theme: {store.settings.get('option.theme')}."
        assert pilot.app.theme != before


async def test_an_option_with_an_entry_of_its_own_takes_that_value_however_often(
    store: Store,
) -> None:
    async with opened(store, WIDE) as pilot:
        for option in OPTIONS:
            if option.shortcut:
                value, words = option.shortcut
                for _ in range(2):
                    await choose(pilot, words)
                    assert store.settings.get(f"option.{option.key}") == value


async def test_the_panel_of_keys_stands_beside_the_rest_where_there_is_room(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        assert "vote: A, then next" not in shown(pilot.app)
        await act(pilot, "keys.panel")
        assert "vote: A, then next" in shown(pilot.app)
        assert "shows them all" in shown(pilot.app)
        await act(pilot, "keys.panel")
        assert "vote: A, then next" not in shown(pilot.app)
    async with opened(store, SMALL) as pilot:
        assert "from 120 columns on" in await act(pilot, "keys.panel")


async def test_where_the_config_is_and_which_version_this_is_is_said(
    store: Store, here: Path
) -> None:
    outfit = Outfit(config=here / "config.toml")
    async with opened(store, WIDE, outfit=outfit) as pilot:
        assert await act(pilot, "config.path") == f"The config is {here / 'config.toml'}"
        assert (await act(pilot, "about")).startswith("shiptui 0.")


@pytest.fixture
def terminal(path: Path, seed: Path) -> Iterator[Terminal]:
    """The program on a terminal, with an editor that leaves a mark in the file."""
    with Store.open(path, seed):
        pass
    script = path.parent / "editor"
    script.write_text('#!/bin/sh\necho "# seen" >> "$1"\n')
    script.chmod(0o700)
    environment = {
        "EDITOR": str(script),
        "SHIPTUI_CONFIG": str(path.parent / "config.toml"),
        "PATH": "/usr/bin:/bin",
    }
    with Terminal(path, environment=environment) as program:
        # The first frame is there before the program listens.
        program.wait_for(lambda: b"\x1b[?1000h" in program.written)
        yield program


def enter(terminal: Terminal, words: str, says: str) -> None:
    """Run an entry of the palette, once it is the only one there."""
    terminal.press(":")
    terminal.see("Search")
    terminal.press(words)
    terminal.wait_for(lambda: says in terminal.text and "vote: A" not in terminal.text)
    terminal.press("\r")


def test_the_doctor_reports_on_the_terminal_itself_and_enter_goes_back(terminal: Terminal) -> None:
    enter(terminal, "app: doctor", "Report what the program found")
    terminal.see("Enter goes back to shiptui.")
    assert b"sqlite utils" in terminal.written
    terminal.press("\r")
    terminal.see("Feed 196")


def test_the_config_is_opened_in_the_readers_editor(terminal: Terminal, path: Path) -> None:
    enter(terminal, "config: edit", "Open the config in your editor")
    terminal.see("holds from the next start on")
    assert (path.parent / "config.toml").read_text() == "# seen\n"


def test_the_mouse_is_given_back_to_the_terminal(terminal: Terminal) -> None:
    written = bytes(terminal.written)
    enter(terminal, "mouse: off", "Let the mouse be the terminal")
    terminal.see("The mouse is the terminal's")
    assert b"\x1b[?1000l" in bytes(terminal.written)[len(written) :]


@pytest.mark.parametrize("cells", [10, 20, 40, 80, 200])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("done", [0, 1, 500, 999, 1000])
def test_a_progress_bar_fits_and_is_full_only_at_the_end(
    cells: int, glyphs: object, done: int
) -> None:
    chosen = UNICODE if glyphs is UNICODE else ASCII
    shown_line = progress_line(Progress("Importing", done, 1000), cells, chosen)
    assert width_of(shown_line) <= cells
    text = text_of(shown_line)
    assert ("100 %" in text) == (done == 1000 and cells > 16)
    assert chosen is UNICODE or text.isascii()


def test_without_motion_a_progress_is_told_in_words_that_do_not_change() -> None:
    lines = {
        text_of(progress_line(Progress("Importing", done, 9), 60, UNICODE, still=True))
        for done in range(9)
    }
    assert lines == {" Importing ..."}
