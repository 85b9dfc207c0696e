"""Published tables of paired comparisons, and the likelihood maximised in another way."""

from __future__ import annotations

from math import exp, log

from shiptui.ranking.board import Tally

BASEBALL = [
    Tally("Milwaukee", "Detroit", 7, 6),
    Tally("Milwaukee", "Toronto", 9, 4),
    Tally("Milwaukee", "New York", 7, 6),
    Tally("Milwaukee", "Boston", 7, 6),
    Tally("Milwaukee", "Cleveland", 9, 4),
    Tally("Milwaukee", "Baltimore", 11, 2),
    Tally("Detroit", "Toronto", 7, 6),
    Tally("Detroit", "New York", 5, 8),
    Tally("Detroit", "Boston", 11, 2),
    Tally("Detroit", "Cleveland", 9, 4),
    Tally("Detroit", "Baltimore", 9, 4),
    Tally("Toronto", "New York", 7, 6),
    Tally("Toronto", "Boston", 7, 6),
    Tally("Toronto", "Cleveland", 8, 5),
    Tally("Toronto", "Baltimore", 12, 1),
    Tally("New York", "Boston", 6, 7),
    Tally("New York", "Cleveland", 7, 6),
    Tally("New York", "Baltimore", 10, 3),
    Tally("Boston", "Cleveland", 7, 6),
    Tally("Boston", "Baltimore", 12, 1),
    Tally("Cleveland", "Baltimore", 6, 7),
]
"""American League East, 1987: A. Agresti, Categorical Data Analysis (2nd edition, 2002), p. 438."""

BASEBALL_COEFFICIENTS = {
    "Boston": (1.1077, 0.3339),
    "Cleveland": (0.6839, 0.3319),
    "Detroit": (1.4364, 0.3396),
    "Milwaukee": (1.5814, 0.3433),
    "New York": (1.2476, 0.3359),
    "Toronto": (1.2945, 0.3367),
}
"""Against Baltimore, with standard errors: the saved output of R's BradleyTerry2 (H. Turner and D.
Firth, Journal of Statistical Software 48, 2012) for this table; Agresti prints two digits."""

CITATIONS = [
    Tally("Biometrika", "Comm Statist", 730, 33),
    Tally("Biometrika", "JASA", 498, 320),
    Tally("Biometrika", "JRSS-B", 221, 284),
    Tally("Comm Statist", "JASA", 68, 813),
    Tally("Comm Statist", "JRSS-B", 17, 276),
    Tally("JASA", "JRSS-B", 142, 325),
]
"""Who cites whom among four journals: S. Stigler (Statistical Science 9, 1994), Agresti p. 448."""

CITATION_COEFFICIENTS = {"Comm Statist": -2.9491, "JASA": -0.4796, "JRSS-B": 0.2690}
"""Against Biometrika: the first example of Turner and Firth (2012)."""

PUDDING = [
    Tally("1", "2", 19, 22, 16),
    Tally("1", "3", 16, 19, 12),
    Tally("2", "3", 19, 19, 10),
    Tally("1", "4", 18, 23, 13),
    Tally("2", "4", 23, 19, 9),
    Tally("3", "4", 19, 20, 15),
    Tally("1", "5", 13, 19, 18),
    Tally("2", "5", 16, 20, 12),
    Tally("3", "5", 16, 15, 17),
    Tally("4", "5", 17, 14, 16),
    Tally("1", "6", 18, 21, 12),
    Tally("2", "6", 22, 20, 12),
    Tally("3", "6", 13, 18, 10),
    Tally("4", "6", 14, 19, 18),
    Tally("5", "6", 11, 21, 12),
]
"""Six chocolate puddings, with ties: Example 2 of R. R. Davidson (JASA 65, 1970)."""

PUDDING_WORTHS = {
    "1": 0.138803,
    "2": 0.173001,
    "3": 0.161747,
    "4": 0.165373,
    "5": 0.158685,
    "6": 0.202389,
}
PUDDING_TIES = 0.746823
"""Shares of all worths, and the tie parameter. The table is Davidson's; these figures are not read
from a paper but computed twice, by a general optimiser on his likelihood and by `evalica`."""

ARENA = [
    Tally("model-a", "model-b", 120, 80, 40, 10),
    Tally("model-a", "model-c", 300, 95, 70, 25),
    Tally("model-a", "model-e", 41, 4, 5, 2),
    Tally("model-b", "model-c", 210, 140, 90, 60),
    Tally("model-b", "model-d", 88, 30, 22, 12),
    Tally("model-c", "model-d", 150, 101, 77, 80),
    Tally("model-c", "model-f", 64, 9, 11, 20),
    Tally("model-d", "model-e", 55, 49, 30, 44),
    Tally("model-e", "model-f", 90, 61, 28, 95),
]
"""A table as chat arenas publish them, uneven and with "both are bad". The counts are made up."""

Matrix = list[list[float]]


def reference(table: list[Tally], prior: float) -> tuple[dict[str, float], float]:
    """Strengths around their mean and the tie parameter, by Newton's method.

    The model is written as a multinomial logit over three answers, with one column for each
    strength and one for log(tie parameter). Nothing is shared with the code under test.
    """
    slugs = sorted({slug for tally in table for slug in tally[:2]})
    place = {slug: k for k, slug in enumerate(slugs)}
    size = len(slugs) + 1
    values = [0.0] * size
    for _ in range(60):
        slope = [-prior * value for value in values[:-1]] + [0.0]
        bend = [[(prior + 1e-9) * (r == c) for c in range(size)] for r in range(size)]
        for tally in table:
            i, j = place[tally.left], place[tally.right]
            columns: list[dict[int, float]] = [{i: 1.0}, {j: 1.0}, {i: 0.5, j: 0.5, size - 1: 1.0}]
            _add(slope, bend, values, columns, [tally.for_left, tally.for_right, tally.tie])
        # The prior on ties: as many ties as picks between two equals.
        _add(slope, bend, values, [{}, {}, {size - 1: 1.0}], [prior / 2, prior / 2, prior])
        steps = _solved(bend, slope)
        values = [
            value + max(min(step, 1.0), -1.0) for value, step in zip(values, steps, strict=True)
        ]
    mean = sum(values[:-1]) / len(slugs)
    return {slug: values[place[slug]] - mean for slug in slugs}, exp(values[-1])


def _add(
    slope: list[float],
    bend: Matrix,
    values: list[float],
    columns: list[dict[int, float]],
    counts: list[float],
) -> None:
    weights = [exp(sum(x * values[k] for k, x in column.items())) for column in columns]
    chances = [weight / sum(weights) for weight in weights]
    total = sum(counts)
    names = sorted({name for column in columns for name in column})
    mean = {k: sum(p * c.get(k, 0) for p, c in zip(chances, columns, strict=True)) for k in names}
    for count, chance, column in zip(counts, chances, columns, strict=True):
        for k in names:
            slope[k] += (count - total * chance) * column.get(k, 0)
            for other in names:
                away = (column.get(k, 0) - mean[k]) * (column.get(other, 0) - mean[other])
                bend[k][other] += total * chance * away


def _solved(matrix: Matrix, right: list[float]) -> list[float]:
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for k, row in enumerate(rows):
        for other in rows:
            if other is not row:
                part = other[k] / row[k]
                other[:] = [a - part * b for a, b in zip(other, row, strict=True)]
    return [row[-1] / row[k] for k, row in enumerate(rows)]


def elo(strength: float) -> float:
    """The scale of chat arenas: 400 points for odds of ten to one, 1000 in the middle."""
    return 1000 + 400 * strength / log(10)
