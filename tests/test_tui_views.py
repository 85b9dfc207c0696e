"""Views, filter, welcome strip, leaving: what the reader asked for, and why a list is empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from shiptui.model.facts import View
from shiptui.store.store import Store
from terminal import browse_of, opened, press, rows_of, shown, until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

SMALL, WIDE = (80, 24), (120, 40)


def gone(pilot: Pilot[int]) -> bool:
    """Whether the program is leaving."""
    return pilot.app._exit


def title(pilot: Pilot[int]) -> str:
    """What the heading of the list says."""
    return next(row for row in rows_of(pilot.app) if re.search(r"\d+ of \d+|none", row))


async def test_1_to_4_open_the_four_views(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        browse = browse_of(pilot)
        await press(pilot, "a", "j", "s", "j", "b")
        all_ids = store.catalog.index()
        for key, name, ids in (
            ("2", "Unvoted", (all_ids[1], *all_ids[3:])),
            ("3", "Saved", (all_ids[1],)),
            ("4", "Voted", (all_ids[2], all_ids[0])),
            ("1", "Feed", all_ids),
        ):
            await press(pilot, key)
            assert f"━━ {name} " in title(pilot)
            assert browse.list.ids == ids
            assert browse.matchup is not None
            assert browse.matchup.id == browse.list.current


async def test_an_empty_view_says_why_and_votes_for_nothing(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "3")
        assert "Nothing saved yet." in shown(pilot.app)
        assert "Press s on any matchup" in shown(pilot.app)
        await press(pilot, *"abtx0ABTXsemSyYo", "n", "j", "l", "h", "space", "]", "J", "G")
        await press(pilot, "4")
        assert "No votes yet." in shown(pilot.app)
        assert "Press 1, then a or b." in shown(pilot.app)
        assert store.facts.history() == []
        for id_ in store.catalog.index():
            matchup = store.catalog.matchup(id_)
            assert matchup is not None
            store.facts.cast_vote(matchup, "tie")
        await press(pilot, "2")
        words = " ".join(row[:38].strip() for row in rows_of(pilot.app)[2:8])
        assert "All caught up: you have voted on all 196." in words
        assert "4 shows your choices." in words


async def test_the_filter_works_while_letters_are_typed_and_none_of_them_votes(
    store: Store,
) -> None:
    async with opened(store, SMALL) as pilot:
        browse = browse_of(pilot)
        await press(pilot, "/")
        assert "Enter Keep  Esc Clear" in shown(pilot.app)
        counts = []
        for letter in "smollm3":
            await press(pilot, letter)
            counts.append(len(browse.list.ids))
        assert counts == sorted(counts, reverse=True)
        assert 0 < counts[-1] < counts[0]
        assert 'Feed matching "smollm3"' in title(pilot)
        assert all("SmolLM3" in row for row in rows_of(pilot.app) if " v " in row)
        await press(pilot, "enter")
        assert browse.focused is browse.list
        assert len(browse.list.ids) == counts[-1]
        assert "? Keys" in shown(pilot.app)
        await press(pilot, "escape", "escape")
        assert browse.list.ids == store.catalog.index()
        await press(pilot, "/", *"abtxq a")
        assert browse.filter.value == "abtxq a"
        assert 'Nothing matches "abtxq a".' in shown(pilot.app)
        assert "Esc clears the filter." in shown(pilot.app)
        assert not gone(pilot)
        await press(pilot, "escape")
        assert browse.list.ids == store.catalog.index()
        assert browse.focused is browse.list
        assert store.facts.history() == []


async def test_escape_in_the_filter_clears_it_also_on_the_first_run(store: Store) -> None:
    """The popup or field that is open goes first."""
    async with opened(store, SMALL) as pilot:
        assert browse_of(pilot).welcoming
        await press(pilot, "/", "z", "escape")
        assert browse_of(pilot).query_text == ""
        assert not browse_of(pilot).filtering


async def test_in_the_filter_arrows_paging_and_leaving_still_act(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        browse = browse_of(pilot)
        await press(pilot, "/", *"gpt", "down", "down", "up")
        assert browse.list.index == 1
        assert browse.filter.value == "gpt"
        await press(pilot, "pagedown")
        assert browse.list.index > 1
        await press(pilot, "ctrl+p", "escape", "tab")
        assert browse.focused is not browse.filter
        await press(pilot, "/", *"gpt")
        await pilot.press("ctrl+c")
        assert gone(pilot)


@pytest.mark.parametrize("filtered", ["zzzz", "a filter with more words than a narrow list holds"])
async def test_a_filter_without_result_says_so_whole(store: Store, filtered: str) -> None:
    """In every layout the words fit the list, or end in an ellipsis."""
    for size in ((40, 12), WIDE, (180, 50)):
        async with opened(store, size, query=filtered) as pilot:
            width = browse_of(pilot).list.size.width
            rows = [row[:width].strip() for row in rows_of(pilot.app)]
            (said,) = [row for row in rows if row.startswith("Nothing matches")]
            assert said.endswith(("…", '".')) or " ".join(rows).count(filtered)
            assert "Esc clears the filter." in rows


async def test_q_steps_back_level_by_level_and_then_quits(store: Store) -> None:
    """First the filter, then the zoom, then back to the list, as Escape does."""
    async with opened(store, WIDE) as pilot:
        browse = browse_of(pilot)
        await press(pilot, "escape")
        for key in ("escape", "q"):
            await press(pilot, "/", *"gpt", "enter", "l", "z")
            levels = []
            for _ in range(3):
                await press(pilot, key)
                zoomed = browse.detail.size.width == 120
                levels.append((browse.query_text, zoomed, browse.focused is browse.list))
            assert levels == [("", True, False), ("", False, False), ("", False, True)]
        await press(pilot, "escape", "escape")
        assert not gone(pilot)
        await pilot.press("q")
        assert gone(pilot)
        assert pilot.app.return_value == 0


@pytest.mark.parametrize("key", ["Q", "ctrl+q", "ctrl+c"])
async def test_quitting_at_once_works_from_anywhere(store: Store, key: str) -> None:
    async with opened(store, SMALL) as pilot:
        await press(pilot, "l", "z")
        await pilot.press(key)
        assert gone(pilot)
        assert not pilot.app.return_value


async def test_ctrl_z_without_a_shell_to_return_to_changes_nothing(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        before = shown(pilot.app)
        await press(pilot, "ctrl+z")
        assert shown(pilot.app) == before


async def test_escape_takes_the_welcome_strip_away_for_good(tmp_path: Path, seed: Path) -> None:
    path = tmp_path / "shiptui.db"
    with Store.open(path, seed) as store:
        async with opened(store, SMALL) as pilot:
            assert "Welcome to shiptui" in shown(pilot.app)
            await press(pilot, "escape")
            assert "Welcome to shiptui" not in shown(pilot.app)
    with Store.open(path, seed) as store:
        async with opened(store, SMALL) as pilot:
            assert "Welcome to shiptui" not in shown(pilot.app)


async def test_the_first_vote_takes_the_welcome_strip_away_for_good(
    tmp_path: Path, seed: Path
) -> None:
    """Once it says what comes next; taking the vote back does not bring the strip back."""
    path = tmp_path / "shiptui.db"
    with Store.open(path, seed) as store:
        async with opened(store, SMALL) as pilot:
            await press(pilot, "a")
            assert "n goes to the next one" in shown(pilot.app)
            assert "Welcome to shiptui" not in shown(pilot.app)
            await press(pilot, "b")
            assert "n goes to the next one" not in shown(pilot.app)
            await press(pilot, "0")
            await until(pilot, lambda: store.settings.get("welcomed") is not None)
    with Store.open(path, seed) as store:
        async with opened(store, SMALL) as pilot:
            assert "Welcome to shiptui" not in shown(pilot.app)


async def test_a_vote_cast_before_the_first_start_does_not_bring_the_strip_back(
    store: Store,
) -> None:
    """Somebody who voted on the command line and undoes it here is no newcomer."""
    matchup = store.catalog.matchup(store.catalog.index()[0])
    assert matchup is not None
    store.facts.cast_vote(matchup, "tie")
    async with opened(store, SMALL) as pilot:
        await press(pilot, "u")
        assert "Welcome to shiptui" not in shown(pilot.app)


async def test_the_program_opens_where_it_was_asked_to(store: Store) -> None:
    async with opened(store, SMALL, view=View.UNVOTED, query="smollm3") as pilot:
        assert 'Unvoted matching "smollm3"' in title(pilot)
        assert "SmolLM3" in shown(pilot.app)


async def test_a_notice_of_the_store_or_the_config_is_told_at_the_start(store: Store) -> None:
    async with opened(store, SMALL, notices=("The config has a typo.",)) as pilot:
        assert "The config has a typo." in shown(pilot.app)
