"""What the reader says in words: takes and entries of one's own, and claims that come due."""

from __future__ import annotations

from enum import StrEnum

from shiptui.model.catalog import ME
from shiptui.model.frozen import dataclass

OWN_FEED = "urn:shiptui:own"
"""The feed of the reader's own entries."""


class Outcome(StrEnum):
    """How a claim was settled. Void: it can no longer be told, and counts for nothing."""

    TRUE = "true"
    FALSE = "false"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says will have come true of a tool by a day.

    `who` is a persona's slug, or ME. `chance` (0 to 100) is what was said of it, None where the
    claim was made without one; it is never made up. `due` and `settled` are ISO dates; `outcome`
    is None until it is settled.
    """

    id: str
    tool: str
    words: str
    due: str
    who: str = ME
    chance: int | None = None
    outcome: Outcome | None = None
    settled: str | None = None

    def is_due(self, today: str) -> bool:
        """Whether it waits to be settled on an ISO date."""
        return self.outcome is None and self.due <= today


def by_due(claims: list[Claim]) -> list[Claim]:
    """What is open first, the oldest due first; then what is settled, the newest first."""
    still = sorted((each for each in claims if each.outcome is None), key=lambda c: (c.due, c.id))
    done = sorted((each for each in claims if each.outcome is not None), key=lambda c: c.id)
    return [*still, *sorted(done, key=lambda c: c.settled or "", reverse=True)]
