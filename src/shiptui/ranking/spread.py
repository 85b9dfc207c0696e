"""How far a strength may be off: variances from the information that the votes hold.

The information matrix is the Hessian of the negative log-likelihood, which for this model is the
same observed or expected (Davidson 1970): a vote adds its `information` about the gap of two tools
to their two diagonal entries and takes it off between them; the prior adds its precision to every
diagonal entry. The tie parameter is held at its estimate: by symmetry it hardly correlates with the
gaps. The inverse of the matrix holds the variances (the Laplace approximation).

Strengths are told against their island's mean, and the mean itself is known from the prior alone,
so its variance, 1 / (tools x prior), is taken off.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, sqrt

from shiptui.model.frozen import dataclass
from shiptui.ranking.board import Board
from shiptui.ranking.davidson import information
from shiptui.ranking.elimination import Elimination, Links, eliminate
from shiptui.ranking.fitting import Fit

BUDGET = 2_000_000
"""Multiplications worth spending on the exact variances of one island: some 180 tools that were all
compared with each other, or many thousands with few opponents each."""

ROWS = 300_000
"""Beyond so many different answers no links are laid out, for the sake of memory."""

RIDGE = 1e-6
"""Stands in for the prior where there is none, in parts of the mean information of a tool."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard errors by tool number, and the numbers of the tools whose error is exact.

    `eliminations` holds the factors of the exact islands by the number of any of their tools.
    """

    errors: list[float]
    eliminations: dict[int, Elimination]

    def exact(self, tool: int) -> bool:
        """Whether the error comes from the whole matrix and not from its diagonal."""
        return tool in self.eliminations


def spread(board: Board, islands: list[list[int]], fit: Fit) -> Spread:
    """Work out the standard error of every strength.

    Exact by elimination where that is affordable. Elsewhere from the diagonal: the variance of a
    tool is told as if its opponents might move but theirs might not where the links are laid out,
    and as if nobody else might where they are not. With d opponents drawn at random that is too
    little by a part of about 1/d^2 and 1/d; where votes stay among neighbours it is more.
    """
    if len(board.wins) + len(board.ties) > ROWS:
        return Spread([sqrt(1 / value) for value in _diagonal(board, fit)], {})
    links = _links(board, fit)
    errors = [0.0] * len(board.tools)
    eliminations: dict[int, Elimination] = {}
    for island in islands:
        own = {tool: links[tool] for tool in island}
        total = sum(sum(row.values()) for row in own.values())
        ridge = max(fit.prior, RIDGE * total / len(island)) or 1.0
        found = eliminate(own, ridge, BUDGET)
        if found is None:
            variances = _by_neighbours(own, ridge)
        else:
            shared = 1 / (ridge * len(island))
            variances = {tool: value - shared for tool, value in found.variances().items()}
            eliminations.update(dict.fromkeys(island, found))
        for tool, value in variances.items():
            errors[tool] = sqrt(max(value, 0.0))
    return Spread(errors, eliminations)


def _diagonal(board: Board, fit: Fit) -> list[float]:
    """The diagonal alone. `davidson.information` is drawn out: every answer passes here."""
    diagonal = [fit.prior] * len(board.tools)
    roots = [exp(strength / 2) for strength in fit.strengths]
    ties, quarter = fit.ties, fit.ties / 4
    for answers in _answers(board):
        for i, j, times in answers:
            width = roots[i] / roots[j]
            width += 1.0 / width
            whole = width + ties
            weight = times * (1.0 + quarter * width) / (whole * whole)
            diagonal[i] += weight
            diagonal[j] += weight
    return diagonal


def _answers(board: Board) -> tuple[Iterator[tuple[int, int, float]], ...]:
    wins = zip(board.winners, board.losers, board.wins, strict=True)
    return wins, zip(board.firsts, board.seconds, board.ties, strict=True)


def _links(board: Board, fit: Fit) -> Links:
    links: Links = {tool: {} for tool in range(len(board.tools))}
    for answers in _answers(board):
        for i, j, times in answers:
            weight = times * information(fit.strengths[i] - fit.strengths[j], fit.ties)
            links[i][j] = links[j][i] = links[i].get(j, 0.0) + weight
    return links


def _by_neighbours(links: Links, ridge: float) -> dict[int, float]:
    """The variance of each tool when its opponents may move too, but theirs may not."""
    diagonal = {tool: ridge + sum(row.values()) for tool, row in links.items()}
    return {
        tool: 1 / (diagonal[tool] - sum(w * w / diagonal[other] for other, w in row.items()))
        for tool, row in links.items()
    }
