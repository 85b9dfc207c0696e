"""Places for tools, with how sure they are, from a board of votes."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from statistics import median

from shiptui.model.frozen import dataclass
from shiptui.ranking.davidson import chance
from shiptui.ranking.fitting import Fit, Start
from shiptui.ranking.posterior import Posterior
from shiptui.ranking.share import Z95

USABLE, ESTABLISHED = 0.2, 0.1
"""How far off a chance of one half may be for a label: 20 and 10 percentage points."""


class Label(StrEnum):
    """How far a place can be trusted, told by how well its chance is known.

    The chance is that of being picked over an average other tool, where it is one half.
    Established: known to within 10 percentage points (some 100 votes on the tool); usable: to
    within 20 (some 25 votes); preliminary: less well. The limits are shiptui's own, from no paper.
    """

    PRELIMINARY = "preliminary"
    USABLE = "usable"
    ESTABLISHED = "established"


@dataclass(frozen=True, slots=True)
class Standing:
    """A tool's place on its island.

    `strength`, `low` and `high` (95 %) are natural logarithms against the island's mean; `chance`
    turns each into the chance to be picked over an average tool. `rank` is 1 plus the number of
    tools whose whole interval lies above this one's, so tools that cannot be told apart from the
    best share rank 1, and so on (the rank of W.-L. Chiang et al., "Chatbot Arena", ICML 2024).
    `neither` counts set-aside answers; `exact` says whether the interval is (see `spread`).
    """

    tool: str
    rank: int
    strength: float
    low: float
    high: float
    wins: float
    losses: float
    ties: float
    neither: float
    label: Label
    exact: bool


@dataclass(frozen=True, slots=True)
class Island:
    """Tools that votes connect, best first. Strengths of two islands cannot be compared.

    Where no strengths were found, `standings` is empty and `refusal` says why in a sentence.
    """

    tools: tuple[str, ...]
    standings: tuple[Standing, ...]
    votes: float
    refusal: str | None

    @property
    def reach(self) -> float | None:
        """How far half of its intervals reach to either side at most, against the other tools."""
        halves = [(one.high - one.low) / 2 for one in self.standings]
        return against_others(median(halves), len(halves)) if halves else None

    @property
    def scale(self) -> tuple[float, float]:
        """Ends that hold all intervals, even on both sides of the mean: it stands in the middle."""
        most = max((max(-one.low, one.high) for one in self.standings), default=0.0)
        return -most, most

    @property
    def label(self) -> Label:
        """What at least half of its places deserve; preliminary where there are none."""
        return Label.PRELIMINARY if self.reach is None else label_of(self.reach)


@dataclass(frozen=True, slots=True)
class Standings:
    """All islands, largest first, the tools answered with neither alone, and what was counted.

    `votes` are the answers that compare two tools, `neithers` those set aside. `start` lets the
    next fit begin where this one ended. `sweeps` is how often the votes were gone through.
    """

    islands: tuple[Island, ...]
    unplaced: tuple[str, ...]
    votes: float
    neithers: float
    start: Start
    sweeps: int


def against_others(value: float, tools: int) -> float:
    """A strength, or its error, against the mean of the other tools, not of all.

    The tool itself is one of its island's `tools`, which on a small island hides half of the truth.
    """
    return value * tools / (tools - 1)


def label_of(half: float) -> Label:
    """The label of an interval that reaches `half` to either side, as a natural logarithm."""
    points = chance(half) - 0.5
    if points > USABLE:
        return Label.PRELIMINARY
    return Label.USABLE if points > ESTABLISHED else Label.ESTABLISHED


def standings(posterior: Posterior) -> Standings:
    """The places that a posterior gives. Nothing is raised: what cannot be ranked says so."""
    board = posterior.board
    return Standings(
        tuple(_island(posterior, island) for island in posterior.islands),
        board.unplaced,
        board.votes,
        board.neithers,
        posterior.start,
        posterior.fit.sweeps,
    )


def _island(posterior: Posterior, island: list[int]) -> Island:
    board, record, found = posterior.board, posterior.record, posterior.fit
    slugs = tuple(sorted(board.tools[tool] for tool in island))
    votes = sum(record.won[tool] + record.tied[tool] / 2 for tool in island)
    refusal = _refusal(island, found)
    if refusal:
        return Island(slugs, (), votes, refusal)
    reach = {tool: Z95 * posterior.spread.errors[tool] for tool in island}
    lows = sorted(found.strengths[tool] - reach[tool] for tool in island)
    placed = [
        Standing(
            tool=board.tools[tool],
            rank=1 + len(lows) - bisect_right(lows, found.strengths[tool] + reach[tool]),
            strength=found.strengths[tool],
            low=found.strengths[tool] - reach[tool],
            high=found.strengths[tool] + reach[tool],
            wins=record.won[tool],
            losses=record.lost[tool],
            ties=record.tied[tool],
            neither=board.neither.get(board.tools[tool], 0.0),
            label=label_of(against_others(reach[tool], len(island))),
            exact=posterior.spread.exact(tool),
        )
        for tool in island
    ]
    # Rounded, so that equal strengths stand from A to Z whatever the last digits say.
    placed.sort(key=lambda one: (-round(one.strength, 9), one.tool))
    return Island(slugs, tuple(placed), votes, None)


def _refusal(island: list[int], found: Fit) -> str | None:
    if not found.endless.isdisjoint(island):
        return (
            "Some of these tools never beat the others, or never lost to them, so without a prior "
            "they get no place."
        )
    if not found.adrift.isdisjoint(island):
        return (
            f"After {found.sweeps} passes through the votes the strengths still moved, so these "
            "tools get no place."
        )
    return None
