"""Standings over time: the history replayed, act by act."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shiptui.ranking.board import from_votes
from shiptui.ranking.posterior import learn
from shiptui.ranking.replay import STOPS, Cast, moments
from shiptui.ranking.standings import standings

TOOLS = ("a", "b", "c", "d")
CASTS = st.lists(
    st.tuples(st.sampled_from(TOOLS), st.sampled_from(TOOLS), st.sampled_from(["l", "r", None]))
    .filter(lambda cast: cast[0] < cast[1])
    .map(lambda cast: (cast[0], cast[1], {"l": cast[0], "r": cast[1], None: None}[cast[2]])),
    max_size=40,
)


@given(CASTS)
def test_the_last_moment_is_now_and_there_are_never_more_than_promised(
    casts: list[tuple[str, str, str | None]],
) -> None:
    found = moments([Cast(*cast, at) for at, cast in enumerate(casts)])
    assert len(found) == min(len(casts), STOPS)
    assert all(one.acts < other.acts for one, other in pairwise(found))
    if casts:
        held = {(left, right): pick for left, right, pick in casts}
        board = from_votes((left, right, pick) for (left, right), pick in held.items() if pick)
        now = {
            one.tool: one for island in standings(learn(board)).islands for one in island.standings
        }
        assert found[-1].acts == len(casts)
        assert found[-1].standings.keys() == now.keys()
        assert all(
            abs(found[-1].standings[slug].strength - one.strength) < 1e-3
            for slug, one in now.items()
        )


def test_a_vote_counts_until_it_was_taken_back() -> None:
    log = [Cast("a", "b", "a", 1), Cast("a", "b", None, 2), Cast("a", "b", "b", 3)]
    first, second, third = moments(log)
    assert first.standings["a"].strength > 0
    assert second.standings == {}
    assert third.standings["a"].strength < 0
    assert [one.votes for one in (first, second, third)] == [1, 0, 1]
    assert not any(one.ranked for one in (first, second, third))
