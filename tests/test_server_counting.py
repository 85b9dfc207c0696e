"""Counts are what the votes that hold add up to, at any time and on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server_fixtures import OwnServer
from server_world import OTHER, START, VOTE, World, op
from shiptui.model.errors import OfflineError
from shiptui.server import accounts
from shiptui.server.policy import DAY, MINUTE
from shiptui.server.storage import Store
from shiptui.server.tallying import Recount, recount, recount_all, tallies

NAMES = ("ann", "bob", "cat")


@pytest.fixture
def world(server_store: Store) -> World:
    world = World(server_store)
    for name in NAMES:
        world.join(name)
    recount(server_store, START)
    return world


def counts(world: World) -> dict[str, tuple[int, ...] | None]:
    """All counts that are not zero, after a recount."""
    recount(world.store, world.clock())
    with world.store.reading() as rows:
        told = tallies(rows, n_min=1, now=world.clock())
    return {key: each for key, each in {**told.matchups, **told.tools}.items() if any(each or ())}


def test_each_account_counts_once_however_often_it_votes(world: World) -> None:
    world.sync("ann", op(VOTE, "zed"))
    world.sync("ann", op(VOTE, "aider", at=START + 1))
    world.sync("bob", op(VOTE, "tie"), op("zed", "ship"))
    assert counts(world) == {VOTE: (1, 0, 1, 0)} | {"zed": (1, 0)}


def test_a_vote_that_is_taken_back_counts_no_more(world: World) -> None:
    vote = op(VOTE, "zed")
    world.sync("ann", vote)
    assert counts(world) == {VOTE: (0, 1, 0, 0)}
    world.sync("ann", op(VOTE, None, base=(vote["op"],)))
    assert counts(world) == {}


def test_bookmarks_are_nobody_elses_business(world: World) -> None:
    world.sync("ann", op("tool:zed", {"note": "mine"}), op(f"matchup:{VOTE}", {}))
    assert counts(world) == {}


def test_an_excluded_account_counts_no_more_and_may_be_let_in_again(world: World) -> None:
    world.sync("ann", op(VOTE, "zed"))
    world.sync("bob", op(VOTE, "zed"))
    for excluded, votes in ((True, 1), (False, 2)):
        with world.store.writing() as rows:
            assert accounts.exclude(rows, "ann", excluded=excluded) == 1
        assert counts(world) == {VOTE: (0, votes, 0, 0)}


def test_an_erased_account_counts_no_more(world: World) -> None:
    world.sync("ann", op(VOTE, "zed"))
    assert counts(world) == {VOTE: (0, 1, 0, 0)}
    with world.store.writing() as rows:
        accounts.erase(rows, accounts.named(rows, "ann"))
    assert counts(world) == {}


def test_a_new_account_counts_after_its_holding_period_and_not_before(
    server_store: Store,
) -> None:
    world = World(server_store, holding=2)
    world.join("new")
    world.sync("new", op(VOTE, "zed"))
    assert counts(world) == {}
    world.clock.time += 2 * DAY - 1
    assert counts(world) == {}
    world.clock.time += 1
    assert counts(world) == {VOTE: (0, 1, 0, 0)}


def test_a_vote_on_an_older_revision_counts_no_more(world: World) -> None:
    world.sync("ann", op(OTHER, "mill"))
    assert counts(world) == {OTHER: (0, 1, 0, 0)}
    newer = tuple(replace(pair, rev=pair.rev + 1) for pair in world.catalog.pairs)
    world.found(replace(world.catalog, pairs=newer))
    assert counts(world) == {}


def test_counts_of_what_left_the_catalog_are_not_published(world: World) -> None:
    world.sync("ann", op(VOTE, "zed"))
    world.found(replace(world.catalog, pairs=()))
    assert counts(world) == {}


def test_a_recount_touches_only_what_was_marked(world: World) -> None:
    world.sync("ann", op(VOTE, "zed"))
    assert recount(world.store, START) == Recount(1)
    assert recount(world.store, START + MINUTE) == Recount(0)


def test_a_subject_is_counted_once_however_often_it_was_marked(world: World) -> None:
    for n in range(5):
        world.sync("ann", *[op(VOTE, "zed", at=START + 100 * n + m) for m in range(100)])
    assert recount(world.store, START) == Recount(1)
    assert counts(world) == {VOTE: (0, 1, 0, 0)}


def test_the_comparison_finds_and_mends_what_left_no_mark(world: World) -> None:
    world.sync("ann", op(VOTE, "zed"))
    assert recount_all(world.store, START) == Recount(5, 0)
    with world.store.writing() as rows:
        rows.run("UPDATE tally SET votes = 7")
    assert recount_all(world.store, START) == Recount(5, 1)
    assert counts(world) == {VOTE: (0, 1, 0, 0)}


def test_a_vote_that_is_not_committed_while_counting_is_counted_the_next_time(
    own_server: OwnServer,
) -> None:
    """Also where its subject was marked before: each mark is taken away only when it was seen."""
    with own_server("postgres") as store, ThreadPoolExecutor(1) as pool:
        world = World(store)
        world.join("ann")
        world.join("bob")
        world.sync("bob", op(VOTE, "tie"))
        voted, counted = Event(), Event()

        def vote() -> None:
            with store.writing() as rows:
                world.exchange(rows, "ann", op(VOTE, "zed"))
                voted.set()
                assert counted.wait(30)

        writer = pool.submit(vote)
        assert voted.wait(30)
        assert counts(world) == {VOTE: (0, 0, 1, 0)}
        counted.set()
        writer.result()
        assert counts(world) == {VOTE: (0, 1, 1, 0)}


def test_two_do_not_count_at_once(world: World) -> None:
    with world.store.alone(), pytest.raises(OfflineError, match="try again"):
        recount(world.store, START)
    assert recount(world.store, START) == Recount(0)


acts = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(NAMES),
            st.sampled_from([VOTE, OTHER]),
            st.sampled_from(["aider", "tie", "neither", None]),
            st.integers(START - 50, START + 50),
        ),
        st.tuples(st.just("exclude"), st.sampled_from(NAMES), st.booleans(), st.just(0)),
        st.tuples(st.just("recount"), st.just(""), st.none(), st.just(0)),
    ),
    max_size=25,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts)
def test_counts_are_always_what_a_count_from_nothing_gives(
    world: World, acts: list[tuple[str, str, str | bool | None, int]]
) -> None:
    """Whatever was voted, taken back, excluded and counted in between, in any order."""
    for who, what, value, at in acts:
        if who == "recount":
            recount(world.store, START)
        elif who == "exclude":
            with world.store.writing() as rows:
                accounts.exclude(rows, what, excluded=bool(value))
        else:
            world.sync(who, op(what, value, kind="vote", at=at))
    recount(world.store, START)
    assert recount_all(world.store, START).different == 0
