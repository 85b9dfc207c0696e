from __future__ import annotations

from itertools import combinations
from math import sqrt
from random import Random

import pytest

from ranking_tables import ARENA, BASEBALL, CITATIONS, elo
from shiptui.model.catalog import Tool
from shiptui.model.facts import Matchup, Vote
from shiptui.ranking import fitting, spread
from shiptui.ranking.board import Board, Tally, from_matchups, from_tallies, from_votes
from shiptui.ranking.bootstrap import bootstrap
from shiptui.ranking.caveats import caveats
from shiptui.ranking.davidson import chance
from shiptui.ranking.posterior import learn
from shiptui.ranking.standings import Label, Standings, standings

A_BEATS_B = ("a", "b", "a")


def ranked(board: Board, prior: float = 0.25) -> Standings:
    return standings(learn(board, prior=prior))


def ranks(found: Standings) -> list[tuple[str, int]]:
    return [(one.tool, one.rank) for one in found.islands[0].standings]


def test_tools_whose_intervals_overlap_share_a_rank() -> None:
    """Only Milwaukee's interval lies wholly above Cleveland's; Baltimore's lies below five."""
    assert ranks(ranked(from_tallies(BASEBALL))) == [
        ("Milwaukee", 1),
        ("Detroit", 1),
        ("Toronto", 1),
        ("New York", 1),
        ("Boston", 1),
        ("Cleveland", 2),
        ("Baltimore", 6),
    ]


def test_tools_that_are_clearly_apart_have_ranks_of_their_own() -> None:
    assert ranks(ranked(from_tallies(CITATIONS))) == [
        ("JRSS-B", 1),
        ("Biometrika", 2),
        ("JASA", 3),
        ("Comm Statist", 4),
    ]


def test_equal_tools_stand_from_a_to_z_on_rank_one() -> None:
    votes = [(a, b, "tie") for a, b in combinations("dcba", 2)]
    assert ranks(ranked(from_votes(votes))) == [("a", 1), ("b", 1), ("c", 1), ("d", 1)]


def test_a_standing_counts_what_the_tool_did() -> None:
    votes = [A_BEATS_B, A_BEATS_B, ("a", "b", "tie"), ("a", "b", "neither"), ("b", "c", "b")]
    found = {one.tool: one for one in ranked(from_votes(votes)).islands[0].standings}
    b = found["b"]
    assert (b.wins, b.losses, b.ties, b.neither) == (1, 2, 1, 1)
    assert found["a"].low < found["a"].strength < found["a"].high


def test_the_readers_votes_are_read_from_matchups() -> None:
    a, b, c = Tool("a", "A"), Tool("b", "B"), Tool("c", "C")
    matchups = [
        Matchup("a-vs-b", a, b, vote=Vote("a", 1)),
        Matchup("b-vs-c", b, c),
        Matchup("a-vs-c", a, c, vote=Vote("tie", 2)),
    ]
    assert from_matchups(matchups) == from_votes([A_BEATS_B, ("a", "c", "tie")])


def test_tools_that_no_vote_connects_stand_on_islands_largest_first() -> None:
    found = ranked(from_votes([("x", "y", "x"), A_BEATS_B, ("b", "c", "tie")]))
    assert [island.tools for island in found.islands] == [("a", "b", "c"), ("x", "y")]
    assert [island.votes for island in found.islands] == [2, 1]


def test_a_place_gets_more_trust_with_more_votes_and_never_less() -> None:
    labels = [
        ranked(from_tallies([Tally("a", "b", n, n), Tally("b", "c", n, n), Tally("a", "c", n, n)]))
        .islands[0]
        .label
        for n in (1, 2, 10, 20, 40, 100)
    ]
    assert labels[0] is Label.PRELIMINARY
    assert labels[-1] is Label.ESTABLISHED
    order = [Label.PRELIMINARY, Label.USABLE, Label.ESTABLISHED]
    assert labels == sorted(labels, key=order.index)
    assert Label.USABLE in labels


def test_two_tools_alone_are_not_trusted_earlier_than_one_among_many() -> None:
    """Against their own mean, two tools look twice as well known as they are."""
    pair = ranked(from_tallies([Tally("a", "b", 4, 4)])).islands[0]
    assert pair.label is Label.PRELIMINARY
    assert [one.label for one in pair.standings] == [Label.PRELIMINARY] * 2


def test_an_island_that_cannot_be_ranked_says_so_and_leaves_the_others_alone() -> None:
    votes = [A_BEATS_B, ("x", "y", "x"), ("x", "y", "y"), ("y", "z", "y"), ("y", "z", "z")]
    sound, refused = ranked(from_votes(votes), prior=0).islands
    assert sound.tools == ("x", "y", "z")
    assert len(sound.standings) == 3
    assert (refused.tools, refused.standings) == (("a", "b"), ())
    assert refused.refusal
    assert "without a prior" in refused.refusal


def test_what_did_not_converge_is_not_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "SWEEPS", 2)
    found = ranked(from_tallies(ARENA))
    assert found.islands[0].standings == ()
    assert found.islands[0].refusal
    assert "2 passes" in found.islands[0].refusal
    assert found.islands[0].refusal in caveats(found)


