"""What screens may read. The app hands them something that can; a test hands them anything else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from shiptui.model.account import Account, Pending
from shiptui.model.catalog import Persona, Tool
from shiptui.model.changing import Since
from shiptui.model.errors import ShiptuiError
from shiptui.model.facts import (
    Bookmark,
    Change,
    Counts,
    Matchup,
    MatchupRow,
    Sort,
    ToolVote,
    View,
)
from shiptui.model.feeds import Looked, Tally

if TYPE_CHECKING:
    from concurrent.futures import Future


class Reader(Protocol):
    """Short reads of the catalog, quick enough for the path of a key press."""

    def counts(self) -> Counts:
        """Count the rows of each view."""

    def index(
        self, view: View = ..., *, query: str = ..., sort: Sort = ..., limit: int | None = ...
    ) -> tuple[str, ...]:
        """List the ids of a view, in order; at most `limit`."""

    def rows(self, ids: Sequence[str]) -> list[MatchupRow]:
        """Load rows of the list."""

    def matchup(self, id_: str) -> Matchup | None:
        """Load one matchup whole."""

    def compare(self, slug: str, other: str) -> Matchup:
        """Put any two tools side by side."""

    def matchups_of(self, slug: str) -> tuple[str, ...]:
        """List the matchups a tool stands in."""

    def personas(self) -> tuple[Persona, ...]:
        """List the personas, in order."""

    def calls(self) -> list[tuple[str, int, int]]:
        """List the personas with their ships and the number of their known calls."""

    def tool(self, slug: str) -> Tool | None:
        """Load one tool whole."""

    def tool_index(self, *, query: str = ..., limit: int | None = ...) -> tuple[str, ...]:
        """List the slugs of all tools, by name; at most `limit`."""

    def tool_rows(self, slugs: Sequence[str]) -> list[Tool]:
        """Load tools for the list."""

    def changed(self, keys: Collection[str]) -> dict[str, Since]:
        """Tell what changed after the reader's last act on matchups or tools, by bookmark key."""

    def tally(self, slug: str) -> Tally | None:
        """Tell how other readers would decide on a tool."""

    def feeds(self) -> dict[str, str]:
        """List the titles of the feeds, by their own ids."""

    def tools_with_take(self, persona: str) -> list[Tool]:
        """Load the tools a persona has reviewed."""


Ids = tuple[str, ...]

Find = Callable[[Reader, int | None], Ids]
"""Finds the rows of a list, at most so many. It runs beside the keys, so it holds nothing but what
it is asked to find, and reads through what it is given."""


class Seek(Protocol):
    """Has rows looked for; a later call overtakes an earlier one."""

    def __call__(self, find: Find, limit: int | None) -> Future[Ids | ShiptuiError]:
        """Give what will be the rows, at most so many, or why there are none."""


class Decisions(Protocol):
    """Where the decision records lie that were written here."""

    def all(self) -> tuple[tuple[str, Path], ...]:
        """List matchup ids and paths, oldest first."""

    def of(self, id_: str) -> tuple[Path, ...]:
        """List the records of a matchup that are still there."""


class Outbox(Protocol):
    """What waits for the reader's accounts."""

    def all(self) -> tuple[Account, ...]:
        """List the accounts."""

    def pending(self) -> list[Pending]:
        """List the acts that have not arrived, oldest first."""


class Visits(Protocol):
    """How the last looks at feeds went."""

    def looks(self, limit: int = ...) -> list[Looked]:
        """List them, newest first."""


class Facts(Protocol):
    """Short reads of the reader's own facts."""

    def claims_due(self, today: str) -> int:
        """Count the claims that wait to be settled on an ISO date."""

    def can_undo(self) -> bool:
        """Tell whether there is anything to undo."""

    def tool_vote(self, slug: str) -> ToolVote | None:
        """Give the ship or skip on a tool."""

    def bookmark(self, key: str) -> Bookmark | None:
        """Give a bookmark."""

    def history(self, limit: int = ...) -> list[Change]:
        """List the changes, newest first."""
