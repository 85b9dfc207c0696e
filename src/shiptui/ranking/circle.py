"""The reader and the personas on a map: near each other where they judge alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import sqrt

from shiptui.model.catalog import Tool
from shiptui.model.frozen import dataclass
from shiptui.ranking.accord import Accord
from shiptui.ranking.agreement import ENOUGH
from shiptui.ranking.picks import personas_of
from shiptui.ranking.share import Share

ROUNDS = 500
"""Multiplications after which the longest axis is known to more digits than a map shows."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody stands, in distances; `persona` is None for the reader."""

    persona: str | None
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Circle:
    """The map. `kept` is the part of what the distances say that two axes show, 0 to 1.

    `pairs` holds how often each two agree, by their places in `spots`; `unsure` counts those with
    fewer than 10 judgements in common, whose distance may be chance.
    """

    spots: tuple[Spot, ...]
    pairs: dict[tuple[int, int], Share]
    kept: float

    @property
    def unsure(self) -> int:
        """Pairs whose distance may be chance."""
        return sum(share.n < ENOUGH for share in self.pairs.values())


def circle(tools: Iterable[Tool], accord: Accord) -> Circle:
    """Lay out everybody with a known call, and the reader once there is anything in common.

    The distance of two is the chance that they differ on the next judgement, after the rule of
    succession (Laplace 1814), so two that never met stand half of the way apart. The map is
    classical scaling (W. S. Torgerson, Psychometrika 17, 1952): half of the squared distances,
    centred on both sides, as an inner product, and of that the two longest axes. What they keep is
    told by squared eigenvalues (K. V. Mardia, Communications in Statistics A 7, 1978), because
    such distances need fit in no space at all.
    """
    known = [tool for tool in tools if tool.takes]
    people: list[str | None] = list(personas_of(known))
    if any(one.both.n for one in accord.found):
        people.append(None)
    pairs = {
        (a, b): _together(known, accord, people[a], people[b])
        for a, b in combinations(range(len(people)), 2)
    }
    apart = {pair: 1 - share.rate for pair, share in pairs.items()}
    xs, ys, kept = _scaled(apart, len(people))
    spots = tuple(Spot(who, x, y) for who, x, y in zip(people, xs, ys, strict=True))
    return Circle(spots, pairs, kept)


def _together(tools: Iterable[Tool], accord: Accord, one: str | None, other: str | None) -> Share:
    """How often two agree: the reader with a persona on everything, two personas on calls."""
    for persona, reader in ((one, other), (other, one)):
        if reader is None and persona is not None:
            found = accord.of(persona)
            return found.both if found else Share(0, 0)
    calls = [
        (mine.call, theirs.call)
        for tool in tools
        if (mine := tool.take_of(one)) is not None
        and (theirs := tool.take_of(other)) is not None
        and mine.call is not None
        and theirs.call is not None
    ]
    return Share(sum(mine is theirs for mine, theirs in calls), len(calls))


def _scaled(
    apart: dict[tuple[int, int], float], many: int
) -> tuple[list[float], list[float], float]:
    """Two coordinates each, and how much of the distances they keep."""
    square = [
        [apart.get((min(a, b), max(a, b)), 0.0) ** 2 for b in range(many)] for a in range(many)
    ]
    rows = [sum(row) / many for row in square]
    whole = sum(rows) / many if many else 0.0
    inner = [
        [(rows[a] + rows[b] - whole - square[a][b]) / 2 for b in range(many)] for a in range(many)
    ]
    total = sum(part * part for row in inner for part in row)
    axes = []
    kept = 0.0
    for _ in range(2):
        value, axis = _longest(inner)
        axes.append([sqrt(max(value, 0.0)) * part for part in axis])
        kept += max(value, 0.0) ** 2
        for a in range(many):
            for b in range(many):
                inner[a][b] -= value * axis[a] * axis[b]
    return axes[0], axes[1], min(kept / total, 1.0) if total > 0 else 0.0


def _longest(matrix: Sequence[Sequence[float]]) -> tuple[float, list[float]]:
    """The largest eigenvalue and its vector, by power iteration (R. von Mises, 1929).

    The matrix is shifted so that the largest is also the longest. The sign is fixed: the first
    part that is not zero is positive.
    """
    many = len(matrix)
    shift = max((sum(map(abs, row)) for row in matrix), default=0.0)
    axis = [1.0 / (place + 1) for place in range(many)]
    for _ in range(ROUNDS):
        axis = [
            shift * axis[a] + sum(part * x for part, x in zip(matrix[a], axis, strict=True))
            for a in range(many)
        ]
        length = sqrt(sum(x * x for x in axis))
        if length < 1e-12:  # noqa: PLR2004 - a rounding error, not a limit
            return 0.0, [0.0] * many
        axis = [x / length for x in axis]
    value = sum(axis[a] * matrix[a][b] * axis[b] for a in range(many) for b in range(many))
    first = next((x for x in axis if abs(x) > 1e-9), 1.0)  # noqa: PLR2004 - as above
    return value, [x if first > 0 else -x for x in axis]
