"""One sweep through the votes: how far every strength, and the tie parameter, wants to move."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log, sqrt

from shiptui.model.frozen import dataclass
from shiptui.ranking.board import Board

Vector = list[float]


@dataclass(frozen=True, slots=True)
class Record:
    """What each tool did, by tool number: times won, lost and tied."""

    won: Vector
    lost: Vector
    tied: Vector


def record_of(board: Board) -> Record:
    """Count the wins, losses and ties of each tool."""
    won, lost, tied = ([0.0] * len(board.tools) for _ in range(3))
    for i, j, times in zip(board.winners, board.losers, board.wins, strict=True):
        won[i] += times
        lost[j] += times
    for i, j, times in zip(board.firsts, board.seconds, board.ties, strict=True):
        tied[i] += times
        tied[j] += times
    return Record(won, lost, tied)


class Sweeper:
    """Goes through the votes of a board. A point is all strengths and then log(tie parameter).

    The last value is 0 and stays so where there are no ties. Tools in `still` do not move.
    """

    def __init__(
        self, board: Board, islands: list[list[int]], prior: float, still: frozenset[int]
    ) -> None:
        self._board = board
        self._prior = prior
        self._still = still
        self._sizes = list(map(len, islands))
        self._island = [0] * len(board.tools)
        for number, island in enumerate(islands):
            for tool in island:
                self._island[tool] = number
        self._decided = board.decided
        self._even = board.even

    def begin(self, record: Record, known: Mapping[str, float], ties: float) -> Vector:
        """A first point: what is known from before, else the odds of a tool's own score.

        Half a win and half a loss are added to those odds (J. B. S. Haldane, 1955; F. J. Anscombe,
        1956), so that they are finite.
        """
        point = []
        for tool, slug in enumerate(self._board.tools):
            half = (record.tied[tool] + 1) / 2
            guess = log((record.won[tool] + half) / (record.lost[tool] + half))
            point.append(0.0 if tool in self._still else known.get(slug, guess))
        if self._even and not ties:
            ties = 2 * (self._even + 0.5) / (self._decided + 0.5)
        return self.centred([*point, log(ties) if self._even else 0.0])

    def centred(self, point: Vector) -> Vector:
        """The point with the strengths of each island around a mean of zero."""
        sums = [0.0] * len(self._sizes)
        for number, strength in zip(self._island, point, strict=False):
            sums[number] += strength
        means = [total / size for total, size in zip(sums, self._sizes, strict=True)]
        moved = [s - means[number] for number, s in zip(self._island, point, strict=False)]
        return [*moved, point[-1]]

    def sweep(self, point: Vector) -> tuple[Vector, Vector]:
        """The step of Newman's iteration, and its size in standard errors, value by value.

        A, what a tool won against expectation, is about its Fisher information, so that the square
        root of A turns a step into standard errors.
        """
        above, below, even = self._surprises(point)
        step = [log(a / b) if a > 0 < b else 0.0 for a, b in zip(above, below, strict=True)]
        for tool in self._still:
            step[tool] = 0.0
        step = self.centred([*step, 0.0])
        unrest = [abs(f) * sqrt(a) for f, a in zip(step, above, strict=False)]
        if self._even:
            share = self._decided / (self._decided + self._even)
            step[-1] = log(even) / max(share, 0.1)
            unrest.append(abs(step[-1]))
        return step, unrest

    def _surprises(self, point: Vector) -> tuple[Vector, Vector, float]:
        """A and B of every tool, and observed ties by expected ones. The hot loop of a fit."""
        board, prior = self._board, self._prior
        ties = exp(point[-1]) if self._even else 0.0
        half = ties / 2
        roots = [exp(strength / 2) for strength in point]
        inverse = [1.0 / root for root in roots]
        above = [prior * (1.0 + max(-strength, 0.0)) for strength in point[:-1]]
        below = [prior * (1.0 + max(strength, 0.0)) for strength in point[:-1]]
        level = 0.0
        for i, j, times in zip(board.winners, board.losers, board.wins, strict=True):
            x = roots[j] * inverse[i]
            y = times * x / (1.0 + x * (ties + x))
            surprise = y * (x + half)
            above[i] += surprise
            below[j] += surprise
            level += y
        for i, j, times in zip(board.firsts, board.seconds, board.ties, strict=True):
            x = roots[j] * inverse[i]
            y = times * x / (1.0 + x * (ties + x))
            surprise = y * (x + half) / 2
            above[i] += surprise
            below[j] += surprise
            surprise = times / 2 - surprise
            above[j] += surprise
            below[i] += surprise
            level += y
        expected = ties * level + 2 * prior * ties / (2 + ties)
        return above, below, (self._even + prior) / expected if expected else 1.0
