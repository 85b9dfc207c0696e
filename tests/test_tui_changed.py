"""What changed since the reader's act, on the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shiptui.page.veil import Blind, veil, veil_row
from shiptui.store.store import Store
from shiptui.tui.preferences import Preferences
from store_files import next_edition, turned_down
from terminal import browse_of, opened, press, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZES = ((80, 24), (120, 40), (200, 60))


@pytest.fixture
def changed(path: Path, seed: Path, tmp_path: Path) -> Iterator[Store]:
    """A store in which the left tool of the first matchup was turned down after a vote for it."""
    with Store.open(path, seed) as store:
        matchup = store.catalog.matchup(store.catalog.index()[0])
        assert matchup
        store.facts.cast_vote(matchup, matchup.left.slug)
        store.facts.save(f"tool:{matchup.left.slug}", "it")
        edition = next_edition(seed, tmp_path, *turned_down(matchup.left.slug))
    with Store.open(path, edition) as store:
        yield store


@pytest.mark.parametrize("size", SIZES)
async def test_a_matchup_tells_what_changed_since_the_vote(
    changed: Store, size: tuple[int, int]
) -> None:
    async with opened(changed, size) as pilot:
        assert "≠  0 %" in shown(pilot.app)
        await press(pilot, "l")
        for _ in range(20):
            if "Changed since your vote" in shown(pilot.app):
                break
            await press(pilot, "J")
        assert "panel: SHIP 100 % -> SKIP 0 %" in shown(pilot.app)


async def test_the_filter_finds_it_and_a_new_vote_takes_the_mark_away(changed: Store) -> None:
    async with opened(changed, (120, 40)) as pilot:
        await press(pilot, "/", *"changed:flipped", "enter")
        assert len(browse_of(pilot).list.ids) == 1
        await press(pilot, "b")
        assert "≠" not in shown(pilot.app)
        assert "Changed since" not in shown(pilot.app)


async def test_a_tool_tells_it_too(changed: Store) -> None:
    async with opened(changed, (120, 40)) as pilot:
        await press(pilot, "5", "/", *"changed:yes", "enter")
        assert "≠  0 %" in shown(pilot.app)
        assert "Changed since you saved it" in shown(pilot.app)


def test_before_the_vote_a_blind_mode_hides_what_changed(changed: Store) -> None:
    id_ = changed.catalog.index()[0]
    matchup = changed.catalog.matchup(id_)
    assert matchup
    changed.facts.save(f"matchup:{id_}", "it")
    changed.facts.cast_vote(matchup, None)
    for blind in (Blind(panel=True), Blind(names=True)):
        found = changed.catalog.matchup(id_)
        assert found
        assert veil(found, blind, flipped=False).changed is None
        (row,) = changed.catalog.rows([id_])
        assert veil_row(row, blind, flipped=False).flips == ()
    assert Preferences().blind.veils == ()
