"""Which matchup to vote on next: the one whose answer is expected to teach most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from math import erfc, exp, log2, sqrt

from shiptui.model.frozen import dataclass, replace
from shiptui.ranking.davidson import chances, information
from shiptui.ranking.posterior import Posterior

SURE = 0.05
"""When the leader is wrong with no more than this chance, more votes would hardly change it."""

SHORTLIST = 24
"""So many matchups are weighed against each other in full."""

RIVALS = 150
"""Pairs of so many tools at most are looked at, the strongest compared ones before the others."""

NO_DOUBT, NO_MOVE = 1e-3, 5e-3
"""A pair whose order is that sure, or that a vote makes surer by less of its variance, is left."""

_NODES = [step / 2 for step in range(-8, 9)]
_HEIGHTS = [exp(-node * node / 2) for node in _NODES]
_WEIGHTS = [height / sum(_HEIGHTS) for height in _HEIGHTS]
_STEPS, _STEP_HEIGHTS = _NODES[::2], _HEIGHTS[::2]
_STEP_WEIGHTS = [height / sum(_STEP_HEIGHTS) for height in _STEP_HEIGHTS]


@dataclass(frozen=True, slots=True)
class Gain:
    """What one vote on a matchup is expected to teach.

    `bits` is the information about how far apart the two tools are, `doubt` the chance that they
    stand the wrong way round now (0 to 1/2). `righted` is how many pairs of tools fewer are
    expected to stand the wrong way round after the vote; None where that was not worked out.
    """

    left: str
    right: str
    bits: float
    doubt: float
    righted: float | None = None

    @property
    def worth(self) -> float:
        """Information where the order is in doubt: bits times doubt."""
        return self.bits * self.doubt


@dataclass(frozen=True, slots=True)
class Top:
    """Who leads, and a bound on the chance that another one should.

    `leader` is None where no tool has a place yet. `rivals` is the number of other tools.
    """

    leader: str | None
    doubt: float
    rivals: int

    @property
    def settled(self) -> bool:
        """Whether more votes would hardly change the top: the hint to stop."""
        return self.leader is not None and self.rivals > 0 and self.doubt <= SURE


def gains(posterior: Posterior, matchups: Iterable[tuple[str, str]]) -> list[Gain]:
    """The matchups, most informative first; equal ones from A to Z.

    A reader looks at places, so the vote is worth most that leaves the fewest pairs of tools in the
    wrong order: one step of the knowledge gradient (P. I. Frazier, W. B. Powell and S. Dayanik,
    SIAM Journal on Control and Optimization 47, 2008). See `_righted`.

    That takes a moment for each matchup, so it is worked out for the `SHORTLIST` best by a quicker
    measure: the mutual information of the answer y and the gap u of the two strengths (D. V.
    Lindley, "On a measure of the information provided by an experiment", Annals of Mathematical
    Statistics 27, 1956),

        I = H(E[P(y | u)]) - E[H(P(y | u))],   u normal as the posterior has it

    times the chance that their order is wrong; the product is shiptui's own. The expectations are
    sums over half standard errors from -4 to 4; "neither" is left out, as it tells nothing of the
    gap. Give the matchups that may still be voted on.
    """
    found = []
    for left, right in matchups:
        mean, error = posterior.gap(left, right)
        bits = _bits(mean, error, posterior.fit.ties)
        found.append(Gain(left, right, bits, _behind(abs(mean), error)))
    found.sort(key=lambda gain: (-round(gain.worth, 9), gain.left, gain.right))
    best = _weighed(posterior, found[:SHORTLIST])
    best.sort(key=lambda gain: (-round(gain.righted or 0.0, 9), gain.left, gain.right))
    return [*best, *found[SHORTLIST:]]


def _weighed(posterior: Posterior, shortlist: list[Gain]) -> list[Gain]:
    """The same with what each would put right among its tools and those that were compared."""
    named = sorted({slug for gain in shortlist for slug in (gain.left, gain.right)})
    compared = sorted(posterior.board.tools, key=lambda slug: (-posterior.strength(slug), slug))
    rivals = list(dict.fromkeys((*named, *compared)))[:RIVALS]
    columns = {slug: posterior.column(slug) for slug in dict.fromkeys((*named, *rivals))}
    pairs = []
    for one, other in combinations(rivals, 2):
        variance = columns[one][one] + columns[other][other] - 2 * columns[one].get(other, 0.0)
        mean, error = posterior.strength(one) - posterior.strength(other), sqrt(max(variance, 0.0))
        if _behind(abs(mean), error) > NO_DOUBT:
            pairs.append((one, other, abs(mean), variance))
    return [replace(gain, righted=_righted(gain, posterior, columns, pairs)) for gain in shortlist]


def _righted(
    gain: Gain,
    posterior: Posterior,
    columns: Mapping[str, Mapping[str, float]],
    pairs: Iterable[tuple[str, str, float, float]],
) -> float:
    """How many pairs fewer stand the wrong way round, all of them expected, after one vote.

    The vote holds information w about the gap g of its own pair (see `davidson.information`), so
    every other gap u, of mean m and variance v, becomes surer by d = w cov(u, g)^2 / (1 + w var(g))
    and its mean moves as a normal with variance d. The chance that u has the wrong sign falls by

        P(-|m| / sqrt(v)) - E[P(-|m + sqrt(d) z| / sqrt(v - d))],   z standard normal

    with P the normal distribution.
    """
    left, right = columns[gain.left], columns[gain.right]
    own = left[gain.left] + right[gain.right] - 2 * left.get(gain.right, 0.0)
    mean = posterior.strength(gain.left) - posterior.strength(gain.right)
    told = information(mean, posterior.fit.ties)
    share = told / (1 + told * own)
    moved = {slug: left.get(slug, 0.0) - right.get(slug, 0.0) for slug in {*left, *right}}
    total = 0.0
    for one, other, apart, variance in pairs:
        along = moved.get(one, 0.0) - moved.get(other, 0.0)
        surer = share * along * along
        if surer > NO_MOVE * variance:
            step, rest = sqrt(surer), sqrt(max(variance - surer, 0.0))
            after = sum(
                weight * _behind(abs(apart + node * step), rest)
                for node, weight in zip(_STEPS, _STEP_WEIGHTS, strict=True)
            )
            total += _behind(apart, sqrt(variance)) - after
    return total


def top(posterior: Posterior, tools: Iterable[str]) -> Top:
    """Who leads among `tools`, and how doubtful that is.

    The doubt is the sum over all others of the chance that they are the stronger one, which is at
    least the chance that any of them is (G. Boole's inequality, as C. E. Bonferroni used it, 1936).
    A tool that was never compared counts with what the prior allows it.
    """
    rivals = sorted(set(tools))
    placed = [slug for slug in rivals if posterior.placed(slug)]
    if not placed:
        return Top(None, 1.0, len(rivals))
    leader = max(placed, key=posterior.strength)
    others = [slug for slug in rivals if slug != leader]
    doubt = sum(_behind(*posterior.gap(leader, slug)) for slug in others)
    return Top(leader, min(doubt, 1.0), len(others))


def _behind(mean: float, error: float) -> float:
    """The chance that a normal gap is below zero."""
    return erfc(mean / (error * sqrt(2))) / 2 if error else 0.0


def _bits(mean: float, error: float, ties: float) -> float:
    average = [0.0, 0.0, 0.0]
    known = 0.0
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        answers = chances(mean + node * error, ties)
        known += weight * _entropy(answers)
        average = [a + weight * b for a, b in zip(average, answers, strict=True)]
    return _entropy(average) - known


def _entropy(chances_of: Iterable[float]) -> float:
    return -sum([part * log2(part) for part in chances_of if part > 0])
