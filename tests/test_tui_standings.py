"""View 6 and the screen beside the panel: what votes say, and what they do not say yet."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest

from shiptui.ranking import judgement as judging
from shiptui.ranking.voices import Voice
from shiptui.tui.judge import Judge
from shiptui.tui.preferences import Preferences
from shiptui.tui.screens.agreement import AgreementScreen
from shiptui.tui.screens.judged import Judged
from shiptui.tui.screens.standings import StandingsScreen
from terminal import browse_of, opened, press, rows_of, shown, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from shiptui.ranking.judgement import Heard, Judgement
    from shiptui.store.store import Store

WIDE = (200, 60)


def vote(store: Store, many: int) -> None:
    """Vote for the left tool of the first matchups."""
    for id_ in store.catalog.index()[:many]:
        matchup = store.catalog.matchup(id_)
        assert matchup is not None
        store.facts.cast_vote(matchup, matchup.left.slug)


async def judged(pilot: Pilot[int], votes: int) -> Judged:
    """The screen in front once it shows what so many votes add up to."""
    screen = pilot.app.screen
    assert isinstance(screen, Judged)
    await until(pilot, partial(_heard, screen, votes))
    await press(pilot)
    return screen


def _heard(screen: Judged, votes: int) -> bool:
    return screen.judgement is not None and len(screen.judgement.votes) == votes


def listed(pilot: Pilot[int]) -> list[str]:
    """The rows of the list."""
    screen = pilot.app.screen
    assert isinstance(screen, StandingsScreen)
    region = screen.list.region
    rows = rows_of(pilot.app)[region.y + 1 : region.bottom]
    return [row[region.x : region.right].strip() for row in rows]


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        (0, "No votes yet, so nothing is ranked"),
        (1, "One vote may be chance"),
        (2, "Two votes may be chance"),
    ],
)
async def test_with_hardly_a_vote_every_screen_says_what_is_missing(
    store: Store, votes: int, words: str
) -> None:
    vote(store, votes)
    async with opened(store, WIDE) as pilot:
        await press(pilot, "6")
        assert (await judged(pilot, votes)).said.startswith(words)
        assert "How far to trust it" in shown(pilot.app)
        await press(pilot, "w")
        assert (await judged(pilot, votes)).said.startswith("No twin yet")


@pytest.mark.parametrize("votes", [0, 1, 2])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_what_is_missing_is_never_cut(
    store: Store, votes: int, size: tuple[int, int]
) -> None:
    vote(store, votes)
    async with opened(store, size) as pilot:
        await press(pilot, "escape")
        for key in ("6", "w"):
            await press(pilot, key)
            screen = await judged(pilot, votes)
            assert screen.said in shown(pilot.app)


async def test_no_rank_is_told_before_three_votes(store: Store) -> None:
    vote(store, 2)
    async with opened(store, WIDE) as pilot:
        await press(pilot, "6")
        await judged(pilot, 2)
        assert "?" in listed(pilot)[0]
        assert "Too few votes for a rank" in shown(pilot.app)


async def test_voices_stand_side_by_side_and_a_place_tells_what_it_rests_on(store: Store) -> None:
    vote(store, 20)
    async with opened(store, WIDE) as pilot:
        await press(pilot, "6")
        screen = await judged(pilot, 20)
        assert screen.judgement is not None
        mine = screen.judgement.places[Voice.ME]
        first = next(iter(mine.values()))
        assert "Standings: you, panel" in shown(pilot.app)
        assert listed(pilot)[0].startswith(f"> {first.name}")
        assert any(row.count("●") == 2 for row in listed(pilot))
        text = shown(pilot.app)
        assert "times in 100" in text
        assert "picked over" in text
        assert "What the community says is unknown: this feed reports none." in text
        assert "Most places are preliminary" in text


async def test_a_vote_changes_the_standings_and_nothing_else_has_them_worked_out_anew(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def counting(heard: Heard) -> Judgement:
        threads.append(threading.get_ident())
        return judging.judge(heard)

    monkeypatch.setattr("shiptui.tui.judge.judge", counting)
    vote(store, 3)
    async with opened(store, WIDE) as pilot:
        await press(pilot, "6")
        await judged(pilot, 3)
        await press(pilot, "5", "6", "1", "s", "6")
        await judged(pilot, 3)
        assert len(threads) == 1
        assert threads[0] != threading.get_ident()
        await press(pilot, "2", "a", "6")
        await judged(pilot, 4)
        assert len(threads) == 2


async def test_a_vote_cast_while_it_is_worked_out_is_never_left_out(store: Store) -> None:
    vote(store, 1)
    judge = Judge(store)
    think = judge._think

    def slowly() -> tuple[tuple[int, str], Judgement]:
        found = think()
        with store.another() as other:
            vote(other, 2)
        return found

    judge._think = slowly  # type: ignore[method-assign]  # a vote comes just then
    found = await asyncio.wait_for(judge.judgement(), 30)
    assert len(found.votes) == 2


async def test_a_filter_hides_rows_and_leaves_places_as_they_are(store: Store) -> None:
    vote(store, 30)
    async with opened(store, WIDE) as pilot:
        await press(pilot, "6")
        screen = await judged(pilot, 30)
        everything = listed(pilot)
        await press(pilot, "/", *"tool:claude", "enter")
        kept = [row for row in listed(pilot) if row]
        assert 0 < len(kept) < len([row for row in everything if row])
        assert set(screen.list.ids) <= set(store.catalog.tool_index(query="tool:claude"))
        bare = {row.lstrip("> ") for row in everything}
        assert {row.lstrip("> ") for row in kept} <= bare
        await press(pilot, "/", *"zzqx", "enter")
        assert "No tool with a place matches" in shown(pilot.app)


async def test_the_panel_is_weighed_beside_its_plain_share_and_the_twin_is_named(
    store: Store,
) -> None:
    """The reader repeats every call of the Skeptic."""
    for tool in store.catalog.tools_with_take("skeptic"):
        take = tool.take_of("skeptic")
        if take is not None and take.call is not None:
            store.facts.cast_tool_vote(tool, take.call)
    async with opened(store, WIDE) as pilot:
        await press(pilot, "w")
        screen = await judged(pilot, 0)
        assert isinstance(screen, AgreementScreen)
        assert screen.judgement is not None
        text = shown(pilot.app)
        assert "Who judges alike" in text
        skeptic = screen.judgement.accord.of("skeptic")
        assert skeptic is not None
        assert f"{skeptic.both.n} of {skeptic.both.n}" in text
        assert "Panels as you weigh them" in text


async def test_the_next_unvoted_is_the_most_informative_one_where_that_was_chosen(
    store: Store,
) -> None:
    vote(store, 12)
    async with opened(store, WIDE, preferences=Preferences(next="informative")) as pilot:
        browse = browse_of(pilot)
        await until(pilot, lambda: _heard(browse, 12))
        assert browse.judgement is not None
        best = next(id_ for id_ in browse.judgement.informative if id_ in browse.list.ids)
        await press(pilot, "n")
        assert browse.list.current == best
        await press(pilot, "a")
        await until(pilot, lambda: _heard(browse, 13))
        following = browse.judgement.informative
        assert best not in following
        await press(pilot, "n")
        assert browse.list.current == following[0]


async def test_on_a_personas_own_screen_stands_how_far_the_reader_agrees(store: Store) -> None:
    async with opened(store, WIDE) as pilot:
        await press(pilot, "p")
        await judged(pilot, 0)
        assert "How far you agree" in shown(pilot.app)
        assert "You have judged nothing in common yet" in shown(pilot.app)
