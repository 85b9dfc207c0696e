"""How a persona would vote on a matchup, as its takes on the two tools say.

A persona compares two tools when it has a take on both. The higher score wins and equal scores tie.
Where a score is unknown the calls speak: a ship beats a skip, two skips are neither, and two ships
say nothing, because a call has two levels and hides which ship is the better one. Calls do not
overrule scores, and no score is made up from a call.

The first frame draws the minority report, which needs these rules and no others of this floor.
"""

from __future__ import annotations

from collections.abc import Iterable

from shiptui.model.catalog import Call, Tool
from shiptui.model.facts import NEITHER, TIE


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
