"""Intervals by trying other votes: a check on the ones from the information matrix.

B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13: draw as many
votes as there are, with replacement, rank again, and take the middle 95 % of what each tool gets.
It knows nothing of the model's curvature, so it shows where the normal approximation fails; with
few votes it is the rougher of the two, because a tool may go unseen in a draw.
"""

from __future__ import annotations

from random import Random

from shiptui.model.frozen import dataclass, replace
from shiptui.ranking.board import Board
from shiptui.ranking.fitting import PRIOR, Start, fit
from shiptui.ranking.islands import islands_of
from shiptui.ranking.sweeping import record_of

ROUNDS = 200
"""Draws for intervals of two digits, as the book advises 50 to 200 for standard errors."""


@dataclass(frozen=True, slots=True)
class Band:
    """The middle 95 % of the strengths that one tool got, and how many draws gave it one."""

    low: float
    high: float
    draws: int


def bootstrap(
    board: Board, start: Start, *, seed: int, rounds: int = ROUNDS, prior: float = PRIOR
) -> dict[str, Band]:
    """The band of every tool by slug. The same seed gives the same bands.

    The islands stay those of all votes, so that a draw that misses a vote compares the same tools.
    """
    random = Random(seed)  # noqa: S311 - draws votes, guards nothing
    islands = islands_of(board)
    seen: list[list[float]] = [[] for _ in board.tools]
    for _ in range(rounds if board.votes else 0):
        drawn = _drawn(board, random)
        found = fit(drawn, islands, record_of(drawn), prior=prior, start=start)
        for tool, strength in enumerate(found.strengths):
            if tool not in found.adrift:
                seen[tool].append(strength)
    return {
        slug: Band(_quantile(values, 0.025), _quantile(values, 0.975), len(values))
        for slug, values in zip(board.tools, map(sorted, seen), strict=True)
        if values
    }


def _drawn(board: Board, random: Random) -> Board:
    """As many votes as there are, drawn with replacement."""
    answers = range(len(board.wins) + len(board.ties))
    weights = [*board.wins, *board.ties]
    times = [0.0] * len(weights)
    for answer in random.choices(answers, weights, k=round(board.votes)):
        times[answer] += 1
    return replace(board, wins=times[: len(board.wins)], ties=times[len(board.wins) :])


def _quantile(values: list[float], part: float) -> float:
    """Linear between the two nearest (R. J. Hyndman and Y. Fan, 1996, definition 7)."""
    place = part * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])
