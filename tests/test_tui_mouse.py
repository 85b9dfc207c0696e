"""A click does what stands under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual.events import MouseScrollDown
from textual.widgets import OptionList

from shiptui.tui.screens.popup import Popup
from terminal import browse_of, fake_clipboard, opened, press, rows_of, shown

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.widget import Widget

    from shiptui.store.store import Store

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["standard", "wide"])


async def click(pilot: Pilot[int], words: str, *, at: int = 0) -> None:
    """Click on the first place where words stand on the screen."""
    for y, row in enumerate(rows_of(pilot.app)):
        if words in row:
            await pilot.click(offset=(cell_len(row[: row.index(words)]) + at, y))
            await press(pilot)
            return
    raise AssertionError(f"{words!r} is nowhere on the screen:\n{shown(pilot.app)}")


@SIZES
async def test_a_click_on_a_side_votes_for_it(store: Store, size: tuple[int, int]) -> None:
    """On its letter and on its name."""
    async with opened(store, size) as pilot:
        await press(pilot, "escape")
        await click(pilot, "[a] GPT-5", at=1)
        assert browse_of(pilot).said.startswith("Voted GPT-5 Mini API.")
        await click(pilot, "[b] SmolVLM2-2B", at=6)
        assert browse_of(pilot).said.startswith("Voted SmolVLM2-2B.")
        await press(pilot, "S")
        await click(pilot, "[a] SmolVLM2-2B", at=1)
        assert browse_of(pilot).said.startswith("Your vote stands: SmolVLM2-2B.")


@SIZES
async def test_a_click_on_a_row_puts_the_cursor_there(store: Store, size: tuple[int, int]) -> None:
    async with opened(store, size) as pilot:
        browse = browse_of(pilot)
        await press(pilot, "escape", "l")
        await click(pilot, "OpenAI o3-pro API")
        assert browse.list.current == store.catalog.index()[1]
        assert browse.matchup is not None
        assert browse.matchup.id == browse.list.current
        assert browse.focused is browse.list


async def test_a_click_in_the_header_opens_the_view(store: Store) -> None:
    async with opened(store, (80, 24)) as pilot:
        for words, title in (("Saved 0", "Saved"), ("2 Unvoted", "Unvoted"), ("1 Feed", "Feed")):
            await click(pilot, words)
            assert f"━━ {title} ━" in shown(pilot.app)


async def test_a_click_on_a_hint_of_the_footer_does_what_its_key_does(store: Store) -> None:
    async with opened(store, (80, 24)) as pilot:
        await press(pilot, "escape")
        await click(pilot, "s Save")
        assert browse_of(pilot).said.startswith("Saved: ")
        await click(pilot, "u Undo", at=3)
        assert browse_of(pilot).said.startswith("Undone: ")
        await click(pilot, "/ Filter", at=2)
        assert browse_of(pilot).filtering
        await click(pilot, "Esc Clear")
        assert not browse_of(pilot).filtering
        await click(pilot, "? Keys", at=2)
        assert isinstance(pilot.app.screen, Popup)


async def test_a_click_on_an_entry_of_the_help_runs_it(store: Store) -> None:
    async with opened(store, (80, 24)) as pilot:
        await press(pilot, "?")
        await pilot.click(OptionList, offset=(20, 1))
        await press(pilot)
        assert browse_of(pilot).said.startswith("Voted SmolVLM2-2B.")


async def test_a_click_on_a_row_of_the_scorecard_shows_that_persona(store: Store) -> None:
    async with opened(store, (120, 40)) as pilot:
        assert "── Founder ─" not in shown(pilot.app)
        await click(pilot, " Founder ", at=2)
        assert "── Founder ─" in shown(pilot.app)
        assert browse_of(pilot).detail.page.persona == "founder"


async def test_the_wheel_moves_what_is_under_the_pointer(store: Store) -> None:
    async with opened(store, (120, 40)) as pilot:
        browse = browse_of(pilot)
        before = rows_of(pilot.app)[10][40:]
        browse.detail.post_message(wheel(browse.detail))
        await press(pilot)
        assert rows_of(pilot.app)[10][40:] != before
        assert browse.list.index == 0
        browse.list.post_message(wheel(browse.list))
        await press(pilot)
        assert browse.list.index == 1


async def test_dragging_selects_text_that_ctrl_c_copies(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing selected the same key quits; now it does not."""
    copied = fake_clipboard(monkeypatch)
    async with opened(store, (120, 40)) as pilot:
        await press(pilot, "escape")
        region = browse_of(pilot).detail.region
        start = (region.x + 5, region.y + 1)
        await pilot.mouse_down(offset=start)
        await pilot.hover(offset=(start[0] + 10, start[1]))
        await pilot.mouse_up(offset=(start[0] + 10, start[1]))
        said = await press(pilot, "ctrl+c")
        assert copied
        assert copied[0].startswith("GPT-5 Mini")
        assert said == "Copied the selection by xclip."
        assert not pilot.app._exit


def wheel(widget: Widget) -> MouseScrollDown:
    """One step of the wheel over a pane."""
    return MouseScrollDown(widget, 1, 1, 0, 1, 0, shift=False, meta=False, ctrl=False)
