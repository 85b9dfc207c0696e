"""Layouts: in windows of every size nothing is cut in silence, and the keys are in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from shiptui.page.chrome import footer_line
from shiptui.page.lines import text_of, width_of
from shiptui.tui.keys import hints
from terminal import browse_of, opened, press, rows_of, shown

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from shiptui.store.store import Store

COLUMNS = (40, 60, 80, 119, 120, 180, 200)
HEIGHTS = ((40, 10), (40, 11), (60, 12), (80, 19), (80, 20), (120, 12), (120, 19), (200, 20))
LONGEST = 64


def footer(columns: int, *, can_undo: bool = False) -> str:
    return text_of(footer_line(hints(can_undo=can_undo), columns))


def pane(pilot: Pilot[int], name: str) -> list[str]:
    """The rows of one pane as they stand on the screen."""
    region = browse_of(pilot).query_one(name).region
    rows = rows_of(pilot.app)[region.y : region.bottom]
    # Up to here every character of these rows takes one cell.
    return [row[region.x : region.right].rstrip() for row in rows]


@pytest.mark.parametrize("columns", COLUMNS)
async def test_every_pane_shows_its_lines_whole(store: Store, columns: int) -> None:
    """The screen shows what the page says: the terminal cuts nothing off at the right."""
    async with opened(store, (columns, 40)) as pilot:
        browse = browse_of(pilot)
        await press(pilot, "escape", *(["enter"] if columns < 80 else []))
        for index in range(0, 196, 15):
            browse.list.move_to(index)
            await press(pilot)
            lines = browse.detail.page.lines
            width = browse.detail.size.width
            assert max(map(width_of, lines)) < width
            drawn = pane(pilot, "#detail")
            told = [text_of(line).rstrip() for line in lines[: len(drawn)]]
            assert [row.rstrip("│ ") for row in drawn[: len(told)]] == [
                t.rstrip("│ ") for t in told
            ]
            assert max(map(cell_len, rows_of(pilot.app))) <= columns
            assert rows_of(pilot.app)[-1] == footer(columns)


@pytest.mark.parametrize("columns", COLUMNS)
async def test_rows_of_the_list_are_whole_or_end_in_an_ellipsis(store: Store, columns: int) -> None:
    async with opened(store, (columns, 40)) as pilot:
        await press(pilot, "escape")
        rows = store.catalog.rows(store.catalog.index())
        texts = [each for row in rows for each in (row.left_name, row.right_name, row.section)]
        words = {word for each in texts if each for word in each.split()}
        words |= {">", "●", "v", "%", "?", *map(str, range(101))}
        browse = browse_of(pilot)
        for index in range(0, 196, 4 * browse.list.page_rows):
            browse.list.move_to(index)
            await press(pilot)
            for row in pane(pilot, "#list")[1:]:
                assert [w for w in row.split() if w not in words and not w.endswith("…")] == []


@pytest.mark.parametrize("columns", COLUMNS)
async def test_a_message_about_long_names_is_whole_or_says_that_it_was_cut(
    store: Store, columns: int
) -> None:
    """The way back is never what is cut off."""
    rows = store.catalog.rows(store.catalog.index())
    row = max(rows, key=lambda row: len(row.right_name))
    assert len(row.right_name) == LONGEST
    async with opened(store, (columns, 24)) as pilot:
        browse_of(pilot).jump_to(row.id)
        await press(pilot, "escape", "b")
        message = rows_of(pilot.app)[-2]
        assert row.right_name in message or "…" in message
        assert message.endswith("Press u to undo.")


@pytest.mark.parametrize("size", HEIGHTS, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_in_a_low_window_list_and_footer_stay(store: Store, size: tuple[int, int]) -> None:
    async with opened(store, size) as pilot:
        rows = rows_of(pilot.app)
        assert len(rows) == size[1]
        assert rows[-1] == footer(size[0])
        assert any(row.startswith(">") for row in rows)
        assert "━━ Feed" in shown(pilot.app)
        assert ("Welcome" in shown(pilot.app)) == (size[1] >= 20)
        assert (await press(pilot, "a")).startswith("Voted ")
        await press(pilot, "G")
        assert sum(row.startswith("> ") for row in rows_of(pilot.app)) == 1
        assert "196 of 196" in shown(pilot.app)
        await press(pilot, "enter")
        assert "[a] " in shown(pilot.app)


@pytest.mark.parametrize("size", [(39, 24), (80, 9), (32, 8)], ids=lambda s: f"{s[0]}x{s[1]}")
async def test_a_window_too_small_says_so_and_keys_still_work(
    store: Store, size: tuple[int, int]
) -> None:
    async with opened(store, size) as pilot:
        columns, height = size
        sentence = f"Window too small (need 40x10, have {columns}x{height})"
        assert " ".join(shown(pilot.app).split()) == sentence
        await press(pilot, "a")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "too small" not in shown(pilot.app)
        assert "4 Voted 1" in shown(pilot.app)


async def test_resizing_keeps_the_cursor_and_what_was_read(store: Store) -> None:
    async with opened(store, (200, 60)) as pilot:
        browse = browse_of(pilot)
        await press(pilot, "escape", *"jjj", "enter")
        current = browse.list.current
        for size in ((40, 12), (80, 24), (119, 40), (120, 40), (60, 20), (180, 50)):
            await pilot.resize_terminal(*size)
            await press(pilot)
            assert browse.list.current == current
            assert browse.matchup is not None
            assert browse.matchup.left.name[:12] in shown(pilot.app)
            assert rows_of(pilot.app)[-1] == footer(size[0])
            assert browse.focused is browse.detail
            assert "[a] " in shown(pilot.app)


async def test_a_click_into_the_detail_is_not_lost_by_narrowing_the_window(store: Store) -> None:
    """Keys never go to a pane that is out of sight."""
    async with opened(store, (120, 40)) as pilot:
        browse = browse_of(pilot)
        await pilot.click("#detail", offset=(10, 20))
        assert browse.focused is browse.detail
        await pilot.resize_terminal(60, 20)
        await press(pilot)
        assert browse.focused is not None
        assert browse.focused.size.width > 0


async def test_in_an_ultra_wide_window_all_takes_are_shown_at_once(store: Store) -> None:
    async with opened(store, (200, 120)) as pilot:
        for persona in store.catalog.personas():
            assert f"── {persona.name} ──" in shown(pilot.app)
