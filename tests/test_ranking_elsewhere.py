"""Against two libraries that rank by pairs; neither is needed to run shiptui or its tests."""

from __future__ import annotations

from typing import Any

import pytest

from ranking_tables import ARENA, BASEBALL, CITATIONS, PUDDING
from shiptui.ranking.board import Tally, from_tallies
from shiptui.ranking.posterior import Posterior, learn

TABLES = {"baseball": BASEBALL, "citations": CITATIONS, "pudding": PUDDING, "arena": ARENA}
PLAIN = ("baseball", "citations")
REASON = "is not installed; tests/test_ranking_fit.py checks the same tables without it"


def ours(table: list[Tally], prior: float) -> Posterior:
    return learn(from_tallies(table), prior=prior, tolerance=1e-9)


def centred(values: dict[str, float]) -> dict[str, float]:
    mean = sum(values.values()) / len(values)
    return {slug: float(value) - mean for slug, value in values.items()}


@pytest.mark.parametrize("prior", [0.0, 0.25])
@pytest.mark.parametrize("name", PLAIN)
def test_strengths_are_those_of_choix_to_four_digits(name: str, prior: float) -> None:
    """Its penalty is alpha times the squares, without the half of a normal prior's precision."""
    choix: Any = pytest.importorskip("choix", reason=f"choix {REASON}")
    table = TABLES[name]
    slugs = sorted({slug for tally in table for slug in tally[:2]})
    place = {slug: number for number, slug in enumerate(slugs)}
    votes: list[tuple[int, int]] = []
    for tally in table:
        i, j = place[tally.left], place[tally.right]
        votes += [(i, j)] * int(tally.for_left) + [(j, i)] * int(tally.for_right)
    found = choix.opt_pairwise(len(slugs), votes, alpha=prior / 2, tol=1e-10)
    theirs = centred(dict(zip(slugs, found, strict=True)))
    assert ours(table, prior).start.strengths == pytest.approx(theirs, abs=5e-5)


@pytest.mark.parametrize("name", TABLES)
def test_strengths_are_those_of_evalica_to_four_digits(name: str) -> None:
    """Its tie parameter is half of Davidson's."""
    evalica: Any = pytest.importorskip("evalica", reason=f"evalica {REASON}")
    numpy: Any = pytest.importorskip("numpy", reason=f"numpy {REASON}")
    answers = evalica.Winner.X, evalica.Winner.Y, evalica.Winner.Draw
    rows = [
        (tally.left, tally.right, winner, float(times))
        for tally in TABLES[name]
        for winner, times in zip(answers, tally[2:5], strict=True)
        if times
    ]
    lefts, rights, winners, weights = map(list, zip(*rows, strict=True))
    found = evalica.newman(lefts, rights, winners, weights=weights, tolerance=1e-12, limit=100_000)
    posterior = ours(TABLES[name], 0)
    theirs = centred(numpy.log(found.scores).to_dict())
    assert posterior.start.strengths == pytest.approx(theirs, abs=5e-5)
    assert posterior.fit.ties == pytest.approx(2 * found.v, abs=5e-5)
