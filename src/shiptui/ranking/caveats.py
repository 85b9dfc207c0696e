"""What votes do not say yet: the sentences that keep a ranking from claiming more than its n."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, log

from shiptui.ranking.next_pair import Top
from shiptui.ranking.standings import USABLE, Standings

FEW = 3
"""Below so many votes there is nothing but the votes themselves to tell."""

USABLE_HALF = log((0.5 + USABLE) / (0.5 - USABLE))
"""The half interval, as a natural logarithm, at which a place becomes usable."""


def caveats(found: Standings) -> tuple[str, ...]:
    """What is missing, most pressing first; empty where there is nothing to warn of.

    Each is one sentence for the reader. They speak of votes, whoever cast them.
    """
    said = [few_words(found), _scattered(found), _refused(found), _more(found), _unplaced(found)]
    return tuple(sentence for sentence in said if sentence)


def few_words(found: Standings) -> str | None:
    """That there are hardly any votes; what matters comes first, for narrow windows cut it."""
    if not found.votes and not found.neithers:
        return "No votes yet, so nothing is ranked: vote on a matchup to begin."
    if not found.votes:
        return "Every vote so far is neither, which ranks nothing: pick a tool or a tie."
    if found.votes <= 1:
        return "One vote may be chance, and says nothing of any other tool."
    if found.votes < FEW:
        return "Two votes may be chance: what follows is a first hint."
    return None


def _scattered(found: Standings) -> str | None:
    many = len(found.islands)
    if many < 2:  # noqa: PLR2004 - one island is not scattered
        return None
    return (
        f"The votes fall into {many} groups of tools that were never compared with each other, so "
        "places hold within a group only: vote on a matchup across two of them."
    )


def _refused(found: Standings) -> str | None:
    return next((island.refusal for island in found.islands if island.refusal), None)


def _more(found: Standings) -> str | None:
    """How many votes are missing: the square of an error falls as the votes rise."""
    need = 0.0
    for island in found.islands:
        if island.reach is not None:
            need += island.votes * max((island.reach / USABLE_HALF) ** 2 - 1, 0.0)
    if not need:
        return None
    step = 10 ** (len(str(ceil(need))) - 1)
    about = ceil(need / step) * step
    return f"Most places are preliminary: roughly {about} more votes would make them usable."


def _unplaced(found: Standings) -> str | None:
    if not found.unplaced or not found.votes:
        return None
    many = len(found.unplaced)
    who = "One tool was" if many == 1 else f"{many} tools were"
    return f"{who} answered with neither alone, which gives no place."


def settled_words(first: Top, names: Mapping[str, str]) -> str | None:
    """That more votes would hardly change the top, among the tools that were compared."""
    if not first.settled:
        return None
    return (
        f"{names[first.leader or '']} leads the {first.rivals + 1} tools that you have compared,"
        f" and is wrong there with a chance of at most {100 * first.doubt:.1f} %: more votes among"
        " them would hardly change that."
    )
