"""What a persona's takes add up to: how often it ships, on what, and where it stands alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from shiptui.model.catalog import Call, Persona, Take, Tool
from shiptui.model.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A tool on which a persona stood apart from the rest of the panel.

    `points` is its score minus the mean of the other scores, None where scores are missing;
    `alone` is true when no other known call agrees with its own.
    """

    tool: Tool
    take: Take
    points: float | None
    alone: bool


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """Counts over all takes of one persona. `sections` holds (section, ships, skips, unknown)."""

    persona: Persona
    ships: int
    skips: int
    unknown: int
    scores: tuple[int, ...]
    inferred: int
    sections: tuple[tuple[str, int, int, int], ...]
    disagreements: tuple[Disagreement, ...]

    @property
    def takes(self) -> int:
        """How many takes there are."""
        return self.ships + self.skips + self.unknown

    @property
    def ship_pct(self) -> int | None:
        """Ships among the known calls, in percent; None without any."""
        called = self.ships + self.skips
        return (200 * self.ships + called) // (2 * called) if called else None


def track_record(persona: Persona, tools: Iterable[Tool]) -> TrackRecord:
    """Add up the takes of one persona on the tools given."""
    reviewed = [(tool, take) for tool in tools if (take := tool.take_of(persona.slug)) is not None]
    calls = Counter(take.call for _, take in reviewed)
    sections: dict[str, Counter[Call | None]] = {}
    for tool, take in reviewed:
        sections.setdefault(tool.section or "no category", Counter())[take.call] += 1
    apart = [found for tool, take in reviewed if (found := _disagreement(tool, take)) is not None]
    return TrackRecord(
        persona,
        calls[Call.SHIP],
        calls[Call.SKIP],
        calls[None],
        tuple(take.score for _, take in reviewed if take.score is not None),
        sum(take.call_inferred for _, take in reviewed),
        tuple(
            (name, each[Call.SHIP], each[Call.SKIP], each[None])
            for name, each in sorted(sections.items(), key=lambda item: -item[1].total())
        ),
        tuple(sorted(apart, key=lambda each: (not each.alone, -abs(each.points or 0)))),
    )


def _disagreement(tool: Tool, take: Take) -> Disagreement | None:
    """Compare a take with the others on the same tool; None where it agrees or stands by itself."""
    others = [each for each in tool.takes if each is not take]
    calls = [each.call for each in others if each.call is not None]
    alone = take.call is not None and bool(calls) and take.call not in calls
    scores = [each.score for each in others if each.score is not None]
    points = take.score - sum(scores) / len(scores) if take.score is not None and scores else None
    if not alone and not points:
        return None
    return Disagreement(tool, take, points, alone)
