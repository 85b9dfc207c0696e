"""Feeds on the screen: news waits, keys are answered, and the header says how things stand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feed_server import Request, World, world
from feed_store import pulling
from feed_world import NOW, URL, retold, small_catalog
from shiptui.feed.publish import build
from shiptui.feed.tallies import Tallies
from shiptui.model.catalog import Pair
from shiptui.page.syncing import Standing, age_words, phrase
from shiptui.store.store import Store
from shiptui.tui.syncing import Plan
from terminal import browse_of, fake_clipboard, opened, press, rows_of, shown, until

WIDE = (120, 40)
COUNTS = Tallies("2026-11-20T10:00:00Z", 2, {"aider-vs-zed": (6, 3, 1, 0)}, {"aider": (9, 1)})


@pytest.fixture
async def server() -> AsyncIterator[World]:
    async with world() as made:
        yield made


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A published folder with counts of votes."""
    build(small_catalog(), tmp_path / "site", now=NOW, tallies=COUNTS)
    return tmp_path / "site"


def serve(server: World, site: Path) -> str:
    """Serve a folder as it is; the address of its feed."""
    for path in site.rglob("*"):
        if path.is_file():
            server.serve(f"/{path.relative_to(site).as_posix()}", path.read_bytes())
    return f"{server.url}/feed.json"


def header(pilot: object) -> str:
    return rows_of(pilot.app)[0]  # type: ignore[attr-defined]  # a Pilot


@pytest.mark.parametrize(
    ("standing", "says"),
    [
        (Standing(), "bundled catalog"),
        (Standing(offline=True), "offline"),
        (Standing(feeds=1, offline=True, waiting=4), "offline, 4 to send"),
        (Standing(feeds=1, looked=0, waiting=1), "synced 2m, 1 to send"),
        (Standing(feeds=1, looked=0, waiting=4, stuck=True), "4 to send, 7 shows why"),
        (Standing(feeds=1, looked=0, stuck=True), "synced 2m"),
        (Standing(feeds=1), "not synced, r syncs"),
        (Standing(feeds=2, looked=0), "synced 2m"),
        (Standing(feeds=2, looked=0, failed=True), "sync failed, r retries"),
        (Standing(feeds=5, looked=0, place=3, new=2), "syncing 3/5"),
        (Standing(feeds=1, looked=0, new=4, failed=True), "4 new, r shows"),
        (Standing(feeds=1, looked=0, changed=True), "changes, r shows"),
    ],
)
def test_the_header_says_in_words_what_matters_most(standing: Standing, says: str) -> None:
    assert phrase(standing, 150_000) == says


def test_ages_are_short() -> None:
    minute = 60_000
    ages = (0, minute, 59 * minute, 60 * minute, 1_439 * minute, 2_880 * minute)
    assert [age_words(age) for age in ages] == ["now", "1m", "59m", "1h", "23h", "2d"]


async def test_what_is_new_waits_until_the_reader_asks(
    store: Store, server: World, site: Path
) -> None:
    store.feeds.add(serve(server, site))
    async with opened(store, WIDE) as pilot:
        assert "not synced, r syncs" in header(pilot)
        await press(pilot, "j", "j")
        before = rows_of(pilot.app)[3:20]
        cursor = browse_of(pilot).list.current
        said = await press(pilot, "r")
        assert said.startswith("A small feed: new 2 matchups, 3 tools")
        assert "2 new, r shows" in header(pilot)
        assert rows_of(pilot.app)[3:20] == before
        await press(pilot, "r")
        assert browse_of(pilot).list.ids[:2] == ("aider-vs-zed", "aider-vs-mill")
        assert browse_of(pilot).list.current == cursor
        assert "synced now" in header(pilot)


async def test_a_change_comes_while_the_screen_stands_still(
    store: Store, server: World, site: Path
) -> None:
    store.feeds.add(serve(server, site))
    async with opened(store, WIDE) as pilot:
        await press(pilot, "r", "r")
        more = retold(small_catalog(), "mill", tagline="Grinds")
        build(more, site, now=NOW + 60, tallies=COUNTS)
        serve(server, site)
        said = await press(pilot, "r")
        assert said == "A small feed: changed 1 tool."
        assert "changes, r shows" in header(pilot)
        server.requests.clear()
        assert await press(pilot, "R") == "A small feed: nothing new."
        assert any(request.path.startswith("/snap/") for request in server.requests)


async def test_keys_are_answered_while_a_server_stalls_and_escape_stops_it(
    store: Store, server: World
) -> None:
    """The request is still open when every one of these keys has been answered."""
    asked = asyncio.Event()

    async def stall(_request: Request) -> None:
        asked.set()
        await asyncio.Event().wait()

    store.feeds.add(server.at("/feed.json", stall))
    async with opened(store, WIDE) as pilot:
        app = pilot.app
        app.simulate_key("r")
        await until(pilot, asked.is_set)
        frame = browse_of(pilot)
        await until(pilot, lambda: "syncing 1/1" in header(pilot))
        for key in ("j", "j", "a", "j"):
            app.simulate_key(key)
        await until(pilot, lambda: frame.list.index == 3 and store.catalog.counts().voted == 1)
        assert len(server.requests) == 1
        assert "syncing 1/1" in header(pilot)
        for _ in ("the strip about the first vote", "the sync"):
            app.simulate_key("escape")
        await until(pilot, lambda: frame.said.startswith("Sync stopped"))
        assert "not synced, r syncs" in header(pilot)
        assert store.feeds.looks() == []


