"""Feeds in the real store: what was pulled is there, and nothing of the reader's goes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import time

import pytest

from feed_folders import append_item
from feed_store import pulled, told, well
from feed_world import FEED_ID, NOW, URL, FolderFetcher, retold, small_catalog, tool
from shiptui.feed.limits import DAY
from shiptui.feed.publish import build
from shiptui.feed.tallies import Tallies
from shiptui.model.catalog import Call, Catalog, Pair, Persona, Take
from shiptui.model.errors import OfflineError, UsageError
from shiptui.model.feeds import Outcome, Tally
from shiptui.store.store import Store
from shiptui.sync import pulling
from shiptui.sync.syncing import Wish
from shiptui.sync.turn import turn

COUNTS = Tallies(
    "2026-11-20T10:00:00Z",
    2,
    {"aider-vs-zed": (4, 3, 2, 1), "aider-vs-mill": None},
    {"aider": (5, 1)},
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A published folder."""
    return tmp_path / "site"


@pytest.fixture
def following(tmp_path: Path, seed: Path) -> Iterator[Store]:
    """A store that follows one feed and has not read it yet."""
    with Store.open(tmp_path / "shiptui.db", seed) as store:
        store.feeds.add(URL)
        yield store


def fresh(site: Path, folder: Path, seed: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a database that reads a site for the first time holds afterwards."""
    with Store.open(folder / "fresh.db", seed) as store:
        store.feeds.add(URL)
        well(pulled(store, site))
    return told(folder / "fresh.db")


def sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return (
            connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            and connection.execute("PRAGMA foreign_key_check").fetchall() == []
        )


def test_what_a_feed_publishes_is_shown_as_published(following: Store, site: Path) -> None:
    catalog = small_catalog()
    build(catalog, site, now=NOW, tallies=COUNTS)
    look = well(pulled(following, site))
    assert look.gain.new == {"catalog": 1, "persona": 2, "tool": 3, "take": 4, "matchup": 2}
    shown = following.catalog
    assert shown.index()[:2] == ("aider-vs-zed", "aider-vs-mill")
    assert [shown.tool(each.slug) for each in catalog.tools] == list(catalog.tools)
    matchup = shown.matchup("aider-vs-zed")
    assert matchup
    assert (matchup.rev, matchup.source, matchup.feed) == (2, "page", FEED_ID)
    assert matchup.community == Tally((4, 3, 2, 1), COUNTS.as_of, 2, "A small feed")
    untold = shown.matchup("aider-vs-mill")
    assert untold
    assert untold.community == Tally(None, COUNTS.as_of, 2, "A small feed")
    unknown = shown.matchup(shown.index()[-1])
    assert unknown
    assert (unknown.community, shown.tally("zed")) == (None, None)
    assert following.feeds.tallies("tool") == {"aider": shown.tally("aider")}
    (subscribed,) = following.feeds.all()
    assert (subscribed.feed_id, subscribed.title) == (FEED_ID, "A small feed")
    assert subscribed.due is not None
    assert sound(following.path)


def test_a_subscribed_feed_speaks_before_the_bundled_catalog(following: Store, site: Path) -> None:
    slug = following.catalog.tool_index()[0]
    build(small_catalog(tools=(tool(slug, name="Ours"),), pairs=()), site, now=NOW)
    well(pulled(following, site))
    found = following.catalog.tool(slug)
    assert found
    assert (found.name, found.feed) == ("Ours", FEED_ID)


def _steps() -> list[Catalog]:
    """Editions that change one thing each: a tool, takes, matchups, a persona, sections, all."""
    one = small_catalog()
    two = retold(one, "mill", tagline="Grinds", takes=(Take("builder", Call.SHIP, 90),))
    newer = replace(two, tools=(*two.tools[:2], tool("nail"), two.tools[2]))
    three = replace(newer, pairs=(Pair("mill", "nail"), *newer.pairs))
    four = retold(three, "aider", takes=(), reported_pct=None)
    without = replace(four, tools=tuple(each for each in four.tools if each.slug != "mill"))
    five = replace(without, pairs=tuple(each for each in without.pairs if "mill" not in each.id))
    six = replace(five, pairs=(*five.pairs, Pair("nail", "zed"))[::-1])
    seven = replace(six, personas=(Persona("skeptic", "Doubter"), six.personas[0]))
    eight = replace(seven, sections={"Models": "Brains"}, title="Another title")
    retagged = tuple(
        replace(each, section=eight.sections.get(each.category or "", each.category))
        for each in eight.tools
    )
    return [one, two, newer, three, four, five, six, seven, replace(eight, tools=retagged), one]


def test_after_every_segment_the_tables_are_those_of_a_fresh_snapshot(
    following: Store, site: Path, tmp_path: Path, seed: Path
) -> None:
    for number, edition in enumerate(_steps()):
        build(edition, site, now=NOW + number)
        well(pulled(following, site))
        folder = tmp_path / str(number)
        folder.mkdir()
        assert told(following.path) == fresh(site, folder, seed), number
        assert sound(following.path)


def test_one_change_comes_by_one_segment_and_leaves_a_revision(
    following: Store, site: Path
) -> None:
    build(small_catalog(), site, now=NOW)
    well(pulled(following, site))
    build(retold(small_catalog(), "mill", tagline="Grinds"), site, now=NOW + 60)
    fetcher = FolderFetcher(site)
    look = well(pulled(following, fetcher))
    assert (look.gain.changed, look.gain.new, look.gain.gone) == ({"tool": 1}, {}, {})
    assert [name.partition("/")[0] for name in fetcher.asked] == ["feed.json", "log"]
    with closing(sqlite3.connect(following.path)) as connection:
        (revision,) = connection.execute("SELECT feed, kind, id, before, after FROM revision")
    assert revision[:3] == (1, "tool", "mill")
    assert "tagline" not in json.loads(revision[3])
    assert json.loads(revision[4])["tagline"] == "Grinds"


def test_a_new_epoch_revises_only_what_differs(following: Store, site: Path) -> None:
    build(small_catalog(), site, now=NOW)
    well(pulled(following, site))
    elsewhere = site.with_name("elsewhere")
    build(retold(small_catalog(), "zed", name="Zed 2"), elsewhere, now=NOW + 60)
    look = well(pulled(following, elsewhere))
    assert (look.gain.new, look.gain.changed, look.gain.gone) == ({}, {"tool": 1}, {})


def test_removed_entries_hide_and_take_no_vote_along(following: Store, site: Path) -> None:
    build(small_catalog(), site, now=NOW)
    well(pulled(following, site))
    matchup = following.catalog.matchup("aider-vs-zed")
    assert matchup
    following.facts.cast_vote(matchup, "zed")
    build(small_catalog(tools=(tool("mill"),), pairs=()), site, now=NOW + 60)
    well(pulled(following, site))
    assert "aider-vs-zed" not in following.catalog.index()
    vote = following.facts.vote("aider-vs-zed")
    assert vote
    assert vote.pick == "zed"
    build(small_catalog(), site, now=NOW + 120)
    well(pulled(following, site))
    again = following.catalog.matchup("aider-vs-zed")
    assert again
    assert again.vote
    assert again.listed


def test_nothing_new_costs_one_question_and_is_noted(following: Store, site: Path) -> None:
    build(small_catalog(), site, now=NOW)
    well(pulled(following, site))
    before = told(following.path)
    fetcher = FolderFetcher(site)
    assert pulled(following, fetcher).outcome is Outcome.UNCHANGED
    assert fetcher.asked == ["feed.json"]
    assert told(following.path) == before
    assert [each.outcome for each in following.feeds.looks()] == [Outcome.UNCHANGED, Outcome.NEWS]


def test_a_full_sync_reads_everything_anew_and_revises_nothing(
    following: Store, site: Path
) -> None:
    build(small_catalog(), site, now=NOW, tallies=COUNTS)
    well(pulled(following, site))
    before = told(following.path)
    fetcher = FolderFetcher(site)
    look = well(pulled(following, fetcher, Wish(full=True)))
    assert {name.partition("/")[0] for name in fetcher.asked} == {"feed.json", "snap", "tally"}
    assert (bool(look.gain), told(following.path)) == (False, before)


def test_a_failed_look_is_noted_backs_off_and_keeps_everything(
    following: Store, site: Path
) -> None:
    build(small_catalog(), site, now=NOW)
    well(pulled(following, site))
    before = told(following.path)
    build(retold(small_catalog(), "mill", tagline="Grinds"), site, now=NOW + 60)
    (segment,) = (site / "log").iterdir()
    for failures, (fault, outcome) in enumerate(
        (("missing", Outcome.OFFLINE), ("cut", Outcome.REFUSED)), 1
    ):
        fetcher = FolderFetcher(site, **{fault: {f"log/{segment.name}"}})  # type: ignore[arg-type]  # a field
        look = pulled(following, fetcher)
        assert look.outcome is outcome
        (subscribed,) = following.feeds.all()
        assert (subscribed.failures, subscribed.problem) == (failures, look.problem)
        assert subscribed.due is not None
        assert subscribed.due > look.at
        assert told(following.path) == before
    well(pulled(following, site))
    (subscribed,) = following.feeds.all()
    assert (subscribed.failures, subscribed.problem) == (0, None)


def test_a_scheduled_sync_waits_for_its_time_and_an_explicit_one_does_not(
    following: Store, site: Path
) -> None:
    build(small_catalog(), site, now=NOW)
    well(pulled(following, site, Wish(due_only=True)))
    fetcher = FolderFetcher(site)
    with pytest.raises(ValueError, match="not enough values"):
        pulled(following, fetcher, Wish(due_only=True))
    assert fetcher.asked == []
    pulled(following, fetcher)
    assert fetcher.asked == ["feed.json"]


def test_a_feed_is_asked_when_a_clock_that_was_a_year_ahead_is_put_right(
    following: Store, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(small_catalog(), site, now=NOW)
    ahead = time() + 365 * DAY
    with monkeypatch.context() as patch:
        patch.setattr(pulling, "time", lambda: ahead)
        well(pulled(following, site))
    pulled(following, fetcher := FolderFetcher(site), Wish(due_only=True))
    assert fetcher.asked == ["feed.json"]
    (subscribed,) = following.feeds.all()
    assert not subscribed.is_due(int(time() * 1_000))


def test_a_second_sync_does_not_wait_for_the_first(following: Store, site: Path) -> None:
    with turn(following.path), pytest.raises(OfflineError, match="Another shiptui is syncing"):
        pulled(following, site)
    assert following.feeds.looks() == []


def test_the_online_home_of_the_bundled_catalog_takes_its_place_and_gives_it_back(
    following: Store, site: Path, seed: Path
) -> None:
    bundled = next(iter(following.catalog.feeds()))
    slug = following.catalog.tool_index()[0]
    held = following.catalog.tool(slug)
    assert held
    newer = replace(held, tagline="Newer", feed=bundled, takes=())
    build(Catalog(bundled, "Online", "2027-01-01", (), {}, (newer,), ()), site, now=NOW)
    well(pulled(following, site))
    assert following.catalog.tool_index() == (slug,)
    with closing(sqlite3.connect(following.path)) as connection:
        rows = connection.execute(
            "SELECT before, after FROM revision WHERE kind = 'tool' AND id = ?", (slug,)
        ).fetchall()
    assert [json.loads(after)["tagline"] for _, after in rows] == ["Newer"]
    with Store.open(following.path, seed) as again:
        assert again.catalog.tool_index() == (slug,)
        again.feeds.remove(1)
    with Store.open(following.path, seed) as again:
        assert again.catalog.tool(slug) == held
        assert again.feeds.add(URL).id == 2
    assert sound(following.path)


def test_an_address_is_followed_once(following: Store) -> None:
    with pytest.raises(UsageError, match="already"):
        following.feeds.add(URL)


def test_a_kind_of_a_newer_program_is_told_in_another_sentence_than_a_mistake(
    following: Store, site: Path
) -> None:
    build(small_catalog(), site, now=NOW, level=0)
    append_item(site, {"k": "review", "id": "one", "v": {}})
    looked = pulled(following, site)
    assert looked.outcome is Outcome.NEWS
    assert looked.problem == "Records of a kind that this version does not show: 1 (review)."
    append_item(site, {"k": "tool", "id": "nameless", "v": {}}, "other")
    looked = pulled(following, site)
    assert looked.problem
    assert looked.problem.startswith("Records that could not be used: 1; the first: tool nameless:")
