"""Votes, tallies and takes counted into one compact form that every fit starts from.

What "neither" means here. A reader who answers neither has not said which of the two tools is the
better one, so the answer is set aside: it is counted and shown, and it moves no strength. Nothing
is lost by that under the very axiom that Bradley-Terry rests on: by Luce's choice axiom (R. D.
Luce, Individual Choice Behavior, 1959) the odds between two options do not depend on a third one
being on offer, so the answers that did choose are worth the same whether or not "neither" was
possible. It is no tie, because a tie says that two tools are about equally good. And it is no
defeat of both by an outside option: that would need a strength for "none of them", which the same
reader may well put elsewhere for every category, and it would connect tools that nobody compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import count
from typing import NamedTuple

from shiptui.model.facts import NEITHER, TIE, Matchup
from shiptui.model.frozen import dataclass

Outcome = tuple[str, str, str, float]
"""A left slug, a right slug, a pick (one of the two, tie or neither), and how many times."""


class Tally(NamedTuple):
    """All answers of a community on one matchup, as counts."""

    left: str
    right: str
    for_left: float = 0
    for_right: float = 0
    tie: float = 0
    neither: float = 0


@dataclass(frozen=True, slots=True)
class Board:
    """Votes counted by pair and answer, with tools as numbers: indices into `tools`.

    `winners`, `losers` and `wins` run in parallel (who beat whom, how many times), and so do
    `firsts`, `seconds` and `ties`. `neither` counts the set-aside answers of each tool, also of
    tools that stand nowhere else; `neithers` is their number in all.
    """

    tools: tuple[str, ...]
    winners: list[int]
    losers: list[int]
    wins: list[float]
    firsts: list[int]
    seconds: list[int]
    ties: list[float]
    neither: dict[str, float]
    neithers: float

    @property
    def decided(self) -> float:
        """How many answers picked one of two tools."""
        return sum(self.wins)

    @property
    def even(self) -> float:
        """How many answers were a tie."""
        return sum(self.ties)

    @property
    def votes(self) -> float:
        """How many answers compare two tools: picks of one and ties, without neither."""
        return self.decided + self.even

    @property
    def unplaced(self) -> tuple[str, ...]:
        """The tools that were answered with neither and nothing else, A to Z."""
        return tuple(sorted(set(self.neither) - set(self.tools)))


def from_votes(votes: Iterable[tuple[str, str, str]]) -> Board:
    """Count single votes: left slug, right slug, pick. Raises ValueError on a strange pick."""
    counted = Counter(votes)
    return from_outcomes((a, b, pick, times) for (a, b, pick), times in counted.items())


def from_matchups(matchups: Iterable[Matchup]) -> Board:
    """Count the reader's own votes; matchups without one are passed over."""
    return from_votes(
        (matchup.left.slug, matchup.right.slug, matchup.vote.pick)
        for matchup in matchups
        if matchup.vote is not None
    )


def from_tallies(tallies: Iterable[Tally]) -> Board:
    """Take over what a community has counted already."""
    return from_outcomes(_outcomes(tallies))


def _outcomes(tallies: Iterable[Tally]) -> Iterator[Outcome]:
    for left, right, for_left, for_right, tie, neither in tallies:
        yield left, right, left, for_left
        yield left, right, right, for_right
        yield left, right, TIE, tie
        yield left, right, NEITHER, neither


def from_outcomes(outcomes: Iterable[Outcome]) -> Board:
    """Put counted answers on a board. Raises ValueError on a pick that is none of the four."""
    number: defaultdict[str, int] = defaultdict(count().__next__)
    neither: defaultdict[str, float] = defaultdict(float)
    winners, losers, firsts, seconds = list[int](), list[int](), list[int](), list[int]()
    wins, ties = list[float](), list[float]()
    neithers = 0.0
    for left, right, pick, times in outcomes:
        if not times:
            continue
        if pick == left:
            winners.append(number[left])
            losers.append(number[right])
            wins.append(times)
        elif pick == right:
            winners.append(number[right])
            losers.append(number[left])
            wins.append(times)
        elif pick == TIE:
            firsts.append(number[left])
            seconds.append(number[right])
            ties.append(times)
        elif pick == NEITHER:
            neither[left] += times
            neither[right] += times
            neithers += times
        else:
            raise ValueError(f"{pick!r} is no answer to {left} or {right}")
    return Board(
        tuple(number), winners, losers, wins, firsts, seconds, ties, dict(neither), neithers
    )
