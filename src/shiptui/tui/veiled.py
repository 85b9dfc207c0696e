"""The reader behind the veil of the blind modes: what is hidden never gets further than this."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shiptui.model.facts import Change, Kind, Matchup, MatchupRow, Sort, View
from shiptui.page.veil import NAMES, Blind, veil, veil_row
from shiptui.tui.reader import Decisions, Find, Ids, Reader


class VeiledReader:
    """Reads matchups as the blind modes show them. What was peeked at stays open for this run."""

    def __init__(self, reader: Reader, blind: Blind, decisions: Decisions) -> None:
        self.open = reader
        self.blind = blind
        self._decisions = decisions
        self.peeked: set[str] = set()
        self._sides: dict[str, bool] = {}

    def finder(self, view: View = View.FEED, *, query: str = "", sort: Sort = Sort.NEWEST) -> Find:
        """How to find the ids of a list, as the veil is now.

        While names are hidden, what was typed finds only what is revealed.
        """
        if not (query and self.blind.names):
            return lambda reader, limit: reader.index(view, query=query, sort=sort, limit=limit)
        peeked = frozenset(self.peeked)

        def find(reader: Reader, limit: int | None) -> Ids:
            # What is revealed is known by what was done, so that no row has to be read for it.
            shown = peeked.union(reader.index(View.VOTED))
            found = reader.index(view, query=query, sort=sort)
            return tuple(id_ for id_ in found if id_ in shown)[:limit]

        return find

    def rows(self, ids: Sequence[str]) -> list[MatchupRow]:
        """Load rows of the list."""
        return [
            row
            if row.id in self.peeked
            else veil_row(row, self.blind, flipped=self._flipped(row.id))
            for row in self.open.rows(ids)
        ]

    def matchup(self, id_: str) -> Matchup | None:
        """Load one matchup."""
        found = self.open.matchup(id_)
        return found if found is None else self.veiled(found)

    def veiled(self, matchup: Matchup) -> Matchup:
        """Put the veil on, where it belongs."""
        if matchup.id in self.peeked:
            return matchup
        return veil(matchup, self.blind, flipped=self._flipped(matchup.id))

    def hidden_name(self, change: Change) -> str | None:
        """What to call what a change is about while its name is hidden; None when it is not."""
        if not self.blind.names:
            return None
        id_ = change.key.removeprefix("matchup:")
        found = self.rows((id_,)) if change.kind is not Kind.TOOL_VOTE else []
        return "a matchup you have not voted on" if found and found[0].veiled else None

    def has_record(self, id_: str) -> bool:
        """Tell whether a decision record about a matchup was written here and is still there."""
        return bool(self._decisions.of(id_))

    def records(self) -> tuple[Path, ...]:
        """List the decision records, newest first; a file's name would tell what is hidden."""
        found = list(dict(self._decisions.all()))
        seen = {row.id for row in self.rows(found) if NAMES not in row.veiled}
        return tuple(path for id_, path in reversed(self._decisions.all()) if id_ in seen)

    def shuffled(self, matchup: Matchup | MatchupRow) -> bool:
        """Tell whether the sides are swapped because the names are hidden."""
        return NAMES in matchup.veiled and self._flipped(matchup.id)

    def _flipped(self, id_: str) -> bool:
        """Draw the side of a matchup's left tool once for this run."""
        # Few readers hide names, and the first frame waits for what is imported here.
        from random import random

        return self._sides.setdefault(id_, random() < 0.5)  # noqa: PLR2004, S311 - a fair coin, and no secret
