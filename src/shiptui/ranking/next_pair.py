"""Which matchup to vote on next: the one whose answer is expected to teach most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import erfc, exp, log2, sqrt

from shiptui.ranking.davidson import chances
from shiptui.ranking.posterior import Posterior

SURE = 0.05
"""When the leader is wrong with no more than this chance, more votes would hardly change it."""

_REACH = 5.0
_SIMPSON = [1.0, *[4.0, 2.0] * 7, 4.0, 1.0]


@dataclass(frozen=True, slots=True)
class Gain:
    """How much one vote on a matchup is expected to tell of which tool is the better one.

    In bits: 1 would settle the question, 0 teaches nothing.
    """

    left: str
    right: str
    bits: float


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

    The expected gain is the mutual information between the answer y and the order o of the two
    strengths (D. V. Lindley, "On a measure of the information provided by an experiment", Annals of
    Mathematical Statistics 27, 1956):

        I = H(P(y)) - sum_o P(o) H(P(y | o)),   o: the gap is above or below zero

    that is, how open the answer is, less how open it would be if it were known which tool is the
    better one. The gap is normal as the posterior has it, and P(y | gap) Davidson's (1970); each
    side of zero is summed by Simpson's rule out to 5 standard errors. The order is asked for, not
    the gap, because places are what the reader sees: the gap of two tools that are clearly apart
    needs no more votes. "Neither" is left out, as it tells nothing of the order. Give the matchups
    that may still be voted on.
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
    if abs(mean) >= _REACH * error:
        return 0.0
    below = _answers(mean, error, ties, -_REACH, -mean / error)
    above = _answers(mean, error, ties, -mean / error, _REACH)
    whole = sum(below) + sum(above)
    open_ = _entropy([a + b for a, b in zip(below, above, strict=True)])
    return max((open_ - _entropy(below) - _entropy(above)) / whole, 0.0)


def _answers(mean: float, error: float, ties: float, low: float, high: float) -> list[float]:
    """How likely each answer is while the gap lies between two numbers of standard errors."""
    step = (high - low) / (len(_SIMPSON) - 1)
    found = [0.0, 0.0, 0.0]
    for place, part in enumerate(_SIMPSON):
        z = low + place * step
        weight = step * part * exp(-z * z / 2)
        answers = chances(mean + z * error, ties)
        found = [a + weight * b for a, b in zip(found, answers, strict=True)]
    return found


def _entropy(parts: list[float]) -> float:
    """The entropy of the answers that `parts` weigh, in bits, times their whole weight."""
    whole = sum(parts)
    return -sum([part * log2(part / whole) for part in parts if part > 0])
