"""All that votes and takes say at one moment: what the screens show, worked out in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shiptui.model.catalog import Call, Persona, Tool
from shiptui.model.facts import MatchupRow
from shiptui.model.feeds import Tally
from shiptui.model.frozen import dataclass
from shiptui.ranking.accord import Accord, accord_of
from shiptui.ranking.caveats import few_words, settled_words
from shiptui.ranking.circle import Circle, circle
from shiptui.ranking.dissent import Leniency, leniency
from shiptui.ranking.next_pair import gains
from shiptui.ranking.places import Place
from shiptui.ranking.replay import Cast, Moment, moments
from shiptui.ranking.voices import Ranking, Voice, by_community, by_me, by_panel

MOST_WEIGHED = 2_000
"""Of more matchups without a vote only so many, from the front of the list, are weighed."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What everybody said.

    `votes` are the matchups with the reader's vote, `calls` the ships and skips on tools by slug,
    `log` the votes as they were cast, oldest first. `listed` are the slugs of all matchups,
    `unvoted` the matchups still open. `tallies` are a community's counts by matchup id.
    """

    tools: Sequence[Tool]
    personas: Sequence[Persona]
    votes: Sequence[MatchupRow]
    calls: Sequence[tuple[str, Call]]
    log: Sequence[Cast]
    listed: Sequence[tuple[str, str]]
    unvoted: Sequence[tuple[str, str, str]]
    tallies: Mapping[str, Tally]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What it comes to.

    `places` holds each voice's places by slug; `informative` the ids of the open matchups, the one
    that would teach most first.
    """

    rankings: Mapping[Voice, Ranking]
    places: Mapping[Voice, Mapping[str, Place]]
    accord: Accord
    leniency: Leniency
    circle: Circle
    moments: tuple[Moment, ...]
    votes: tuple[MatchupRow, ...]
    informative: tuple[str, ...]

    @property
    def advice(self) -> str | None:
        """That more votes would hardly change the top, where that is so."""
        mine = self.rankings[Voice.ME]
        return settled_words(mine.top, mine.names)

    @property
    def hint(self) -> str | None:
        """What to know before the next vote: that there are few so far, or that they are enough."""
        return few_words(self.rankings[Voice.ME].standings) or self.advice


def judge(heard: Heard) -> Judgement:
    """Work everything out. Takes a moment with a large catalog, so not while a screen waits."""
    names = {tool.slug: tool.name for tool in heard.tools}
    mine = by_me(heard.votes)
    rankings = {
        Voice.ME: mine,
        Voice.PANEL: by_panel(heard.tools, heard.listed),
        Voice.COMMUNITY: by_community(heard.tallies, heard.listed, names),
    }
    accord = accord_of(heard.tools, heard.calls, heard.votes, heard.personas)
    ids = {(left, right): id_ for id_, left, right in heard.unvoted[:MOST_WEIGHED]}
    return Judgement(
        rankings,
        {voice: {place.slug: place for place in each.places} for voice, each in rankings.items()},
        accord,
        leniency(heard.tools),
        circle(heard.tools, accord),
        moments(heard.log),
        tuple(heard.votes),
        tuple(ids[gain.left, gain.right] for gain in gains(mine.posterior, ids)),
    )
