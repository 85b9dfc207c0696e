"""The menus: links, actions and view options; what is chosen in the program outlives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from shiptui.model.facts import Sort
from shiptui.page.glyphs import ASCII, UNICODE
from shiptui.store.store import Store
from shiptui.tui.preferences import BY_KEY, OPTIONS, Preferences, kept_preferences
from shiptui.tui.screens.popup import Popup
from shiptui.tui.terminal import Terminal
from terminal import browse_of, opened, press, rows_of, shown

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

WIDE, SMALL = (120, 40), (80, 24)


def entries(pilot: Pilot[int]) -> dict[str, str]:
    """The entries of the popup by what they stand for."""
    options = pilot.app.screen.query_one(OptionList).options
    return {str(option.id): str(option.prompt) for option in options}


async def test_capital_o_lists_the_pages_of_the_matchup_and_its_tools_and_opens_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shiptui.tui.desktop.open_address", lambda address, *_: f"Opened {address}")
    async with opened(store, WIDE) as pilot:
        matchup = browse_of(pilot).matchup
        assert matchup is not None
        pages = [matchup.source, matchup.left.source, matchup.right.source]
        known = [page for page in pages if page and page.startswith("https://")]
        await press(pilot, "O")
        assert list(entries(pilot)) == known
        assert await press(pilot, "enter") == f"Opened {matchup.source}"


async def test_the_mark_of_the_menu_goes_with_its_cursor(store: Store) -> None:
    """Its place is told by a character, not by a colour alone."""
    async with opened(store, WIDE) as pilot:
        await press(pilot, ".")
        for keys, place in (((), 0), (("down",), 1), (("down", "down", "up"), 2), (("a",), 0)):
            await press(pilot, *keys)
            rows = list(entries(pilot).values())
            assert [row.startswith("> ") for row in rows].index(True) == place
            assert sum(row.startswith("> ") for row in rows) == 1


@pytest.mark.parametrize(("place", "ids"), [("1", {"vote.a", "pin"}), ("5", {"tool.ship"})])
async def test_the_actions_are_those_of_what_is_under_the_cursor(
    store: Store, place: str, ids: set[str]
) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, place, ".")
        found = entries(pilot)
        assert ids <= set(found)
        assert set(found) <= set(pilot.app.frame.acts)  # type: ignore[attr-defined]  # it is ours
        await press(pilot, *"keep this", "enter")
        assert store.catalog.counts().saved == (place == "1")
        assert len(store.facts.bookmarks()) == 1


async def turn(pilot: Pilot[int], key: str) -> str:
    """Take the next value of a view option in the menu; what is said of it."""
    await press(pilot, "comma")
    assert isinstance(pilot.app.screen, Popup)
    await press(pilot, *["down"] * list(BY_KEY).index(key), "enter")
    assert isinstance(pilot.app.screen, Popup)
    await press(pilot, "escape")
    return browse_of(pilot).said


async def test_each_option_turns_through_its_values_and_outlives_the_program(
    tmp_path: Path, seed: Path
) -> None:
    """The choice made last holds after a restart; what the config says wins against it."""
    path = tmp_path / "shiptui.db"
    start = Preferences()
    with Store.open(path, seed) as store:
        async with opened(store, SMALL, preferences=start) as pilot:
            for option in OPTIONS:
                wanted = start.turned(option.key).value(option.key)
                said = await turn(pilot, option.key)
                assert said == f"{option.words.capitalize()}: {wanted}."
            await press(pilot)
            kept = kept_preferences(store.settings, {})
            for option in OPTIONS:
                assert kept.value(option.key) == start.turned(option.key).value(option.key)
                for _ in option.values:
                    kept = kept.turned(option.key)
                assert kept.value(option.key) == start.turned(option.key).value(option.key)
    with Store.open(path, seed) as store:
        assert kept_preferences(store.settings, {}) == kept
        for option in OPTIONS:
            settled = kept_preferences(store.settings, {option.key: start.value(option.key)})
            assert settled.value(option.key) == start.value(option.key)


async def test_the_options_stay_open_on_what_was_turned(store: Store) -> None:
    """So that one walks through the themes and sees each at once."""
    async with opened(store, SMALL, preferences=Preferences(theme="terminal")) as pilot:
        place = [option.key for option in OPTIONS].index("theme")
        await press(pilot, "comma", *["down"] * place)
        seen = []
        for _ in BY_KEY["theme"].values:
            await press(pilot, "enter")
            (row,) = [each for each in entries(pilot).values() if each.startswith("> ")]
            assert row.split()[-1] == "theme"
            seen.append(pilot.app.theme)
        await press(pilot, "escape")
        assert len(set(seen)) == len(BY_KEY["theme"].values) - 1
        assert seen[-1] == "shiptui-terminal"


async def test_options_change_what_is_shown_at_once(store: Store) -> None:
    async with opened(store, WIDE, preferences=Preferences(theme="dark")) as pilot:
        browse = browse_of(pilot)
        await turn(pilot, "sort")
        assert "Feed, by gap" in shown(pilot.app)
        assert browse.list.ids == store.catalog.index(sort=Sort.GAP)
        assert browse.list.row_lines == 2
        await turn(pilot, "rows")
        assert browse.list.row_lines == 1
        await turn(pilot, "theme")
        assert pilot.app.theme == "shiptui-light"
        for glyphs, ellipsis in (("unicode", UNICODE.heavy), ("ascii", ASCII.heavy)):
            await turn(pilot, "glyphs")
            assert browse.list.glyphs.heavy == ellipsis, glyphs
        assert "== Feed" in shown(pilot.app)
        assert all(row.isascii() for row in rows_of(pilot.app))
        await turn(pilot, "panel")
        assert "hidden until you vote" in shown(pilot.app)
        await turn(pilot, "names")
        assert "[a] Tool A" in shown(pilot.app)
        await turn(pilot, "motion")
        assert pilot.app.animation_level == "none"


@pytest.mark.parametrize(("utf8", "glyphs"), [(True, UNICODE), (False, ASCII)])
async def test_glyphs_follow_what_the_terminal_can_show(
    store: Store,
    utf8: bool,  # noqa: FBT001 - a case of the test
    glyphs: object,
) -> None:
    async with opened(store, SMALL, terminal=Terminal(utf8=utf8)) as pilot:
        assert browse_of(pilot).look.glyphs is glyphs


@pytest.mark.parametrize(
    ("dark", "theme"), [(True, "dark"), (False, "light"), (None, "dark")], ids=str
)
async def test_the_auto_theme_follows_the_background(
    store: Store,
    dark: bool | None,  # noqa: FBT001 - a case of the test
    theme: str,
) -> None:
    terminal = Terminal(background_is_dark=dark)
    async with opened(store, SMALL, preferences=Preferences(), terminal=terminal) as pilot:
        assert pilot.app.theme == f"shiptui-{theme}"
