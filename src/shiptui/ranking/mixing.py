"""Fewer sweeps: a fixed-point iteration sped up by what its last few steps have shown.

D. G. Anderson, "Iterative procedures for nonlinear integral equations" (JACM 12, 1965), in the form
of H. F. Walker and P. Ni, "Anderson acceleration for fixed-point iterations" (SIAM Journal on
Numerical Analysis 49, 2011). With x the point, f the step that one sweep proposes there, and dX,
dF the differences of the last few of each, the next point is

    x + f - (dX + dF) g,   g = argmin |f - dF g|

which on a linear problem needs about as few sweeps as conjugate gradients.
"""

from __future__ import annotations

from collections import deque
from math import sqrt
from operator import add, mul, sub

MEMORY = 6
"""How many differences are remembered; more than that stopped helping in trials."""

LONGEST = 3.0
"""No value moves further in one mixed step: beyond that the past steps are no guide."""

Vector = list[float]


class Mixer:
    """Turns the proposed steps of an iteration into better ones."""

    def __init__(self) -> None:
        self._last: tuple[Vector, Vector] | None = None
        self._past: deque[tuple[Vector, Vector]] = deque(maxlen=MEMORY)
        self._gram: deque[list[float]] = deque(maxlen=MEMORY)
        self._length = 0.0

    def next(self, point: Vector, step: Vector) -> Vector:
        """The point to try next. Forgets the past where it led astray."""
        length = dot(step, step)
        if length > 4 * self._length:
            self._past.clear()
            self._gram.clear()
        elif self._last is not None:
            self._remember(
                list(map(sub, point, self._last[0])), list(map(sub, step, self._last[1]))
            )
        self._last, self._length = (point, step), length
        mixed = self._mixed(point, step)
        if max(map(abs, map(sub, mixed, point)), default=0.0) > LONGEST:
            # Half a step of the plain iteration never overshoots, not even on a single pair.
            return [x + f / 2 for x, f in zip(point, step, strict=True)]
        return mixed

    def _remember(self, move: Vector, bend: Vector) -> None:
        """Keep one pair of differences, and its inner products with the ones kept before."""
        if len(self._past) == MEMORY:
            for row in self._gram:
                del row[:1]
        self._past.append((list(map(add, move, bend)), bend))
        self._gram.append([dot(bend, other) for _, other in self._past])

    def _mixed(self, point: Vector, step: Vector) -> Vector:
        mixed = [x + f for x, f in zip(point, step, strict=True)]
        lower = list(self._gram)
        scale = [sqrt(row[-1]) or 1.0 for row in lower]
        gram = [
            [lower[max(a, b)][min(a, b)] / (scale[a] * scale[b]) for b in range(len(lower))]
            for a in range(len(lower))
        ]
        right = [dot(bend, step) / size for (_, bend), size in zip(self._past, scale, strict=True)]
        for share, size, (shift, _) in zip(solve(gram, right), scale, self._past, strict=True):
            part = share / size
            mixed = [x - part * s for x, s in zip(mixed, shift, strict=True)]
        return mixed


def dot(a: Vector, b: Vector) -> float:
    """The inner product."""
    product: float = sum(map(mul, a, b))
    return product


def solve(matrix: list[Vector], right: Vector) -> Vector:
    """Solve a small symmetric system by Gaussian elimination; what has no pivot left is zero."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    floor = 1e-12 * max((rows[k][k] for k in range(size)), default=0.0)
    used: list[tuple[int, int]] = []
    free = set(range(size))
    for column in range(size):
        pivot = max(free, key=lambda row: abs(rows[row][column]))
        if abs(rows[pivot][column]) <= floor:
            continue
        free.discard(pivot)
        used.append((pivot, column))
        for other in free:
            ratio = rows[other][column] / rows[pivot][column]
            rows[other] = [a - ratio * b for a, b in zip(rows[other], rows[pivot], strict=True)]
    solution = [0.0] * size
    for pivot, column in reversed(used):
        row = rows[pivot]
        rest = sum(row[k] * solution[k] for k in range(column + 1, size))
        solution[column] = (row[size] - rest) / row[column]
    return solution
