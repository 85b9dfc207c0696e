"""Other keys: what the config asks for holds on every screen, and there is always a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from shiptui.tui.keymap import effective
from shiptui.tui.keys import KEYS, rebound
from shiptui.tui.outfit import Outfit
from terminal import opened, press, rows_of, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shiptui.store.store import Store

SMALL = (80, 24)


def wearing(keys: Mapping[str, tuple[str, ...]]) -> Outfit:
    """What a `[keys]` table of the config makes of the program."""
    return Outfit(rebound(effective(KEYS, keys).keys))


async def test_a_key_of_the_config_takes_the_place_of_the_one_of_the_table(store: Store) -> None:
    async with opened(store, SMALL, outfit=wearing({"vote.a": ("w",)})) as pilot:
        assert await press(pilot, "a") == ""
        assert store.facts.history() == []
        assert (await press(pilot, "w")).startswith("Voted GPT-5 Mini API.")
        assert "w/b/t/x Vote" in rows_of(pilot.app)[-1]
        await press(pilot, "?", *"left tool")
        options = pilot.app.screen.query_one(OptionList)
        assert str(options.get_option_at_index(0).prompt).startswith("> w ")


async def test_a_key_taken_from_another_action_no_longer_does_it(store: Store) -> None:
    async with opened(store, SMALL, outfit=wearing({"vote.a": ("s",)})) as pilot:
        assert (await press(pilot, "s")).startswith("Voted ")
        assert store.catalog.counts().saved == 0
        assert " s Save" not in shown(pilot.app)


async def test_a_key_of_any_kind_can_vote(store: Store) -> None:
    names = ("ctrl+t", "f5", "alt+x", "ctrl+up", "space", "comma")
    async with opened(store, SMALL, outfit=wearing({"vote.a": names})) as pilot:
        for name in names:
            assert (await press(pilot, name)).startswith("Voted "), name
            assert (await press(pilot, "0")).startswith("Vote taken back."), name


async def test_a_disabled_key_does_nothing_and_is_named_nowhere(store: Store) -> None:
    outfit = wearing({"undo": (), "save": ()})
    async with opened(store, SMALL, outfit=outfit) as pilot:
        await press(pilot, "a", "u", "s")
        assert store.catalog.counts().voted == 1
        assert store.catalog.counts().saved == 0
        assert "Undo" not in rows_of(pilot.app)[-1]
        assert "Save" not in rows_of(pilot.app)[-1]


@pytest.mark.parametrize("place", ["", "/", "e", "?", "5", "7", "<"])
async def test_ctrl_q_quits_from_anywhere_also_where_the_config_forgot_it(
    store: Store, place: str
) -> None:
    outfit = wearing({"quit": (), "back": (), "copy_or_quit": ()})
    async with opened(store, SMALL, outfit=outfit) as pilot:
        await press(pilot, *place)
        await pilot.press("ctrl+q")
        assert pilot.app._exit
