"""All that a board of votes says of strengths: the best guess, and how far it may be off."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt

from shiptui.ranking.board import Board
from shiptui.ranking.fitting import PRIOR, TOLERANCE, Fit, Start, fit
from shiptui.ranking.islands import islands_of
from shiptui.ranking.spread import Spread, spread
from shiptui.ranking.sweeping import Record, record_of


@dataclass(frozen=True, slots=True)
class Posterior:
    """Strengths as normal around the fit (the Laplace approximation), by tool number."""

    board: Board
    islands: list[list[int]]
    record: Record
    fit: Fit
    spread: Spread
    number: dict[str, int] = field(repr=False)
    size: list[int] = field(repr=False)

    @property
    def start(self) -> Start:
        """A head start for the next fit."""
        strengths = zip(self.board.tools, self.fit.strengths, strict=True)
        return Start(dict(strengths), self.fit.ties)

    def placed(self, slug: str) -> bool:
        """Whether votes gave this tool a strength."""
        tool = self.number.get(slug)
        return tool is not None and tool not in self.fit.adrift

    def strength(self, slug: str) -> float:
        """A tool's strength against its island's mean; 0 where no vote compares it."""
        tool = self.number.get(slug)
        return 0.0 if tool is None else self.fit.strengths[tool]

    def gap(self, left: str, right: str) -> tuple[float, float]:
        """The strength of one tool minus another's, and its standard error. Needs a prior.

        Tools that no votes connect are related by the prior alone, as are tools without votes.
        """
        a, b = self.number.get(left), self.number.get(right)
        mean = self.strength(left) - self.strength(right)
        if a is not None and b is not None:
            elimination = self.spread.eliminations.get(a)
            if elimination is not None and elimination is self.spread.eliminations.get(b):
                return mean, sqrt(elimination.variance({a: 1.0, b: -1.0}))
        return mean, sqrt(self._alone(a) + self._alone(b))

    def column(self, slug: str) -> dict[str, float]:
        """The covariances of a strength, by slug, with all it is known together with, itself first.

        What is not named is independent of it: tools of other islands, and of islands too large.
        """
        tool = self.number.get(slug)
        elimination = None if tool is None else self.spread.eliminations.get(tool)
        if tool is None or elimination is None:
            return {slug: self._alone(tool)}
        return {self.board.tools[other]: value for other, value in elimination.column(tool).items()}

    def _alone(self, tool: int | None) -> float:
        """The variance of a strength on the scale that all islands share: that of the prior."""
        if tool is None:
            return 1 / self.fit.prior
        return self.spread.errors[tool] ** 2 + 1 / (self.fit.prior * self.size[tool])


def learn(
    board: Board,
    *,
    prior: float = PRIOR,
    start: Start | None = None,
    tolerance: float = TOLERANCE,
) -> Posterior:
    """Find the strengths (see `fit`) and their errors (see `spread`).

    `prior=0` is maximum likelihood. Nothing is raised: what was not found is named in the fit.
    """
    islands = islands_of(board)
    record = record_of(board)
    found = fit(board, islands, record, prior=prior, start=start, tolerance=tolerance)
    number = {slug: tool for tool, slug in enumerate(board.tools)}
    size = [0] * len(board.tools)
    for island in islands:
        for tool in island:
            size[tool] = len(island)
    return Posterior(board, islands, record, found, spread(board, islands, found), number, size)