def inverse(board: Board, prior: float) -> list[float]:
    """Standard errors from the whole information matrix, turned round row by row."""
    posterior = learn(board, prior=prior)
    links = spread._links(board, posterior.fit)
    size = len(board.tools)
    rows = [[-links[r].get(c, 0.0) for c in range(size)] for r in range(size)]
    for k, row in enumerate(rows):
        row[k] = prior + sum(links[k].values())
        row += [float(k == c) for c in range(size)]
    for k, row in enumerate(rows):
        row[:] = [value / row[k] for value in row]
        for other in rows:
            if other is not row:
                other[:] = [a - other[k] * b for a, b in zip(other, row, strict=True)]
    return [sqrt(rows[k][size + k] - 1 / (prior * size)) for k in range(size)]


@pytest.mark.parametrize("table", [BASEBALL, CITATIONS, ARENA])
def test_the_errors_of_small_boards_are_those_of_the_whole_matrix(table: list[Tally]) -> None:
    board = from_tallies(table)
    posterior = learn(board)
    assert posterior.spread.errors == pytest.approx(inverse(board, 0.25))
    assert all(one.exact for one in standings(posterior).islands[0].standings)


def mixed(size: int, opponents: int) -> Board:
    """Tools with about so many opponents each, drawn at random."""
    random = Random(3)  # noqa: S311 - a seeded die for a test
    slugs = [f"{number:03d}" for number in range(size)]
    pairs = random.sample(list(combinations(slugs, 2)), size * opponents // 2)
    return from_tallies(Tally(left, right, 3, 2, 1) for left, right in pairs)


def test_errors_that_are_not_exact_are_near_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """With 20 opponents each: 2 % off with links laid out, 5 % off from the diagonal alone."""
    board = mixed(100, 20)
    exact = learn(board).spread.errors
    monkeypatch.setattr(spread, "BUDGET", 100)
    near = learn(board)
    assert near.spread.errors == pytest.approx(exact, rel=0.02)
    monkeypatch.setattr(spread, "ROWS", 100)
    rough = learn(board)
    assert rough.spread.errors == pytest.approx(exact, rel=0.05)
    assert max(rough.spread.errors) < max(near.spread.errors)
    for posterior in (near, rough):
        assert not any(one.exact for one in standings(posterior).islands[0].standings)


def test_the_bootstrap_finds_intervals_like_those_of_the_matrix() -> None:
    posterior = learn(from_tallies(BASEBALL))
    bands = bootstrap(posterior.board, posterior.start, seed=7, rounds=400)
    for one in standings(posterior).islands[0].standings:
        band = bands[one.tool]
        assert band.draws == 400
        assert band.low == pytest.approx(one.low, abs=0.12)
        assert band.high == pytest.approx(one.high, abs=0.12)


def test_the_bootstrap_repeats_itself_for_one_seed_only() -> None:
    posterior = learn(from_tallies(ARENA))
    first, again, other = (
        bootstrap(posterior.board, posterior.start, seed=seed, rounds=20) for seed in (1, 1, 2)
    )
    assert first == again != other


def test_nothing_can_be_drawn_from_no_votes() -> None:
    assert bootstrap(from_votes([]), learn(from_votes([])).start, seed=1) == {}


@pytest.mark.parametrize(
    ("votes", "first"),
    [
        ([], "No votes yet"),
        ([("a", "b", "neither")], "Every vote so far is neither"),
        ([A_BEATS_B], "One vote may be chance"),
        ([A_BEATS_B, ("b", "c", "b")], "Two votes may be chance"),
        ([A_BEATS_B] * 2 + [("x", "y", "x")], "The votes fall into 2 groups"),
        ([A_BEATS_B] * 2 + [("a", "b", "b")], "Most places are preliminary: roughly"),
    ],
)
def test_few_votes_say_what_is_missing(votes: list[tuple[str, str, str]], first: str) -> None:
    said = caveats(ranked(from_votes(votes)))
    assert said[0].startswith(first)
    assert all(sentence.endswith(".") for sentence in said)


def test_a_tool_answered_with_neither_alone_is_named_as_without_a_place() -> None:
    found = ranked(from_votes([A_BEATS_B] * 3 + [("x", "b", "neither")]))
    assert found.unplaced == ("x",)
    assert caveats(found)[-1].startswith("One tool was answered with neither alone")


def test_the_votes_said_to_be_missing_are_about_enough() -> None:
    """The promise is rough, so it is held to within half and double."""
    table = [Tally(a, b, 1, 1) for a, b in combinations("abcd", 2)]
    need = int(
        next(word for word in caveats(ranked(from_tallies(table)))[0].split() if word.isdigit())
    )
    votes = 2 * len(table)
    halfway = [
        tally._replace(for_left=1 + need / 4 / 6, for_right=1 + need / 4 / 6) for tally in table
    ]
    double = [tally._replace(for_left=1 + need / 6, for_right=1 + need / 6) for tally in table]
    assert votes < need < 10 * votes
    assert ranked(from_tallies(halfway)).islands[0].label is Label.PRELIMINARY
    assert ranked(from_tallies(double)).islands[0].label is Label.USABLE


def test_much_evidence_leaves_nothing_to_warn_of() -> None:
    assert caveats(ranked(from_tallies(CITATIONS))) == ()


def test_a_strength_reads_as_a_chance_and_on_the_scale_of_arenas() -> None:
    assert chance(0) == 0.5
    assert chance(2) == pytest.approx(0.8808, abs=1e-4)
    assert chance(-900) == pytest.approx(0)
    best, *_, last = ranked(from_tallies(ARENA)).islands[0].standings
    assert (best.tool, last.tool) == ("model-a", "model-f")
    assert elo(best.strength) > 1000 > elo(last.strength)
