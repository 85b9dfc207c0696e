"""Strengths from votes: Newman's iteration, in few sweeps."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from math import exp

from shiptui.model.frozen import dataclass
from shiptui.ranking.board import Board
from shiptui.ranking.islands import endless
from shiptui.ranking.mixing import Mixer, Vector
from shiptui.ranking.sweeping import Record, Sweeper

PRIOR = 0.25
"""The precision of the prior on a strength. One vote between equals tells as much: 1/4."""

TOLERANCE = 1e-4
"""How far a strength may still be from where the sweeps are leading, in its own standard errors."""

TREND = 3
"""The pace of a search is told from so many sweeps."""

SWEEPS = 500
"""After so many sweeps without an end, the strengths count as not found."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where an earlier fit ended: strengths by slug, and the tie parameter. A head start."""

    strengths: Mapping[str, float]
    ties: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Strengths by tool number, each island's around zero, and the tie parameter.

    `endless` holds the numbers of the tools that have no finite strength, `adrift` those whose
    strength was not found in `sweeps` passes through the votes, whatever the reason.
    """

    strengths: list[float]
    ties: float
    prior: float
    sweeps: int
    adrift: frozenset[int]
    endless: frozenset[int]


def fit(
    board: Board,
    islands: list[list[int]],
    record: Record,
    *,
    prior: float = PRIOR,
    start: Start | None = None,
    tolerance: float = TOLERANCE,
) -> Fit:
    """Find the strengths that make the votes most likely, drawn weakly towards their island's mean.

    The iteration of M. E. J. Newman, "Efficient computation of rankings from pairwise comparisons"
    (JMLR 24, 2023), in its form for ties after Davidson (1970): a sweep moves every strength by

        log(A / B),   A = sum_j a_ij (1 - q_ij),   B = sum_j a_ji q_ij

    where a_ij is the wins of i over j plus half their ties, and q_ij the score expected of i
    against j. A is what i won against expectation, B what it lost so. The prior is normal, with
    mean 0 and precision `prior`; it enters as A += p (1 + max(-s, 0)) and B += p (1 + max(s, 0)),
    whose difference is its slope -p s. With it the best strengths of an island have mean 0, so
    centring them after each sweep (worths of geometric mean 1) is exact, not only a choice of
    scale; `prior=0` is maximum likelihood. The tie parameter moves by log(observed / expected
    ties), which the prior counts p ties and p picks between equals to. `Mixer` makes few sweeps
    do, and a `start` near the end makes them fewer.
    """
    still = endless(board, islands) if prior <= 0 else frozenset()
    sweeper = Sweeper(board, islands, prior, still)
    begin = (start.strengths, start.ties) if start else ({}, 0.0)
    point, sweeps, adrift = _search(sweeper, sweeper.begin(record, *begin), tolerance)
    if len(board.tools) in adrift:
        # Without the tie parameter no strength is known either.
        adrift = frozenset(range(len(board.tools)))
    ties = exp(point[-1]) if board.even else 0.0
    return Fit(point[:-1], ties, prior, sweeps, adrift | still, still)


def _search(
    sweeper: Sweeper, point: Vector, tolerance: float
) -> tuple[Vector, int, frozenset[int]]:
    """Sweep until nothing moves: the last point, the sweeps, and the values that still moved."""
    mixer = Mixer()
    unrests: list[float] = []
    for sweeps in count(1):
        step, unrest = sweeper.sweep(point)
        unrests.append(max(unrest, default=0.0))
        limit = tolerance / _ahead(unrests)
        adrift = frozenset(place for place, much in enumerate(unrest) if not much < limit)
        point = sweeper.centred(mixer.next(point, step))
        if not adrift or sweeps == SWEEPS:
            break
    return point, sweeps, adrift


def _ahead(unrests: list[float]) -> float:
    """All steps still to come after the last one, in steps as long as that one.

    A geometric series with the rate of the last three sweeps: a fast search may end earlier than
    one that creeps. One while there is no rate yet, never more than ten.
    """
    if len(unrests) <= TREND or not unrests[-1]:
        return 1.0
    rate = (unrests[-1] / unrests[-1 - TREND]) ** (1 / TREND)
    return max(rate / (1 - rate), 0.01) if rate < 10 / 11 else 10.0
