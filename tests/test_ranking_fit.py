from __future__ import annotations

from math import exp
from random import Random

import pytest

from ranking_tables import (
    ARENA,
    BASEBALL,
    BASEBALL_COEFFICIENTS,
    CITATION_COEFFICIENTS,
    CITATIONS,
    PUDDING,
    PUDDING_TIES,
    PUDDING_WORTHS,
    reference,
)
from shiptui.model.facts import TIE
from shiptui.ranking import fitting
from shiptui.ranking.board import Board, Outcome, Tally, from_outcomes, from_tallies, from_votes
from shiptui.ranking.davidson import chances, information
from shiptui.ranking.posterior import Posterior, learn

EXACTLY = 1e-9


def strengths(posterior: Posterior) -> dict[str, float]:
    return dict(posterior.start.strengths)


def against(base: str, posterior: Posterior) -> dict[str, float]:
    found = strengths(posterior)
    return {slug: round(value - found[base], 4) for slug, value in found.items() if slug != base}


def test_the_baseball_table_gives_the_published_coefficients_and_errors_to_four_digits() -> None:
    posterior = learn(from_tallies(BASEBALL), prior=0, tolerance=EXACTLY)
    errors = {slug: round(posterior.gap(slug, "Baltimore")[1], 4) for slug in BASEBALL_COEFFICIENTS}
    assert against("Baltimore", posterior) == {k: v[0] for k, v in BASEBALL_COEFFICIENTS.items()}
    assert errors == {k: v[1] for k, v in BASEBALL_COEFFICIENTS.items()}


def test_the_citations_of_journals_give_the_published_coefficients_to_four_digits() -> None:
    posterior = learn(from_tallies(CITATIONS), prior=0, tolerance=EXACTLY)
    assert against("Biometrika", posterior) == CITATION_COEFFICIENTS


def test_davidsons_puddings_give_worths_and_tie_parameter_to_six_digits() -> None:
    posterior = learn(from_tallies(PUDDING), prior=0, tolerance=EXACTLY)
    worths = {slug: exp(value) for slug, value in strengths(posterior).items()}
    total = sum(worths.values())
    assert {slug: round(worth / total, 6) for slug, worth in worths.items()} == PUDDING_WORTHS
    assert round(posterior.fit.ties, 6) == PUDDING_TIES


@pytest.mark.parametrize("prior", [0, 0.25, 2])
@pytest.mark.parametrize("table", [BASEBALL, CITATIONS, PUDDING, ARENA])
def test_the_strengths_are_those_of_newtons_method_with_any_prior(
    table: list[Tally], prior: float
) -> None:
    has_ties = any(tally.tie for tally in table)
    if not has_ties:
        # The reference always has a tie parameter; a dust of ties keeps it finite.
        table = [tally._replace(tie=1e-6) for tally in table]
    posterior = learn(from_tallies(table), prior=prior, tolerance=EXACTLY)
    wanted, ties = reference(table, prior)
    assert strengths(posterior) == pytest.approx(wanted, abs=1e-5)
    if has_ties:
        assert posterior.fit.ties == pytest.approx(ties, rel=1e-5)


def slope(board: Board, posterior: Posterior) -> list[float]:
    """The derivative of the log posterior by every strength."""
    fit = posterior.fit
    found = [-fit.prior * strength for strength in fit.strengths]

    def add(i: int, j: int, score: float, times: float) -> None:
        win, tie, _ = chances(fit.strengths[i] - fit.strengths[j], fit.ties)
        found[i] += times * (score - win - tie / 2)
        found[j] -= times * (score - win - tie / 2)

    for i, j, times in zip(board.winners, board.losers, board.wins, strict=True):
        add(i, j, 1, times)
    for i, j, times in zip(board.firsts, board.seconds, board.ties, strict=True):
        add(i, j, 0.5, times)
    return found


@pytest.mark.parametrize("most", [1, 30])
def test_no_strength_can_be_bettered_on_boards_of_all_shapes(most: int) -> None:
    """Chains, stars, islands, unanimous and contradictory votes, one count or thirty."""
    for seed in range(150):
        random = Random(seed)  # noqa: S311 - a seeded die for a test
        tools = [str(number) for number in range(random.randint(2, 12))]
        outcomes: list[Outcome] = []
        for _ in range(random.randint(1, 30)):
            left, right = random.sample(tools, 2)
            pick = random.choices([left, right, TIE], [6, 2, 2])[0]
            outcomes.append((left, right, pick, random.choice([1, most])))
        board = from_outcomes(outcomes)
        posterior = learn(board, tolerance=1e-8)
        assert not posterior.fit.adrift
        assert max(map(abs, slope(board, posterior))) < 1e-5 * board.votes


def test_a_start_from_the_last_solution_needs_one_sweep() -> None:
    board = from_tallies(ARENA)
    cold = learn(board)
    assert cold.fit.sweeps > 3
    assert learn(board, start=cold.start).fit.sweeps == 1


def test_strengths_lie_around_zero_on_every_island() -> None:
    board = from_tallies([*ARENA, Tally("x", "y", 9, 2), Tally("y", "z", 3, 3, 1)])
    posterior = learn(board)
    assert len(posterior.islands) == 2
    for island in posterior.islands:
        assert sum(posterior.fit.strengths[tool] for tool in island) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    "table",
    [
        [Tally("a", "b", 3, 0), Tally("b", "c", 1, 0)],
        [Tally("a", "b", 3, 2), Tally("b", "c", 1, 0)],
        [Tally("a", "b", 0, 0, 4)],
    ],
    ids=["only winners", "a tool that only lost", "only ties"],
)
def test_without_a_prior_what_has_no_finite_strength_is_named(table: list[Tally]) -> None:
    board = from_tallies(table)
    assert learn(board, prior=0).fit.endless == set(range(len(board.tools)))
    assert not learn(board).fit.adrift


def test_strengths_that_did_not_settle_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "SWEEPS", 1)
    board = from_tallies(ARENA)
    assert learn(board).fit.adrift == set(range(len(board.tools)))


def test_the_chances_of_all_answers_add_up_and_turn_with_the_sides() -> None:
    for gap in (-800, -3, 0, 0.5, 800):
        for ties in (0, 0.7, 40):
            win, tie, loss = chances(gap, ties)
            assert win + tie + loss == pytest.approx(1)
            assert chances(-gap, ties) == pytest.approx((loss, tie, win))
    assert chances(0, 2) == pytest.approx((0.25, 0.5, 0.25))


def test_the_information_of_a_vote_is_the_variance_of_its_score() -> None:
    for gap in (-3, 0, 0.5, 4):
        for ties in (0, 0.7, 40):
            win, tie, _ = chances(gap, ties)
            score = win + tie / 2
            assert information(gap, ties) == pytest.approx(win + tie / 4 - score * score)


def test_neither_moves_no_strength_and_joins_no_islands() -> None:
    votes = [("a", "b", "a"), ("c", "d", "c")]
    aside = [("a", "c", "neither"), ("a", "b", "neither"), ("e", "f", "neither")]
    plain, more = learn(from_votes(votes)), learn(from_votes([*votes, *aside]))
    assert strengths(more) == strengths(plain)
    assert len(more.islands) == 2
    assert more.board.neither == {"a": 2, "b": 1, "c": 1, "e": 1, "f": 1}
    assert more.board.neithers == 3
    assert more.board.unplaced == ("e", "f")


def test_a_pick_that_is_no_answer_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no answer"):
        from_votes([("a", "b", "c")])
