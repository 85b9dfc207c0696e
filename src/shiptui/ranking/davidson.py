"""The model: how likely each answer is, given two strengths.

Bradley and Terry (Biometrika 39, 1952) with ties after R. R. Davidson, "On extending the
Bradley-Terry model to accommodate ties in paired comparison experiments" (JASA 65, 1970). With
worths w = exp(strength) and a tie parameter v >= 0:

    P(i wins) = w_i / D,   P(tie) = v sqrt(w_i w_j) / D,   D = w_i + w_j + v sqrt(w_i w_j)

Two equally strong tools tie with chance v / (2 + v); v = 0 is plain Bradley-Terry. A strength is a
natural logarithm, so only gaps between strengths have a meaning.
"""

from __future__ import annotations

from math import cosh, exp


def chances(gap: float, ties: float) -> tuple[float, float, float]:
    """The chances that the first wins, that it is a tie, that the second wins (Davidson 1970).

    `gap` is the first strength minus the second, `ties` the tie parameter.
    """
    root = exp(-abs(gap) / 2)
    whole = 1 + root * (ties + root)
    ahead, even, behind = 1 / whole, ties * root / whole, root * root / whole
    return (ahead, even, behind) if gap >= 0 else (behind, even, ahead)


def information(gap: float, ties: float) -> float:
    """The Fisher information of one vote about the gap: the variance of its score.

    A win scores 1, a tie 1/2, a loss 0. The derivative of the expected score by the gap, and with
    it the variance (the model is an exponential family), is

        (1 + v s / 4) / (s + v)^2,   s = 2 cosh(gap / 2)

    which is 1/4 for equals without ties.
    """
    spread = 2 * cosh(gap / 2)
    return (1 + ties * spread / 4) / (spread + ties) ** 2


def chance(strength: float) -> float:
    """How often a tool of this strength would be picked over an average one, ties left out.

    The logistic function (Bradley and Terry 1952), 0 to 1; strength 0 is one half.
    """
    root = exp(-abs(strength))
    return 1 / (1 + root) if strength >= 0 else root / (1 + root)
