"""What screens may read. The app hands them something that can; a test hands them anything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from shiptui.model.catalog import Persona
from shiptui.model.facts import Counts, Matchup, MatchupRow, View


class Reader(Protocol):
    """Short reads, quick enough for the path of a key press."""

    def counts(self) -> Counts:
        """Count the rows of each view."""

    def index(self, view: View = ..., *, query: str = ...) -> tuple[str, ...]:
        """List the ids of a view, in order."""

    def rows(self, ids: Sequence[str]) -> list[MatchupRow]:
        """Load rows of the list."""

    def matchup(self, id_: str) -> Matchup | None:
        """Load one matchup whole."""

    def personas(self) -> tuple[Persona, ...]:
        """List the personas, in order."""
