"""Votes while a feed is read: a large first pull holds the database only as long as it writes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from feed_store import pulled, well
from feed_world import NOW, URL, small_catalog
from shiptui.feed.assembling import assemble
from shiptui.feed.publish import build
from shiptui.model.facts import TIE
from shiptui.store import applying, writing
from shiptui.store.deriving import put_anew
from shiptui.store.store import Store


@pytest.fixture
def following(tmp_path: Path, seed: Path) -> Iterator[Store]:
    """A store that follows one feed and has not read it yet."""
    with Store.open(tmp_path / "shiptui.db", seed) as store:
        store.feeds.add(URL)
        yield store


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A published folder."""
    build(small_catalog(), tmp_path / "site", now=NOW)
    return tmp_path / "site"


def vote(store: Store) -> int:
    """Vote beside whatever the store is doing; the number of the vote, told after its commit."""
    with store.another() as mine:
        matchup = mine.catalog.matchup(mine.catalog.index()[0])
        assert matchup
        number = mine.facts.cast_vote(matchup, TIE).number
    assert number is not None
    return number


@pytest.mark.parametrize("read_before", [False, True])
def test_a_vote_does_not_wait_while_a_feed_is_put_together(
    following: Store, site: Path, monkeypatch: pytest.MonkeyPatch, *, read_before: bool
) -> None:
    """The same thread votes from within: whoever held the lock would now wait for itself."""
    if read_before:
        well(pulled(following, site))
        first, *others = small_catalog().personas
        personas = (replace(first, name="The same with another name"), *others)
        build(small_catalog(personas=personas), site, now=NOW + 60)
    voted: list[int] = []

    def assembling(*given: Any, **named: Any) -> Any:
        voted.append(vote(following))
        return assemble(*given, **named)

    monkeypatch.setattr(writing, "PATIENCE", 0.0)
    monkeypatch.setattr("shiptui.sync.keeping.assemble", assembling)
    well(pulled(following, site))
    assert voted == [1]
    assert len(following.facts.votes()) == 1


def test_a_vote_during_a_first_pull_waits_for_its_turn_and_is_acknowledged(
    following: Store, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, held, voted = threading.Event(), threading.Event(), list[int]()
    voter = threading.Thread(target=lambda: voted.append(vote(following)))

    def putting(*given: Any) -> None:
        voter.start()
        assert waits.wait(60)
        put_anew(*given)

    def nap(_seconds: float) -> None:
        if threading.current_thread() is voter:
            waits.set()
            held.wait(0.001)

    monkeypatch.setattr(applying, "put_anew", putting)
    monkeypatch.setattr(writing, "sleep", nap)
    monkeypatch.setattr(writing, "PATIENCE", 60.0)
    well(pulled(following, site))
    voter.join()
    assert voted == [1]
    assert len(following.facts.votes()) == 1
    assert following.feeds.all()[0].cursor
