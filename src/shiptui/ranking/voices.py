"""Whose judgement a ranking is: the reader's votes, the panel's takes, a community's tallies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations

from shiptui.model.catalog import Tool, matchup_id
from shiptui.model.facts import NEITHER, TIE, MatchupRow
from shiptui.model.feeds import Tally as Counted
from shiptui.model.frozen import dataclass
from shiptui.ranking.board import Board, Tally, from_tallies, from_votes
from shiptui.ranking.caveats import FEW, caveats
from shiptui.ranking.next_pair import Top, top
from shiptui.ranking.panel import from_panel
from shiptui.ranking.places import Place, places_of
from shiptui.ranking.posterior import Posterior, learn
from shiptui.ranking.standings import Standings, standings

MOST_PAIRED = 300
"""Of so many tools all pairs are compared by the panel; of more, only the listed matchups."""

COMMUNITY_UNKNOWN = "What the community says is unknown: this feed reports none."
COMMUNITY_SILENT = "The community's feed reports no votes on matchups of these tools yet."
PANEL_SILENT = "No persona has comparable takes on two of these tools, so the panel ranks nothing."


class Voice(StrEnum):
    """Who judges."""

    ME = "me"
    PANEL = "panel"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Ranking:
    """What one voice comes to. `said` is what has to be told with it, before what is missing."""

    voice: Voice
    posterior: Posterior
    standings: Standings
    names: Mapping[str, str]
    said: tuple[str, ...] = ()

    @property
    def board(self) -> Board:
        """What was counted."""
        return self.posterior.board

    @property
    def places(self) -> list[Place]:
        """Every tool that was judged, island by island, best first."""
        return places_of(self.standings, self.board.neither, self.names)

    @property
    def top(self) -> Top:
        """Who leads the tools that were compared, where there are votes enough to tell."""
        return top(self.posterior, self.board.tools if self.board.votes >= FEW else ())

    @property
    def missing(self) -> tuple[str, ...]:
        """What it does not say yet, in sentences."""
        if self.voice is Voice.ME:
            return caveats(self.standings)
        # What follows the colon is advice to a voter, which others cannot take.
        told = caveats(self.standings) if self.board.votes else ()
        return tuple(f"{sentence.partition(':')[0].rstrip('.')}." for sentence in told)


def by_me(rows: Iterable[MatchupRow], within: Collection[str] | None = None) -> Ranking:
    """Rank by the reader's votes; `within` some tools by those on two of them."""
    voted = [row for row in rows if within is None or (row.left in within and row.right in within)]
    sound = sound_votes(voted)
    names = {row.left: row.left_name for row in sound}
    names |= {row.right: row.right_name for row in sound}
    board = from_votes((row.left, row.right, row.pick) for row in sound if row.pick is not None)
    return _ranking(Voice.ME, board, names, strange_words(voted))


def sound_votes(rows: Iterable[MatchupRow]) -> list[MatchupRow]:
    """Leave out matchups without a vote, and votes from elsewhere that name neither tool."""
    return [row for row in rows if row.pick in (row.left, row.right, TIE, NEITHER)]


def strange_words(rows: Sequence[MatchupRow]) -> str:
    """How many votes name neither tool, in a sentence; empty where none does."""
    strange = sum(row.pick is not None for row in rows) - len(sound_votes(rows))
    return f"Votes that name none of their two tools are left out: {strange}." if strange else ""


def by_panel(tools: Sequence[Tool], listed: Iterable[tuple[str, str]]) -> Ranking:
    """Rank by the takes on some tools; of many tools only `listed` pairs are compared."""
    by_slug = {tool.slug: tool for tool in tools}
    pairs: Iterable[tuple[Tool, Tool]] = combinations([tool for tool in tools if tool.takes], 2)
    if len(by_slug) > MOST_PAIRED:
        pairs = ((by_slug[a], by_slug[b]) for a, b in listed if a in by_slug and b in by_slug)
    evidence = from_panel(pairs)
    board = evidence.board
    names = {slug: tool.name for slug, tool in by_slug.items()}
    if not board.votes:
        return _ranking(Voice.PANEL, board, names, PANEL_SILENT)
    told = (
        f"The takes make {evidence.comparisons} comparisons, {count_words(board.neithers)} of them"
        f" neither; the others weigh {count_words(board.votes)} votes, as a take is one opinion"
        f" however often it is used. {evidence.inferred} rest on something inferred."
    )
    return _ranking(Voice.PANEL, board, names, told)


def by_community(
    tallies: Mapping[str, Counted], listed: Iterable[tuple[str, str]], names: Mapping[str, str]
) -> Ranking:
    """Rank by what feeds counted of other readers, by matchup id, on the `listed` matchups.

    What a feed does not tell because too few have voted stays out, and so do tools that `names`
    does not hold.
    """
    if not tallies:
        return _ranking(Voice.COMMUNITY, from_votes(()), names, COMMUNITY_UNKNOWN)
    board = from_tallies(
        Tally(left, right, *told.counts)
        for left, right in listed
        if left in names
        and right in names
        and (told := tallies.get(matchup_id(left, right))) is not None
        and told.counts is not None
    )
    dates = ", ".join(sorted({told.as_of[:10] for told in tallies.values()}))
    said = f"As feeds counted it on {dates}." if board.votes else COMMUNITY_SILENT
    return _ranking(Voice.COMMUNITY, board, names, said)


def _ranking(voice: Voice, board: Board, names: Mapping[str, str], said: str) -> Ranking:
    posterior = learn(board)
    return Ranking(voice, posterior, standings(posterior), names, (said,) if said else ())


def count_words(number: float) -> str:
    """How many votes; a panel's weigh parts of one."""
    whole = round(number)
    return str(whole) if abs(number - whole) < 5e-5 else f"{number:.1f}"  # noqa: PLR2004 - as whole as it is told
