"""How the reader's standings came about: the votes in the order they were cast, ranked anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shiptui.model.facts import NEITHER, TIE, MatchupRow, Vote
from shiptui.model.frozen import dataclass
from shiptui.ranking.board import Board, from_votes
from shiptui.ranking.caveats import FEW
from shiptui.ranking.posterior import learn
from shiptui.ranking.standings import Standing, standings

STOPS = 8
"""How many moments are told of at most, the last one being now."""


class Cast(NamedTuple):
    """One vote of the history: two slugs, and the pick that held from then on, or None."""

    left: str
    right: str
    pick: str | None
    at: int


def casts_of(log: Iterable[tuple[str, Vote | None, int]], rows: Iterable[MatchupRow]) -> list[Cast]:
    """The votes by matchup id with the slugs of their tools; ids without a row are left out."""
    tools = {row.id: (row.left, row.right) for row in rows}
    return [
        Cast(*tools[id_], vote.pick if vote else None, at) for id_, vote, at in log if id_ in tools
    ]


@dataclass(frozen=True, slots=True)
class Moment:
    """The standings by slug after so many acts (a vote, another one, a vote taken back).

    `votes` are those that held then, without neither; `at` is the time of the last act (ms, UTC).
    Below three votes there are no ranks, as everywhere.
    """

    acts: int
    votes: float
    at: int
    standings: dict[str, Standing]

    @property
    def ranked(self) -> bool:
        """Whether there were votes enough to tell an order."""
        return self.votes >= FEW


def moments(log: Sequence[Cast], stops: int = STOPS) -> tuple[Moment, ...]:
    """Replay the history, oldest act first, and stop at even distances to look.

    What was undone later counts until it was: this is what the standings said on that day.
    """
    halts = sorted({-(-len(log) * stop // stops) for stop in range(1, stops + 1)} - {0})
    held: dict[tuple[str, str], str] = {}
    found = []
    done = 0
    for halt in halts:
        for cast in log[done:halt]:
            held.pop((cast.left, cast.right), None)
            # A vote that came from elsewhere may name none of its tools.
            if cast.pick in (cast.left, cast.right, TIE, NEITHER):
                held[cast.left, cast.right] = cast.pick or ""
        done = halt
        found.append(_moment(halt, log[halt - 1].at, _board(held)))
    return tuple(found)


def _board(held: dict[tuple[str, str], str]) -> Board:
    return from_votes((left, right, pick) for (left, right), pick in held.items())


def _moment(acts: int, at: int, board: Board) -> Moment:
    islands = standings(learn(board)).islands
    places = {one.tool: one for island in islands for one in island.standings}
    return Moment(acts, board.votes, at, places)
