"""The filter field: what is typed narrows the list, and what cannot be meant is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from shiptui.tui.preferences import Preferences
from shiptui.tui.screens import sought
from shiptui.tui.widgets import row_list
from terminal import browse_of, opened, press, rows_of, shown, until

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.strip import Strip

    from shiptui.store.store import Store

SMALL = (80, 24)


def heading(pilot: Pilot[int]) -> str:
    """What the heading of the list says."""
    return next(row for row in rows_of(pilot.app) if re.search(r" of \d+\+? |─ none ─", row))


async def test_what_is_not_understood_is_said_while_one_types_and_no_longer(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        said = await press(pilot, "/", *"vrdict:skip")
        assert 'there is no filter "vrdict:"; did you mean "verdict:skip"?' in said
        assert said[:40] in shown(pilot.app)
        assert browse_of(pilot).list.ids == store.catalog.index()
        assert await press(pilot, "home", "right", *"e") == ""
        assert browse_of(pilot).filter.value == "verdict:skip"
        assert browse_of(pilot).list.ids == store.catalog.index(query="verdict:skip")
        assert (await press(pilot, *"py")).startswith('"verdict:skippy" was left out') is False


@pytest.mark.parametrize("key", ["1", "5"])
async def test_a_misspelt_filter_that_finds_nothing_gets_another_spelling(
    store: Store, key: str
) -> None:
    """In the list of matchups and in that of tools."""
    async with opened(store, SMALL) as pilot:
        await press(pilot, key, "/", *"smollm33")
        assert "Nothing matches" in shown(pilot.app)
        await until(pilot, lambda: "Did you mean smollm3?" in shown(pilot.app))
        await press(pilot, "backspace")
        assert "Did you mean" not in shown(pilot.app)
        assert "SmolLM3" in shown(pilot.app)


async def test_a_late_suggestion_for_another_filter_is_dropped(store: Store) -> None:
    async with opened(store, SMALL, query="zzzz") as pilot:
        browse = browse_of(pilot)
        browse.suggest("zzz", "gpt")
        assert "Did you mean" not in shown(pilot.app)
        browse.suggest("zzzz", "gpt")
        await press(pilot)
        assert "Did you mean gpt?" in shown(pilot.app)


async def test_while_names_are_hidden_no_spelling_is_suggested(store: Store) -> None:
    """It would tell which names there are."""
    async with opened(store, SMALL, preferences=Preferences(names="hidden")) as pilot:
        await press(pilot, "/", *"smollm33")
        assert "Nothing matches" in shown(pilot.app)
        assert "Did you mean" not in shown(pilot.app)


async def test_while_names_are_hidden_a_filter_finds_what_was_voted_on_or_peeked_at(
    store: Store,
) -> None:
    async with opened(store, SMALL, preferences=Preferences(names="hidden")) as pilot:
        browse = browse_of(pilot)
        voted = browse.list.current
        await press(pilot, "a", "j", "v")
        peeked = browse.list.current
        await press(pilot, "/", *"smolvlm2")
        assert browse.list.ids == (voted, peeked)


@pytest.mark.parametrize("key", ["1", "5"])
async def test_a_filter_looks_no_further_than_a_few_rows_until_the_reader_does(
    store: Store, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """The heading says that there are more."""
    monkeypatch.setattr(sought, "ROWS_AT_ONCE", 5)
    monkeypatch.setattr(row_list, "NEAR", 1)
    async with opened(store, SMALL) as pilot:
        await press(pilot, key, "/", *"gpt")
        assert "1 of 5+ " in heading(pilot)
        await press(pilot, "enter")
        assert "1 of 5+ " in heading(pilot)
        await press(pilot, "G")
        await until(pilot, lambda: "+" not in heading(pilot))
        whole = (
            store.catalog.index(query="gpt")
            if key == "1"
            else store.catalog.tool_index(query="gpt")
        )
        assert f"{len(whole)} of {len(whole)} " in heading(pilot)
        assert len(whole) > 5


async def test_a_long_list_goes_on_as_its_reader_does(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It opens with its first rows, and says from the start how many there are."""
    monkeypatch.setattr(sought, "ROWS_AT_ONCE", 5)
    monkeypatch.setattr(row_list, "NEAR", 2)
    async with opened(store, SMALL) as pilot:
        browse = browse_of(pilot)
        assert len(browse.list.ids) == 5
        assert "1 of 196 " in heading(pilot)
        await press(pilot, *"jjj")
        await until(pilot, lambda: len(browse.list.ids) == 40)
        await press(pilot, *"jj")
        assert browse.list.current == store.catalog.index()[5]
        await press(pilot, "n")
        assert browse.list.current == store.catalog.index()[6]


async def test_a_filter_of_the_activity_is_made_of_words_alone(store: Store) -> None:
    async with opened(store, SMALL) as pilot:
        await press(pilot, "a", "j", "s", "7", "/", *"nothing:here")
        assert 'Nothing matches "nothing:here".' in shown(pilot.app)
        assert "was left out" not in shown(pilot.app)
        await press(pilot, *["backspace"] * 12, *"o3-pro")
        assert "1 of 1" in heading(pilot)
        assert "saved SmolVLM2 vs OpenAI o3-pro API" in shown(pilot.app)


async def test_a_letter_and_what_it_finds_are_drawn_in_one_frame(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are there when the field has its letter, however little else had its turn."""
    monkeypatch.setattr(sought, "AT_ONCE", 10)
    async with opened(store, SMALL) as pilot:
        await press(pilot, "/")
        browse = browse_of(pilot)
        browse.filter.value = "gpt"
        assert browse.list.ids == store.catalog.index(query="gpt")
        assert browse.list.current == (browse.matchup and browse.matchup.id)


async def test_a_row_is_drawn_once_until_it_is_refreshed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A move of the cursor draws the heading and the two rows anew, and no other."""
    async with opened(store, SMALL) as pilot:
        rows = browse_of(pilot).list
        drawn: list[int] = []
        draw = rows.drawn

        def noted(y: int) -> Strip:
            drawn.append(y)
            return draw(y)

        monkeypatch.setattr(rows, "drawn", noted)
        await press(pilot, "j")
        assert sorted(drawn) == [0, 1, 2]


async def test_a_filter_of_many_matchups_looks_for_few_rows_first(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Still for more than the window shows, so that no row in sight is missing."""
    monkeypatch.setattr(sought, "MANY", 100)
    monkeypatch.setattr(sought, "FEW_AT_ONCE", 5)
    monkeypatch.setattr(row_list, "NEAR", 1)
    async with opened(store, SMALL) as pilot:
        assert len(browse_of(pilot).list.ids) == 196
        await press(pilot, "/", *"gpt")
        rows = browse_of(pilot).list
        assert len(rows.ids) == 2 * rows.page_rows > 5
        assert rows.ids == store.catalog.index(query="gpt")[: len(rows.ids)]
