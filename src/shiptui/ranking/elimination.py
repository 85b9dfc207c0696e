"""Exact variances from a sparse information matrix.

Votes connect few pairs of tools, so the information matrix is mostly empty, and it stays so when
tools are eliminated in a good order: the one with the fewest links first (minimum degree, H. M.
Markowitz, Management Science 3, 1957; W. F. Tinney and J. W. Walker, Proceedings of the IEEE 55,
1967). The diagonal of the inverse then follows backwards from the eliminated rows alone (K.
Takahashi, J. Fagan and M.-S. Chen, 1973; A. M. Erisman and W. F. Tinney, CACM 18, 1975).
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heapify, heappop, heappush

from shiptui.model.frozen import dataclass

Links = dict[int, dict[int, float]]
"""For each tool, the information that votes give about its gap to each other tool."""


@dataclass(frozen=True, slots=True)
class Elimination:
    """The matrix in factors: for each tool in order, its pivot and its shares in later tools."""

    steps: tuple[tuple[int, float, dict[int, float]], ...]

    def variances(self) -> dict[int, float]:
        """The diagonal of the inverse, by tool."""
        inverse: Links = {}
        for tool, pivot, shares in reversed(self.steps):
            later = [(share, inverse[middle]) for middle, share in shares.items()]
            row = {other: sum([share * known[other] for share, known in later]) for other in shares}
            for other, value in row.items():
                inverse[other][tool] = value
            row[tool] = 1 / pivot + sum(share * row[other] for other, share in shares.items())
            inverse[tool] = row
        return {tool: row[tool] for tool, row in inverse.items()}

    def variance(self, contrast: Mapping[int, float]) -> float:
        """The variance of a weighted sum of strengths; the tools not named weigh nothing."""
        rest = dict(contrast)
        total = 0.0
        for tool, pivot, shares in self.steps:
            if not rest:
                break
            weight = rest.pop(tool, 0.0)
            if weight:
                total += weight * weight / pivot
                for other, share in shares.items():
                    rest[other] = rest.get(other, 0.0) + share * weight
        return total

    def column(self, tool: int) -> dict[int, float]:
        """One column of the inverse: the covariances of a strength with those of its island."""
        rest, found = {tool: 1.0}, dict[int, float]()
        for other, _, shares in self.steps:
            if weight := rest.get(other, 0.0):
                for third, share in shares.items():
                    rest[third] = rest.get(third, 0.0) + share * weight
        for other, pivot, shares in reversed(self.steps):
            later = sum(share * found[third] for third, share in shares.items())
            found[other] = rest.get(other, 0.0) / pivot + later
        return found


def eliminate(links: Links, ridge: float, budget: int) -> Elimination | None:
    """Factor the matrix whose off-diagonal is minus the links and whose rows sum to `ridge`.

    None where it would take more than about `budget` multiplications.
    """
    rows = {tool: dict(row) for tool, row in links.items()}
    diagonal = {tool: ridge + sum(row.values()) for tool, row in rows.items()}
    waiting = [(len(row), tool) for tool, row in rows.items()]
    heapify(waiting)
    steps: list[tuple[int, float, dict[int, float]]] = []
    while waiting:
        degree, tool = heappop(waiting)
        if tool not in rows or len(rows[tool]) != degree:
            continue
        budget -= degree * degree
        if budget < 0:
            return None
        row, pivot = rows.pop(tool), diagonal[tool]
        shares = {other: value / pivot for other, value in row.items()}
        for other, share in shares.items():
            linked = rows[other]
            del linked[tool]
            diagonal[other] -= share * row[other]
            known = linked.get
            for third, value in row.items():
                linked[third] = known(third, 0.0) + share * value
            del linked[other]
            heappush(waiting, (len(linked), other))
        steps.append((tool, pivot, shares))
    return Elimination(tuple(steps))
