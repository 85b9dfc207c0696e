"""Activity: every change, newest first, with what waits to be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shiptui.tui.screens.activity import ActivityScreen
from terminal import opened, press, rows_of, shown

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from shiptui.store.store import Store

WIDE = (200, 50)


def changes(pilot: Pilot[int]) -> list[str]:
    """The rows of the list, without cursor and moment."""
    screen = pilot.app.screen
    assert isinstance(screen, ActivityScreen)
    region = screen.list.region
    rows = rows_of(pilot.app)[region.y + 1 : region.bottom]
    return [row[region.x : region.right].strip() for row in rows]


@pytest.mark.parametrize("key", ["7", "H"])
async def test_every_change_is_listed_newest_first(store: Store, key: str) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, key)
        assert "You have changed nothing yet." in shown(pilot.app)
        assert "Nothing waits." in shown(pilot.app)
        await press(pilot, "1", "a", "j", "s", "j", "t", "u", "5", "+", key)
        text = " ".join(changes(pilot))
        assert "1 of " in shown(pilot.app)
        assert len(store.facts.history()) == 5
        (call, undone, tie, saved, vote) = store.facts.history()
        assert text.index("voted ship on") < text.index("saved ") < text.index("voted GPT-5 Mini")
        assert "You voted ship on" in shown(pilot.app)
        assert f"took back the vote on {tie.title[:20]}" in text
        assert vote.number is not None
        assert call.number is not None
        assert undone.number is not None
        assert saved.number is not None
        assert vote.number < saved.number < call.number


async def test_undo_and_redo_work_from_the_list_of_changes(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "a", "s", "7")
        before = len(store.facts.history())
        assert (await press(pilot, "u")).startswith("Undone: the bookmark of ")
        assert store.catalog.counts().saved == 0
        assert (await press(pilot, "u")).startswith("Undone: your vote on ")
        assert store.catalog.counts().voted == 0
        assert (await press(pilot, "U")).startswith("Redone: your vote on ")
        assert store.catalog.counts().voted == 1
        assert len(store.facts.history()) == before + 3


async def test_the_detail_tells_the_change_under_the_cursor(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "a", "s", "7")
        assert "── Bookmark ─" in shown(pilot.app)
        await press(pilot, "j")
        assert "── Vote on a matchup ─" in shown(pilot.app)
        await press(pilot, "l", "G", "h", "q")
        assert pilot.app._exit
