"""Claims in words: when they are due, how they were settled, what they add up to."""

from __future__ import annotations

from shiptui.model.own import Claim


def state_words(claim: Claim, today: str) -> str:
    """Whether a claim waits, is due (on an ISO date) or was settled."""
    if claim.outcome is not None:
        return str(claim.outcome)
    return "due" if claim.is_due(today) else "open"


def chance_words(claim: Claim) -> str:
    """The chance that was given."""
    return "no chance given" if claim.chance is None else f"{claim.chance} %"
