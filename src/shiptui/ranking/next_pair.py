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
    """How many bits about the strengths one vote on a matchup is expected to give."""

    left: str
    right: str
    bits: float


@dataclass(frozen=True, slots=True)
class Top:
    """Who leads, and a bound on the chance that another one should.

    `leader` is None where nothing was compared yet. `rivals` is the number of other tools.
    """

    leader: str | None
    doubt: float
    rivals: int

    @property
    def settled(self) -> bool:
        """Whether more votes would hardly change the top: the hint to stop."""
        return self.leader is not None and self.doubt <= SURE


def gains(posterior: Posterior, matchups: Iterable[tuple[str, str]]) -> list[Gain]:
    """The matchups, most informative first; equal ones from A to Z.

    The expected gain is the mutual information between the answer y and the gap u of the two
    strengths, which a vote tells of and nothing else (D. V. Lindley, "On a measure of the
    information provided by an experiment", Annals of Mathematical Statistics 27, 1956):

        I = H(E[P(y | u)]) - E[H(P(y | u))],   u normal as the posterior has it

    that is, how open the answer is, less how open it would be if the strengths were known. The two
    expectations are sums over half standard errors from -4 to 4. "Neither" is left out: it tells
    nothing of the gap. Give the matchups that may still be voted on.
    """
    found = [
        Gain(left, right, _bits(*posterior.gap(left, right), posterior.fit.ties))
        for left, right in matchups
    ]
    found.sort(key=lambda gain: (-round(gain.bits, 9), gain.left, gain.right))
    return found


def top(posterior: Posterior, tools: Iterable[str]) -> Top:
    """Who leads among `tools`, and how doubtful that is.

    The doubt is the sum over all others of the chance that they are the stronger one, which is at
    least the chance that any of them is (G. Boole's inequality, as C. E. Bonferroni used it, 1936).
    A tool that was never compared counts with what the prior allows it.
    """
    rivals = sorted(set(tools))
    placed = [slug for slug in rivals if slug in posterior.number]
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


def _entropy(parts: Iterable[float]) -> float:
    return -sum([part * log2(part) for part in parts if part > 0])
