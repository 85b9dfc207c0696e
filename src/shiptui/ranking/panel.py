"""What a panel's takes say of pairs of tools, put on a board like votes.

A persona compares two tools when it has a take on both. The higher score wins and equal scores tie.
Where a score is unknown the calls speak: a ship beats a skip, two skips are neither, and two ships
say nothing, because a call has two levels and hides which ship is the better one. Calls do not
overrule scores, and no score is made up from a call. A take whose persona is unknown compares
nothing, because nobody knows which other takes are by the same voice.

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
from dataclasses import dataclass

from shiptui.model.catalog import Call, Take, Tool, matchup_id
from shiptui.model.facts import NEITHER, TIE
from shiptui.ranking.board import Board, Outcome, from_outcomes


@dataclass(frozen=True, slots=True)
class Evidence:
    """A panel's comparisons on a board, how many there are, and how many rest on what was inferred.

    `comparisons` counts what was said, `board.votes` what it weighs.
    """

    board: Board
    comparisons: int
    inferred: int


def pick_of(left: Tool, right: Tool, persona: str) -> str | None:
    """How a persona would vote on a matchup: a slug, tie, neither, or None where it is unknown."""
    a, b = left.take_of(persona), right.take_of(persona)
    if a is None or b is None:
        return None
    if a.score is not None and b.score is not None:
        if a.score == b.score:
            return TIE
        return left.slug if a.score > b.score else right.slug
    if a.call is None or b.call is None:
        return None
    if a.call is not b.call:
        return left.slug if a.call is Call.SHIP else right.slug
    return NEITHER if a.call is Call.SKIP else None


def personas_of(tools: Iterable[Tool]) -> tuple[str, ...]:
    """Everybody with a take on one of these tools, A to Z."""
    return tuple(sorted({take.persona for tool in tools for take in tool.takes if take.persona}))


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