async def test_a_program_that_leaves_does_not_wait_for_a_server(
    store: Store, server: World
) -> None:
    asked = asyncio.Event()

    async def stall(_request: Request) -> None:
        asked.set()
        await asyncio.Event().wait()

    store.feeds.add(server.at("/feed.json", stall))
    async with opened(store, WIDE) as pilot:
        pilot.app.simulate_key("r")
        await until(pilot, asked.is_set)
        pilot.app.simulate_key("q")
        await until(pilot, lambda: pilot.app._exit)


async def test_a_failure_is_in_the_header_and_in_activity_and_r_retries(
    store: Store, server: World, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = fake_clipboard(monkeypatch)
    url = server.serve("/feed.json", b"", status=503)
    store.feeds.add(url)
    async with opened(store, (200, 50)) as pilot:
        said = await press(pilot, "r")
        assert "cannot answer just now (503)" in said
        assert "sync failed, r retries" in header(pilot)
        await press(pilot, "7")
        assert "Last syncs" in shown(pilot.app)
        assert "cannot answer just now (503)" in shown(pilot.app)
        await press(pilot, "y")
        await until(pilot, lambda: any("cannot answer just now (503)" in each for each in copied))
        serve(server, site)
        await press(pilot, "r")
        assert "A small feed: new 2 matchups" in shown(pilot.app)


async def test_a_feed_is_looked_at_on_a_schedule_and_never_offline(
    store: Store, server: World, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shiptui.tui.syncing.CALM", 0.01)
    store.feeds.add(serve(server, site))
    for plan in (Plan(offline=True, every=60), Plan()):
        async with opened(store, WIDE, plan=plan) as pilot:
            await press(pilot, "j")
            if plan.offline:
                assert await press(pilot, "r") == "Up to date, without the network."
        assert server.requests == []
    async with opened(store, WIDE, plan=Plan(every=21_600)) as pilot:
        await until(pilot, lambda: "2 new, r shows" in header(pilot))
        assert browse_of(pilot).said.startswith("A small feed: new 2 matchups")
    asked = len(server.requests)
    async with opened(store, WIDE, plan=Plan(every=21_600)) as pilot:
        await press(pilot, "j")
    assert len(server.requests) == asked


async def test_the_votes_of_others_are_hidden_until_the_reader_votes_or_peeks(
    store: Store, site: Path
) -> None:
    store.feeds.add(URL)
    await pulling(store, site)
    async with opened(store, WIDE) as pilot:
        assert "hidden until you vote (v peeks)" in shown(pilot.app)
        assert "60 %" not in shown(pilot.app)
        await press(pilot, "b")
        assert "Community: Aider 60 %, Zed 30 %, tie 10 % of 10 votes" in shown(pilot.app)
        assert "counted 2026-11-20 by A" in shown(pilot.app)
        await press(pilot, "0")
        assert "60 %" not in shown(pilot.app)
        await press(pilot, "v")
        assert "Aider 60 %" in shown(pilot.app)
        await press(pilot, "5", "/", *"aider", "enter")
        assert "hidden until you vote (v peeks)" in shown(pilot.app)
        await press(pilot, "v")
        assert "ship 90 %, skip 10 % of 10 votes" in shown(pilot.app)


async def test_the_community_has_a_place_in_the_standings_once_a_feed_counts(
    store: Store, site: Path
) -> None:
    """With its few votes' warning, and anew when the counts change and nothing else does."""
    store.feeds.add(URL)
    await pulling(store, site)
    async with opened(store, WIDE) as pilot:
        await press(pilot, "6")
        await until(pilot, lambda: "Standings: panel, community" in shown(pilot.app))
        await press(pilot, "/", *"aider", "enter")
        assert "after 10 votes" in shown(pilot.app)
        assert "Community: As feeds counted it on 2026-11-20." in shown(pilot.app)
        assert "Community: Most places are preliminary." in shown(pilot.app)
        more = Tallies("2026-11-21T10:00:00Z", 2, {"aider-vs-zed": (12, 6, 2, 0)}, {})
        build(small_catalog(), site, now=NOW + 60, tallies=more)
        await pulling(store, site)
        await press(pilot, "1", "6")
        await until(pilot, lambda: "after 20 votes" in shown(pilot.app))


async def test_an_entry_tells_which_feed_it_comes_from(store: Store, site: Path) -> None:
    store.feeds.add(URL)
    await pulling(store, site)
    store.facts.cast_tool_vote(small_catalog().tools[0], small_catalog().tools[0].takes[0].call)
    async with opened(store, (200, 60)) as pilot:
        assert "Feed: A small feed" in shown(pilot.app)
        await press(pilot, "5")
        assert "Feed       A small feed" in shown(pilot.app)
    assert Pair("aider", "zed").id in store.catalog.index()
