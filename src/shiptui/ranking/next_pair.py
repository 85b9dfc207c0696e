"""Which matchup to vote on next: the one whose answer is expected to teach most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import erfc, exp, log2, sqrt

from shiptui.ranking.davidson import chances
from shiptui.ranking.posterior import Posterior

SURE = 0.05
"""When the leader is wrong with no more than this chance, more votes would hardly change it."""

_NODES = [step / 2 for step in range(-8, 9)]
_HEIGHTS = [exp(-node * node / 2) for node in _NODES]
_WEIGHTS = [height / sum(_HEIGHTS) for height in _HEIGHTS]


@dataclass(frozen=True, slots=True)
class Gain:
    """What one vote on a matchup is expected to teach.

    `bits` is the information about how far apart the two tools are, `doubt` the chance that they
    stand the wrong way round now (0 to 1/2).
    """

    left: str
    right: str
    bits: float
    doubt: float

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

    The expected information is the mutual information of the answer y and the gap u of the two
    strengths, which a vote tells of and nothing else (D. V. Lindley, "On a measure of the
    information provided by an experiment", Annals of Mathematical Statistics 27, 1956):

        I = H(E[P(y | u)]) - E[H(P(y | u))],   u normal as the posterior has it

    that is, how open the answer is, less how open it would be if the strengths were known. The two
    expectations are sums over half standard errors from -4 to 4; "neither" is left out, as it
    tells nothing of the gap. A reader looks at places, and the gap of two tools that are clearly
    apart needs no more votes, so I counts by the chance that their order is wrong. That product is
    shiptui's own; in `benchmarks/ranking.py` it finds a planted order sooner than I alone. Give
    the matchups that may still be voted on.
    """
    found = []
    for left, right in matchups:
        mean, error = posterior.gap(left, right)
        bits = _bits(mean, error, posterior.fit.ties)
        found.append(Gain(left, right, bits, _behind(abs(mean), error)))
    found.sort(key=lambda gain: (-round(gain.worth, 9), gain.left, gain.right))
    return found


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
