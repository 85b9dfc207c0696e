"""What a decision record holds, before it is words on paper."""

from __future__ import annotations

from dataclasses import dataclass

from shiptui.export.evidence import evidence_of, hash_of
from shiptui.export.words import UNKNOWN
from shiptui.model.catalog import Persona, Tool
from shiptui.model.facts import NEITHER, TIE, Matchup


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A choice between two tools with the evidence of its day.

    Dates are ISO dates; an empty text or None says that something is unknown. `matchup` carries the
    vote and both tools with their takes. `takes` are those quoted as pros and cons, as (tool slug,
    persona slug); None quotes all. `supersedes` is the path of an older record, as seen from the
    new one.
    """

    matchup: Matchup
    personas: tuple[Persona, ...]
    date: str
    reason: str = ""
    context: str = ""
    drivers: tuple[str, ...] = ()
    takes: tuple[tuple[str, str | None], ...] | None = None
    community: str | None = None
    exit_cost: str | None = None
    revisit: str | None = None
    makers: tuple[str, ...] = ()
    supersedes: str | None = None

    @property
    def pick(self) -> str | None:
        """What was voted for: a slug, `tie`, `neither`, or None without a vote."""
        return self.matchup.vote.pick if self.matchup.vote else None

    @property
    def chosen(self) -> Tool | None:
        """The tool that was voted for, None where it is not one of the two."""
        sides = (self.matchup.left, self.matchup.right)
        return next((tool for tool in sides if tool.slug == self.pick), None)

    @property
    def hash(self) -> str:
        """SHA-256 of the evidence, in hexadecimal digits."""
        return hash_of(evidence_of(self.matchup))

    @property
    def names(self) -> tuple[str, str]:
        """The names of both tools, with their slugs where both bear one name."""
        left, right = self.matchup.left, self.matchup.right
        if left.name == right.name:
            return f"{left.name} ({left.slug})", f"{right.name} ({right.slug})"
        return left.name, right.name

    @property
    def title(self) -> str:
        """What was decided, in a few words."""
        left, right = self.names
        if self.chosen is not None:
            winner, other = (left, right) if self.chosen == self.matchup.left else (right, left)
            return f"Ship with {winner} rather than {other}"
        return {
            TIE: f"{left} or {right}: either will do",
            NEITHER: f"Neither {left} nor {right}",
        }.get(self.pick or UNKNOWN, f"{left} or {right}: not decided yet")

    @property
    def options(self) -> tuple[str, ...]:
        """The titles of the options: both tools, and what else was chosen."""
        further = {TIE: ("Either of the two",), NEITHER: ("Neither of the two",)}
        return (*self.names, *further.get(self.pick or UNKNOWN, ()))

    @property
    def chosen_option(self) -> str | None:
        """The title of the option that was chosen, None without a vote."""
        if self.chosen is not None:
            return self.names[0 if self.chosen == self.matchup.left else 1]
        return self.options[2] if self.pick in (TIE, NEITHER) else None
