"""A catalog that wants to steer the terminal is shown as harmless letters, wherever it is shown.

The texts are put into the database past the reader at the border, as another program could.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.command import CommandPalette

from hostile_texts import MARKUP, NAME, STEERING, harmful, not_the_programs, poison
from shiptui.model.catalog import Call, Catalog, Pair, Persona, Take, Tool
from shiptui.page.markdown import matchup_markdown
from shiptui.store.filling import fill
from shiptui.store.store import Store
from shiptui.store.writing import transaction
from terminal import Terminal, browse_of, fake_clipboard, opened, press, shown, until

if TYPE_CHECKING:
    from textual.pilot import Pilot


@pytest.fixture
def hostile(store: Store) -> Store:
    """A store in which every text of the catalog is an attack; its search index is as it was."""
    poison(store.path)
    return store


def check(pilot: Pilot[int], place: str) -> None:
    """The name stands there as letters, and the program goes on."""
    text = shown(pilot.app)
    assert MARKUP in text, place
    assert not harmful(text), place
    assert pilot.app.is_running
    assert not pilot.app._exit


async def test_a_hostile_name_is_harmless_wherever_names_are_shown(
    hostile: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = fake_clipboard(monkeypatch)
    async with opened(hostile, (120, 40)) as pilot:
        browse = browse_of(pilot)
        check(pilot, "list and detail")
        for keys in ("a", "u", "U", "s", "S", "t", "z", "z", "2", "4", "3", "1", "]", "n", "N"):
            await press(pilot, *keys)
            check(pilot, f"after {keys}")
        assert MARKUP in (await press(pilot, "a"))
        assert MARKUP in (await press(pilot, "s"))
        await press(pilot, "/", *"gpt")
        check(pilot, "filter")
        await press(pilot, "escape", "e")
        check(pilot, "note")
        await press(pilot, "escape", "o")
        check(pilot, "open")
        await press(pilot, "y", "Y")
        check(pilot, "copy")
        assert len(copied) == 2
        assert not set().union(*map(harmful, copied))
        await press(pilot, "enter", "J", "space", "h")
        check(pilot, "reading")
        assert browse.matchup is not None


async def test_a_hostile_name_is_harmless_in_the_palette(hostile: Store) -> None:
    async with opened(hostile, (120, 40)) as pilot:
        await press(pilot, "ctrl+p")
        await press(pilot, *"gpt")
        assert isinstance(pilot.app.screen, CommandPalette)
        await until(pilot, lambda: MARKUP in shown(pilot.app).split("go to this")[0][-400:])
        check(pilot, "palette")
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.screen is browse_of(pilot))
        check(pilot, "after the jump")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)], ids=["narrow", "std", "ultra"])
async def test_a_hostile_name_is_harmless_in_every_layout(
    hostile: Store, size: tuple[int, int]
) -> None:
    async with opened(hostile, size) as pilot:
        check(pilot, "list")
        await press(pilot, "escape", "enter")
        check(pilot, "detail")
        for row in browse_of(pilot).detail.page.lines:
            assert not harmful("".join(span.text for span in row))


async def test_a_hostile_feed_that_was_filled_in_is_harmless_too(store: Store) -> None:
    """Also as Markdown, where the name must not speak Markdown either."""
    takes = (Take("evil", Call.SKIP, 1, NAME), Take(None, None, None, NAME))
    tools = tuple(
        Tool(slug, f"{NAME} {slug}", NAME, NAME, NAME, NAME, NAME, NAME, NAME, takes=takes)
        for slug in ("aa", "bb")
    )
    catalog = Catalog(
        "urn:evil",
        NAME,
        NAME,
        (Persona("evil", NAME),),
        {NAME: NAME},
        tools,
        (Pair("aa", "bb", NAME),),
    )
    with transaction(store._opened.connection) as connection:
        fill(connection, catalog, "digest")
    async with opened(store, (120, 40)) as pilot:
        browse_of(pilot).jump_to("aa-vs-bb")
        await press(pilot, "b")
        check(pilot, "filled")
        matchup = store.catalog.matchup("aa-vs-bb")
        assert matchup is not None
        summary = matchup_markdown(matchup, store.catalog.personas())
        assert not harmful(summary)
        assert "[@click" not in summary.replace("\\[\\@click", "")


async def test_what_is_pasted_into_the_filter_is_harmless(store: Store) -> None:
    """The reader may have copied it from anywhere."""
    async with opened(store, (120, 40)) as pilot:
        await press(pilot, "/")
        pilot.app.post_message(events.Paste(NAME))
        await press(pilot)
        check(pilot, "pasted")
        await press(pilot, "enter")
        check(pilot, "kept")


def test_no_byte_of_a_hostile_name_reaches_the_terminal(hostile: Store) -> None:
    """Measured on a real terminal, through list, detail, note, palette, filter and messages."""
    with Terminal(hostile.path, 120, 40) as terminal:
        terminal.see("? Keys")
        terminal.see(MARKUP)
        for keys, comes, goes in (
            ("\x1b", "? Keys", "Welcome"),
            ("a", "Press u to undo.", ""),
            ("u", "Undone: ", ""),
            ("s", "Saved: ", "Undone: "),
            ("S", "Saved: ", ""),
            ("e", "Note: ", ""),
            ("\x1b", "Scorecard", "Note: "),
            ("\x10", "vote: A", ""),
            ("gpt", "go to this matchup", ""),
            ("\x1b", "Scorecard", "go to this matchup"),
            ("/", "Enter Keep", ""),
            ("gpt", "Feed matching", ""),
            ("\r", "? Keys", "Enter Keep"),
            ("\x1b", "? Keys", "Feed matching"),
        ):
            terminal.press(keys)
            terminal.see(comes)
            if goes:
                terminal.lose(goes)
        assert MARKUP in terminal.text
        terminal.press("Q")
        assert terminal.wait_for_end() == 0
    written = terminal.written.decode()
    assert not not_the_programs(terminal.written)
    assert "\x1b[31;5m" not in written
    assert "\x1b[2J" not in written
    assert written.count("\x1b[?1049l") == 1


def test_no_byte_of_a_hostile_paste_reaches_the_terminal(store: Store) -> None:
    with Terminal(store.path, 120, 40) as terminal:
        terminal.see("? Keys")
        terminal.press("/")
        terminal.see("Enter Keep")
        terminal.press(f"\x1b[200~{MARKUP}{STEERING.replace(chr(27), '')}Evil\x1b[201~")
        terminal.see("Nothing matches")
        terminal.press("\x03")
        terminal.wait_for_end()
    assert not not_the_programs(terminal.written)
