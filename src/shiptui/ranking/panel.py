"""What a panel's takes say of pairs of tools, put on a board like votes.

`picks.py` says how a persona picks. A take whose persona is unknown compares nothing, because
nobody knows which other takes are by the same voice.

A take is one opinion, however many matchups show it. So a persona's comparison of i and j weighs

    1 / max(d_i, d_j)

where d is the number of comparisons in which that persona's take on the tool is used. No take then
weighs more than one vote in all, and intervals are not made narrow by counting it over and over.
The weight is shiptui's own rule, from no paper; intervals are about right only as far as takes on
different tools are independent of each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from shiptui.model.catalog import Take, Tool, matchup_id
from shiptui.model.facts import NEITHER
from shiptui.model.frozen import dataclass
from shiptui.ranking.board import Board, Outcome, from_outcomes
from shiptui.ranking.picks import personas_of, pick_of


@dataclass(frozen=True, slots=True)
class Evidence:
    """A panel's comparisons on a board, how many there are, and how many rest on what was inferred.

    `comparisons` counts what was said, `board.votes` what it weighs.
    """

    board: Board
    comparisons: int
    inferred: int


def from_panel(matchups: Iterable[tuple[Tool, Tool]]) -> Evidence:
    """Put the comparisons of all personas on a board, with their weights.

    Any pairs will do, listed or not; all pairs of a catalog connect the most. A pair counts once.
    """
    pairs = {matchup_id(left.slug, right.slug): (left, right) for left, right in matchups}
    outcomes: list[Outcome] = []
    inferred = 0
    for persona in personas_of(tool for pair in pairs.values() for tool in pair):
        picks = [
            (left, right, pick)
            for left, right in pairs.values()
            if (pick := pick_of(left, right, persona)) is not None
        ]
        uses = Counter(
            tool.slug for left, right, pick in picks if pick != NEITHER for tool in (left, right)
        )
        for left, right, pick in picks:
            inferred += any(_inferred(tool.take_of(persona)) for tool in (left, right))
            weight = 1 / max(uses[left.slug], uses[right.slug], 1)
            outcomes.append((left.slug, right.slug, pick, weight if pick != NEITHER else 1))
    return Evidence(from_outcomes(outcomes), len(outcomes), inferred)


def _inferred(take: Take | None) -> bool:
    return take is not None and (take.persona_inferred or take.call_inferred)
