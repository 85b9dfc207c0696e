"""The whole history out of one database and into another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from bundle_samples import bundles
from shiptui.export.bundle import pack, unpack
from shiptui.model.bundle import Bundle, Entry
from shiptui.model.catalog import Call
from shiptui.model.errors import NotSavedError
from shiptui.model.facts import NEITHER, TIE, Fact, Kind
from shiptui.store import bundling
from shiptui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARK = "import"


@pytest.fixture
def other(tmp_path: Path, seed: Path) -> Iterator[Store]:
    """A second database, without any history."""
    with Store.open(tmp_path / "other.db", seed) as fresh:
        yield fresh


def fill(store: Store) -> None:
    """A history with an act of every kind, undone and redone."""
    first, second, third, *_ = store.catalog.index()
    for id_, pick in ((first, TIE), (second, NEITHER), (first, None)):
        matchup = store.catalog.matchup(id_)
        assert matchup
        store.facts.cast_vote(matchup, pick)
    tool = store.catalog.tools(limit=1)[0]
    store.facts.cast_tool_vote(tool, Call.SHIP)
    store.facts.mark_seen(third, "seen", seen=True, quiet=True)
    store.facts.save(f"matchup:{third}", "third", note="näh", tags=("a", "b"))
    store.facts.undo()
    store.facts.undo()
    store.facts.redo()
    store.facts.save(f"tool:{tool.slug}", tool.name, tags=("c",))


def vote_for_left(store: Store, number: int) -> str:
    """A vote for the left tool of a matchup; its id."""
    id_ = store.catalog.index()[number]
    matchup = store.catalog.matchup(id_)
    assert matchup
    store.facts.cast_vote(matchup, matchup.left.slug)
    return id_


def test_a_history_comes_back_byte_for_byte(store: Store, other: Store) -> None:
    fill(store)
    data = pack(store.dump())
    gain = other.restore(unpack(data).bundle, MARK)
    assert (gain.whole, gain.facts, gain.known) == (True, 10, 0)
    assert pack(other.dump()) == data
    assert other.catalog.counts() == store.catalog.counts()
    assert other.facts.bookmarks() == store.facts.bookmarks()
    assert other.facts.votes() == store.facts.votes()
    assert other.facts.tool_votes() == store.facts.tool_votes()


def test_after_that_undo_and_the_numbers_go_on_as_at_home(store: Store, other: Store) -> None:
    fill(store)
    other.restore(store.dump(), MARK)
    here, there = store.facts.undo(), other.facts.undo()
    assert here
    assert there
    assert (there.number, there.key, there.after) == (here.number, here.key, here.after)
    assert [fact.fact.n for fact in other.dump().entries] == list(range(1, 12))


def test_what_came_whole_is_marked_in_the_history_and_nowhere_else(
    store: Store, other: Store
) -> None:
    fill(store)
    other.restore(store.dump(), MARK)
    vote_for_left(other, 9)
    newest, *older = other.facts.history()
    assert not newest.imported
    assert all(change.imported for change in older)
    assert {entry.origin for entry in other.dump().entries} == {"here"}
    assert not any(change.imported for change in store.facts.history())


def test_a_history_that_is_here_gets_what_is_missing_as_one_act(store: Store, other: Store) -> None:
    own, theirs = vote_for_left(other, 0), vote_for_left(store, 1)
    fill(store)
    before = other.dump()
    gain = other.restore(store.dump(), MARK)
    assert (gain.whole, gain.facts) == (False, 11)
    after = other.dump()
    assert after.entries[: len(before.entries)] == before.entries
    new = after.entries[len(before.entries) :]
    assert [entry.id for entry in new] == [entry.id for entry in store.dump().entries]
    assert {(entry.origin, entry.fact.change) for entry in new} == {(MARK, 2)}
    assert [entry.fact.n for entry in new] == list(range(2, 13))
    newest = other.facts.history()[0]
    assert (newest.imported, newest.more) == (True, 10)
    assert other.facts.vote(theirs) == store.facts.vote(theirs)
    undone = other.facts.undo()
    assert undone
    assert other.facts.vote(theirs) is None
    assert other.facts.vote(own)
    assert other.facts.bookmarks() == []
    other.facts.redo()
    assert other.facts.bookmarks() != []
    assert other.facts.vote(theirs)


def test_what_is_known_comes_no_second_time(store: Store, other: Store) -> None:
    fill(store)
    other.restore(store.dump(), MARK)
    vote_for_left(other, 7)
    data = pack(other.dump())
    gain = other.restore(store.dump(), MARK)
    assert (gain.facts, gain.known) == (0, 10)
    assert pack(other.dump()) == data


def test_two_computers_that_import_from_each_other_end_with_the_same_votes(
    store: Store, other: Store
) -> None:
    vote_for_left(store, 0)
    other.restore(store.dump(), MARK)
    vote_for_left(other, 1)
    vote_for_left(store, 2)
    store.restore(other.dump(), MARK)
    other.restore(store.dump(), MARK)
    assert sorted(id_ for id_, _ in store.facts.votes()) == sorted(
        id_ for id_, _ in other.facts.votes()
    )
    assert len(other.facts.votes()) == 3


def test_what_an_import_would_do_is_told_before_and_changes_nothing(
    store: Store, other: Store
) -> None:
    both, theirs = vote_for_left(store, 0), vote_for_left(store, 1)
    matchup = other.catalog.matchup(both)
    assert matchup
    other.facts.cast_vote(matchup, TIE)
    kept = other.catalog.matchup(theirs)
    assert kept
    other.facts.cast_vote(kept, kept.left.slug)
    data = pack(other.dump())
    gain = other.foresee(store.dump())
    assert pack(other.dump()) == data
    assert (gain.added[Kind.VOTE], gain.replaced[Kind.VOTE], gain.removed[Kind.VOTE]) == (0, 1, 0)
    assert other.restore(store.dump(), MARK) == gain


def test_an_import_that_fails_leaves_nothing(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bundling, "rebuild_current", fail)
    with pytest.raises(NotSavedError, match="no space left"):
        other.restore(store.dump(), MARK)
    assert other.dump() == Bundle()
    assert not other.facts.can_undo()


def test_an_import_of_thousands_hides_nothing_from_undo(store: Store) -> None:
    own = vote_for_left(store, 0)
    facts = [Fact(n, n, Kind.TOOL_VOTE, f"tool-{n}", '{"call":"ship"}', n) for n in range(1, 2_501)]
    store.restore(Bundle(tuple(Entry(f"x-{fact.n}", fact, "here") for fact in facts)), MARK)
    assert len(store.facts.tool_votes()) == 2_500
    assert store.facts.undo()
    assert store.facts.tool_votes() == []
    assert store.facts.undo()
    assert store.facts.vote(own) is None
    assert store.facts.redo()
    assert store.facts.redo()
    assert len(store.facts.tool_votes()) == 2_500


def test_pairs_that_no_feed_lists_come_along(store: Store, other: Store) -> None:
    left, right, *_ = (tool.slug for tool in store.catalog.tools(limit=40)[10::13])
    matchup = store.catalog.compare(left, right)
    assert not matchup.listed
    store.facts.cast_vote(matchup, TIE)
    other.restore(store.dump(), MARK)
    found = other.catalog.matchup(matchup.id)
    assert found
    assert found.vote
    assert found.vote.pick == TIE


def test_an_empty_history_restores_to_an_empty_history(store: Store, other: Store) -> None:
    gain = other.restore(store.dump(), MARK)
    assert (gain.whole, gain.facts) == (True, 0)
    assert pack(other.dump()) == pack(Bundle())


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(bundles())
def test_any_history_that_can_be_read_comes_back_as_it_was(
    tmp_path: Path, seed: Path, bundle: Bundle
) -> None:
    place = tmp_path / "any.db"
    for side in tmp_path.glob("any.db*"):
        side.unlink()
    data = pack(bundle)
    with Store.open(place, seed) as fresh:
        fresh.restore(unpack(data).bundle, MARK)
        assert pack(fresh.dump()) == data
        fresh.restore(unpack(data).bundle, MARK)
        assert pack(fresh.dump()) == data
        fresh.facts.undo()
        history = fresh.facts.history()
        assert len(history) == len({change.number for change in history})
