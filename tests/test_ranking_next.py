from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from math import exp, log2
from statistics import NormalDist

import pytest

from ranking_tables import ARENA, BASEBALL
from shiptui.ranking import fitting
from shiptui.ranking.board import Tally, from_tallies, from_votes
from shiptui.ranking.davidson import chances
from shiptui.ranking.next_pair import gains, top
from shiptui.ranking.posterior import learn


def best(table: list[Tally], pairs: list[tuple[str, str]]) -> tuple[str, str]:
    found = gains(learn(from_tallies(table)), pairs)[0]
    return found.left, found.right


def entropy(parts: Iterable[float]) -> float:
    return -sum(part * log2(part) for part in parts if part)


@pytest.mark.parametrize("ties", [0, 6])
def test_the_bits_are_the_mutual_information_of_answer_and_gap(ties: float) -> None:
    """Against a fine sum over the gap, taken straight from the definition."""
    posterior = learn(from_tallies([Tally("a", "b", 5, 3, ties), Tally("b", "c", 2, 2, ties)]))
    for left, right in (("a", "b"), ("a", "c"), ("a", "new")):
        mean, error = posterior.gap(left, right)
        rows = [
            (exp(-z * z / 2), chances(mean + z * error, posterior.fit.ties))
            for z in (step / 100 for step in range(-700, 701))
        ]
        whole = sum(weight for weight, _ in rows)
        average = [sum(weight * row[k] for weight, row in rows) / whole for k in range(3)]
        known = sum(weight * entropy(row) for weight, row in rows) / whole
        (gain,) = gains(posterior, [(left, right)])
        assert gain.bits == pytest.approx(entropy(average) - known, abs=1e-4)


def test_the_doubt_is_the_chance_that_two_tools_stand_the_wrong_way_round() -> None:
    posterior = learn(from_tallies(BASEBALL))
    mean, error = posterior.gap("Milwaukee", "Cleveland")
    wanted = NormalDist(mean, error).cdf(0)
    for pair in (("Milwaukee", "Cleveland"), ("Cleveland", "Milwaukee")):
        (gain,) = gains(posterior, [pair])
        assert gain.doubt == pytest.approx(wanted)
        assert gain.worth == gain.bits * gain.doubt


def test_with_no_votes_all_matchups_teach_the_same_and_stand_from_a_to_z() -> None:
    pairs = [("c", "d"), ("a", "c"), ("a", "b")]
    found = gains(learn(from_votes([])), pairs)
    assert [(gain.left, gain.right) for gain in found] == sorted(pairs)
    assert len({gain.bits for gain in found}) == 1
    assert 0 < found[0].bits < 1
    assert found[0].doubt == 0.5


def test_a_close_pair_teaches_more_than_one_that_is_clearly_apart() -> None:
    pairs = [("Milwaukee", "Baltimore"), ("Milwaukee", "Detroit"), ("Detroit", "Baltimore")]
    assert best(BASEBALL, pairs) == ("Milwaukee", "Detroit")


def test_a_tool_without_votes_teaches_more_than_one_with_many() -> None:
    pairs = [*combinations(["model-a", "model-b", "model-c"], 2), ("model-b", "new")]
    assert best(ARENA, pairs) == ("model-b", "new")


def test_a_matchup_between_islands_teaches_more_than_one_within() -> None:
    table = [Tally("a", "b", 6, 5), Tally("x", "y", 6, 5)]
    assert best(table, [("a", "b"), ("b", "x"), ("x", "y")]) == ("b", "x")


def test_the_order_of_the_matchups_given_changes_nothing() -> None:
    posterior = learn(from_tallies(ARENA))
    pairs = list(combinations(posterior.board.tools, 2))
    assert gains(posterior, pairs) == gains(posterior, reversed(pairs))


def test_the_top_is_settled_by_votes_and_not_before() -> None:
    few, many = (
        learn(from_tallies([Tally("a", "b", 3 * n, n), Tally("b", "c", n, n)])) for n in (1, 40)
    )
    assert (top(few, "abc").leader, top(few, "abc").settled) == ("a", False)
    assert (top(many, "abc").leader, top(many, "abc").settled) == ("a", True)
    assert top(many, "abc").doubt < 0.01


def test_a_rival_nobody_voted_on_keeps_the_top_open() -> None:
    posterior = learn(from_tallies([Tally("a", "b", 120, 40), Tally("b", "c", 40, 40)]))
    opened = top(posterior, ["a", "b", "c", "new"])
    assert (opened.leader, opened.rivals, opened.settled) == ("a", 3, False)


def test_there_is_no_top_without_votes_rivals_or_strengths(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    empty = top(learn(from_votes([])), ["a", "b"])
    assert (empty.leader, empty.doubt, empty.settled) == (None, 1, False)
    assert not top(learn(from_votes([("a", "b", "a")])), ["a"]).settled
    monkeypatch.setattr(fitting, "SWEEPS", 1)
    assert top(learn(from_tallies(ARENA)), ["model-a", "model-b"]).leader is None
