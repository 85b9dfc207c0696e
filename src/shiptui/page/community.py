"""How other readers voted, in words: the split with its date, or why there is none."""

from __future__ import annotations

from shiptui import TYPE_CHECKING
from shiptui.page.veil import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shiptui.model.catalog import Tool
    from shiptui.model.facts import Matchup
    from shiptui.model.feeds import Tally

UNKNOWN = "unknown, this feed reports none"
PEEK = f"{HIDDEN} (v peeks)"


def matchup_words(matchup: Matchup, tools: Sequence[Tool]) -> str:
    """The split of a matchup; `tools` stand as on the screen."""
    if matchup.crowd_hidden:
        return PEEK
    tally = matchup.community
    if tally is None or tally.counts is None:
        return _untold(tally)
    a, b, tie, neither = tally.counts
    by_slug = {matchup.left.slug: a, matchup.right.slug: b}
    names = [(tool.name, by_slug[tool.slug]) for tool in tools]
    return _split([*names, ("tie", tie), ("neither", neither)], tally)


def tool_words(tally: Tally | None) -> str:
    """How readers would decide on one tool."""
    if tally is None or tally.counts is None:
        return _untold(tally)
    ship, skip = tally.counts
    return _split([("ship", ship), ("skip", skip)], tally)


def _split(parts: Sequence[tuple[str, int]], tally: Tally) -> str:
    votes = sum(count for _, count in parts)
    told = ", ".join(f"{name} {(200 * n + votes) // (2 * votes)} %" for name, n in parts if n)
    return f"{told} of {votes:,} {'vote' if votes == 1 else 'votes'}, {_when(tally)}"


def _untold(tally: Tally | None) -> str:
    if tally is None:
        return UNKNOWN
    if tally.n_min <= 1:
        return f"no votes yet, {_when(tally)}"
    return f"not told: fewer than {tally.n_min} votes, {_when(tally)}"


def _when(tally: Tally) -> str:
    return f"counted {tally.as_of[:10]} by {tally.feed}"
