"""The reader among the personas: every agreement, the twin, and the panels as they weigh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shiptui.model.catalog import Call, Persona, Tool
from shiptui.model.facts import Matchup, MatchupRow, Vote
from shiptui.model.frozen import dataclass
from shiptui.ranking.agreement import ENOUGH, Agreement, Weighed, agreements, twin, weighed
from shiptui.ranking.share import Share
from shiptui.ranking.voices import sound_votes

PANELS_MISSING = (
    f"No panel is weighed for you yet: that takes {ENOUGH} judgements in common with a persona."
)


@dataclass(frozen=True, slots=True)
class Accord:
    """The agreements, closest first, and the panels as they weigh for the reader.

    Personas that the reader has nothing in common with are among them, with nothing counted.
    """

    found: tuple[Agreement, ...]
    panels: tuple[tuple[Tool, Weighed], ...]
    names: Mapping[str, str]

    @property
    def twin(self) -> Agreement | None:
        """The persona that agrees most beyond chance."""
        return twin(self.found)

    @property
    def no_twin(self) -> str | None:
        """Why there is no twin, in a sentence."""
        if self.twin:
            return None
        most = max(self.found, key=lambda one: one.both.n, default=None)
        if most is None or not most.both.n:
            return "No twin yet: vote on tools and matchups that personas have reviewed."
        if most.both.n < ENOUGH:
            return (
                f"No twin yet: with {self.name(most)} you have {most.both.n} of the {ENOUGH}"
                " judgements that it takes."
            )
        return "No twin: with nobody do you agree more than chance allows, for sure."

    def name(self, one: Agreement) -> str:
        """The persona's name; a slug without a record speaks for itself."""
        return self.names.get(one.persona, one.persona)

    def of(self, persona: str) -> Agreement | None:
        """The agreement with one persona."""
        return next((one for one in self.found if one.persona == persona), None)


def accord_of(
    tools: Iterable[Tool],
    calls: Iterable[tuple[str, Call]],
    rows: Iterable[MatchupRow],
    personas: Iterable[Persona],
) -> Accord:
    """Hold the reader's calls on tools (by slug) and votes on matchups against all takes."""
    by_slug = {tool.slug: tool for tool in tools}
    judged = [(by_slug[slug], call) for slug, call in calls if slug in by_slug]
    found = agreements(judged, [_matchup(row, by_slug) for row in sound_votes(rows)])
    heard = {one.persona for one in found}
    names = {persona.slug: persona.name for persona in personas}
    nothing = Share(0, 0)
    silent = (Agreement(each, nothing, nothing, 0.0, 0) for each in names if each not in heard)
    return Accord((*found, *silent), panels_for(by_slug.values(), found), names)


def _matchup(row: MatchupRow, tools: Mapping[str, Tool]) -> Matchup:
    """Both tools; one that has left the catalog is bare, and has no takes to agree with."""
    left = tools.get(row.left) or Tool(row.left, row.left_name)
    right = tools.get(row.right) or Tool(row.right, row.right_name)
    return Matchup(row.id, left, right, vote=Vote(row.pick, 0) if row.pick else None)


def panels_for(
    tools: Iterable[Tool], found: Iterable[Agreement]
) -> tuple[tuple[Tool, Weighed], ...]:
    """The panels with a voice that the reader was held against often enough.

    Those that weigh most unlike their plain share come first.
    """
    found = tuple(found)
    tested = {one.persona for one in found if one.both.n >= ENOUGH}
    panels = [
        (tool, weighed(tool, found))
        for tool in tools
        if any(take.call is not None and take.persona in tested for take in tool.takes)
    ]
    known = [panel for panel in panels if panel[1].mine is not None]
    return tuple(sorted(known, key=lambda panel: (-round(panel[1].shift, 6), panel[0].slug)))
