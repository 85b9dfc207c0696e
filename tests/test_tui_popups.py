"""Help, palette and note: found by typing, run by Enter, left by Escape without a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, OptionList, TextArea

from shiptui.tui.acts.matchups import MATCHUP_ACTS
from shiptui.tui.keys import KEYS
from shiptui.tui.outfit import Outfit
from shiptui.tui.preferences import OPTIONS
from shiptui.tui.screens.note import NoteScreen
from shiptui.tui.screens.popup import Popup
from shiptui.tui.views import ACTIVITY, SavedFilter
from terminal import browse_of, opened, press, rows_of, shown, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from shiptui.store.store import Store

WIDE, SMALL = (120, 40), (80, 24)
SIZES = pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])


def options(pilot: Pilot[int]) -> list[str]:
    """The entries of the list in the popup, their first line each."""
    found = pilot.app.screen.query_one(OptionList)
    prompts = [found.get_option_at_index(index).prompt for index in range(found.option_count)]
    return [str(prompt).splitlines()[0] for prompt in prompts]


@pytest.mark.parametrize("key", ["?", "f1"])
async def test_the_help_narrows_as_one_types_and_enter_runs_what_it_found(
    store: Store, key: str
) -> None:
    async with opened(store, SMALL) as pilot:
        await press(pilot, key)
        assert isinstance(pilot.app.screen, Popup)
        assert len(options(pilot)) == len(MATCHUP_ACTS)
        await press(pilot, *"neither")
        assert 0 < len(options(pilot)) < 5
        assert store.facts.history() == []
        said = await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, Popup)
        assert said.startswith("Voted neither.")


async def test_the_help_runs_the_entry_under_its_cursor(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        await press(pilot, "?", "down", "down", "up", "enter")
        assert [change.after for change in store.facts.history()] != []
        assert "Voted " in browse_of(pilot).said
        assert (await press(pilot, "?", *"zzz", "enter")).startswith("Voted")
        assert 'Nothing matches "zzz"' in shown(pilot.app)
        await press(pilot, "escape")
        assert pilot.app.screen is browse_of(pilot)
        assert len(store.facts.history()) == 1


async def test_resizing_while_the_help_is_open_keeps_it_usable(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "?", *"undo")
        for size in ((60, 20), (40, 10), (200, 60), (30, 8), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            rows = rows_of(pilot.app)
            assert len(rows) == size[1]
            assert max(map(len, rows)) <= size[0]
        assert "Undo the last change" in shown(pilot.app)
        await press(pilot, "escape")
        assert "━━ Feed" in shown(pilot.app)
        assert "? Keys" in rows_of(pilot.app)[-1]


@pytest.mark.parametrize("key", ["ctrl+p", ":"])
async def test_the_palette_offers_every_command_and_runs_one(store: Store, key: str) -> None:
    async with opened(store, SMALL) as pilot:
        await press(pilot, key)
        assert isinstance(pilot.app.screen, CommandPalette)
        offered = [key.words for key in KEYS if key.id in MATCHUP_ACTS and key.id != "palette"]
        for option in OPTIONS:
            offered += [f"option: {option.words}"]
            offered += [option.shortcut[1]] if option.shortcut else []
        await until(pilot, lambda: len(options(pilot)) == len(offered))
        assert options(pilot) == offered
        await press(pilot, *"tie")
        await until(pilot, lambda: options(pilot)[:1] == ["vote: tie"])
        await press(pilot, "enter")
        await until(pilot, lambda: browse_of(pilot).said.startswith("Voted a tie."))
        assert len(pilot.app.screen_stack) == 1


async def test_enter_that_comes_before_the_list_runs_what_was_typed(store: Store) -> None:
    """And not what stood in the list before, which would cast a vote."""
    async with opened(store, SMALL) as pilot:
        await press(pilot, "ctrl+p")
        await until(pilot, lambda: options(pilot)[:1] == ["vote: A"])
        field = pilot.app.screen.query_one(Input)
        field.value = "undo: history"
        await field.action_submit()
        await until(pilot, lambda: pilot.app.current_mode == ACTIVITY)
        assert store.catalog.counts().voted == 0


async def test_enter_on_words_that_mean_nothing_does_nothing(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        await press(pilot, "ctrl+p")
        await until(pilot, lambda: options(pilot)[:1] == ["vote: A"])
        field = pilot.app.screen.query_one(Input)
        field.value = "qqqqqq"
        await field.action_submit()
        await until(pilot, lambda: "No matches found" in shown(pilot.app))
        await press(pilot, "escape", "escape")
        assert (browse_of(pilot).said, store.catalog.counts().voted) == ("", 0)


async def test_a_saved_filter_is_no_markup_in_the_palette(store: Store) -> None:
    outfit = Outfit(saved_filters=(SavedFilter("[b]mine[/x]", "[/x] [@click=app.quit]"),))
    async with opened(store, SMALL, outfit=outfit) as pilot:
        await press(pilot, "ctrl+p", *"mine")
        await until(pilot, lambda: "[b]mine[/x]" in shown(pilot.app))
        assert "saved filter: [/x] [@click=app.quit]" in shown(pilot.app)


async def test_choosing_a_matchup_by_name_in_the_palette_jumps_to_it(store: Store) -> None:
    """Also out of a view and a filter that do not hold it."""
    async with opened(store, SMALL) as pilot:
        browse = browse_of(pilot)
        await press(pilot, "3", "ctrl+p")
        await press(pilot, *"runway")
        await until(pilot, lambda: any("Runway" in each for each in options(pilot)))
        (chosen, *_) = options(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: browse.matchup is not None)
        assert browse.matchup is not None
        assert f"{browse.matchup.left.name} vs {browse.matchup.right.name}" == chosen
        assert "━━ Feed" in shown(pilot.app)
        assert browse.focused is browse.list


async def test_jumping_out_of_an_open_filter_closes_it(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        browse = browse_of(pilot)
        await press(pilot, "/", *"smollm3", "ctrl+p")
        await press(pilot, *"runway")
        await until(pilot, lambda: any("Runway" in each for each in options(pilot)))
        await press(pilot, "enter")
        await until(pilot, lambda: browse.matchup is not None and "Runway" in shown(pilot.app))
        assert browse.query_text == ""
        assert not browse.filtering
        assert "? Keys" in rows_of(pilot.app)[-1]


async def test_a_note_and_tags_are_kept_and_shown(store: Store) -> None:
    """Letters typed into them cast no vote and leave nothing."""
    async with opened(store, WIDE) as pilot:
        await press(pilot, "e", *"abxq?", "tab", *"In, b c,in")
        said = await press(pilot, "ctrl+s")
        assert said.startswith("Saved: GPT-5 Mini API vs SmolVLM2-2B. Press u to undo.")
        assert pilot.app.screen is browse_of(pilot)
        (kept,) = [mark for _, mark in store.facts.bookmarks()]
        assert (kept.note, kept.tags) == ("abxq?", ("in", "b c"))
        assert "abxq?" in shown(pilot.app)
        assert "Tags: in, b c" in shown(pilot.app)
        assert "3 Saved 1" in shown(pilot.app)
        assert store.catalog.counts().voted == 0


async def test_editing_a_note_begins_with_what_was_kept_and_escape_changes_nothing(
    store: Store,
) -> None:
    async with opened(store, SMALL) as pilot:
        await press(pilot, "e", *"first", "tab", *"one", "enter")
        assert len(store.facts.history()) == 1
        for key in ("escape", "ctrl+s"):
            await press(pilot, "e")
            screen = pilot.app.screen
            assert isinstance(screen, NoteScreen)
            assert screen.query_one(TextArea).text == "first"
            assert screen.query_one(Input).value == "one"
            await press(pilot, *("x", "escape") if key == "escape" else ("ctrl+s",))
            assert pilot.app.screen is browse_of(pilot)
            assert len(store.facts.history()) == 1
        await press(pilot, "u")
        assert store.facts.bookmarks() == []


@SIZES
async def test_the_note_names_its_matchup_and_its_keys(store: Store, size: tuple[int, int]) -> None:
    async with opened(store, size) as pilot:
        await press(pilot, "e")
        assert "Note: GPT-5 Mini API vs SmolVLM2-2B" in shown(pilot.app)
        assert "^s saves" in shown(pilot.app)
        assert "Esc cancels" in shown(pilot.app)


async def test_a_note_is_for_the_matchup_it_was_opened_on(store: Store) -> None:
    """Whatever happens to the list behind it."""
    async with opened(store, SMALL) as pilot:
        first = browse_of(pilot).list.current
        await press(pilot, "e", *"mine")
        browse_of(pilot).list.move_to(3)
        await press(pilot, "ctrl+s")
        assert [key for key, _ in store.facts.bookmarks()] == [f"matchup:{first}"]
