"""The reader against each persona: how often they agree, and how much of that is more than chance.

Corrected by Cohen's kappa, not by Gwet's AC1. The question is whether a persona sees what the
reader sees, beyond how often each of them ships anyway, and kappa takes out just that: both base
rates. A persona that ships everything gets kappa 0 however lenient the reader is, because it tells
good from bad not at all. AC1 (K. L. Gwet, 2008) was made not to punish raters for a common base
rate; it would hand such a persona a high value, and name it the twin of every lenient reader. The
price is known (A. R. Feinstein and D. V. Cicchetti, 1990): where nearly everything is shipped,
kappa says little. So raw agreement, its interval and n are always told beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shiptui.model.catalog import Call, Tool
from shiptui.model.facts import NEITHER, TIE, Matchup
from shiptui.model.frozen import dataclass
from shiptui.ranking.picks import personas_of, pick_of
from shiptui.ranking.share import Share

ENOUGH = 10
"""A twin is not named from fewer judgements in common."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far one persona and the reader agree on the `tools` and `matchups` both judged.

    `expected` is how many of those judgements would agree by chance, given how often each of the
    two ships and ties. `aside` counts the matchups where one of them said neither, which is no
    judgement between two tools; they are in no other number.
    """

    persona: str
    tools: Share
    matchups: Share
    expected: float
    aside: int

    @property
    def both(self) -> Share:
        """Tools and matchups together."""
        return Share(self.tools.part + self.matchups.part, self.tools.n + self.matchups.n)

    @property
    def kappa(self) -> float | None:
        """Agreement beyond chance: 1 always, 0 as by chance, below 0 less than that.

        J. Cohen, "A coefficient of agreement for nominal scales" (Educational and Psychological
        Measurement 20, 1960): (observed - expected) / (n - expected), in counts. None with nothing
        in common, and where chance alone would agree every time.
        """
        n = self.both.n
        if n - self.expected < 1e-9:  # noqa: PLR2004 - a rounding error, not a limit
            return None
        return (self.both.part - self.expected) / (n - self.expected)

    @property
    def beyond_chance(self) -> bool:
        """Whether even the low end of the interval lies above chance, with enough in common."""
        n = self.both.n
        return n >= ENOUGH and self.both.interval[0] > self.expected / n

    @property
    def missing(self) -> str | None:
        """What the number does not say yet, in a sentence."""
        n = self.both.n
        if not n:
            return "You have judged nothing in common yet: vote on a tool or matchup it reviewed."
        if n < ENOUGH:
            more = ENOUGH - n
            return f"Only {n} in common, which may be chance: {more} more would begin to tell."
        return None


def agreements(
    tools: Iterable[tuple[Tool, Call]], matchups: Iterable[Matchup]
) -> tuple[Agreement, ...]:
    """The reader's ships and skips on tools and votes on matchups, held against each persona's.

    Everybody with a take on one of them is in it, the closest first: by kappa, then by n, then
    from A to Z.
    """
    judged = list(tools)
    voted = [matchup for matchup in matchups if matchup.vote is not None]
    everything = [tool for tool, _ in judged]
    everything += [tool for matchup in voted for tool in (matchup.left, matchup.right)]
    found = [_agreement(persona, judged, voted) for persona in personas_of(everything)]
    found.sort(key=lambda one: (-_or_least(one.kappa), -one.both.n, one.persona))
    return tuple(found)


def twin(found: Iterable[Agreement]) -> Agreement | None:
    """The persona that agrees most beyond chance; None while none does for sure."""
    certain = [one for one in found if one.beyond_chance and one.kappa is not None]
    return max(certain, key=lambda one: (_or_least(one.kappa), one.both.n), default=None)


def _or_least(kappa: float | None) -> float:
    return -2.0 if kappa is None else kappa


def _agreement(
    persona: str, judged: Sequence[tuple[Tool, Call]], voted: Sequence[Matchup]
) -> Agreement:
    calls = [
        (mine, take.call)
        for tool, mine in judged
        if (take := tool.take_of(persona)) is not None and take.call is not None
    ]
    picks = [
        (matchup.vote.pick, theirs)
        for matchup in voted
        if matchup.vote is not None
        and (theirs := pick_of(matchup.left, matchup.right, persona)) is not None
    ]
    between = [pair for pair in picks if NEITHER not in pair]
    return Agreement(
        persona,
        Share(sum(mine is theirs for mine, theirs in calls), len(calls)),
        Share(sum(mine == theirs for mine, theirs in between), len(between)),
        _expected_calls(calls) + _expected_picks(between),
        len(picks) - len(between),
    )


def _expected_calls(calls: Sequence[tuple[Call, Call]]) -> float:
    """By chance two agree when both ship or both skip: n (p q + (1 - p)(1 - q)) (Cohen 1960)."""
    if not calls:
        return 0.0
    n = len(calls)
    mine = sum(call is Call.SHIP for call, _ in calls) / n
    theirs = sum(call is Call.SHIP for _, call in calls) / n
    return n * (mine * theirs + (1 - mine) * (1 - theirs))


def _expected_picks(picks: Sequence[tuple[str, str]]) -> float:
    """By chance two agree on a tie, or on one of the two tools: n (s t + (1 - s)(1 - t) / 2).

    Cohen (1960) again, with s and t the shares of ties. The two tools of a matchup have no order
    that means anything, so each is taken to be picked equally often.
    """
    if not picks:
        return 0.0
    n = len(picks)
    mine = sum(pick == TIE for pick, _ in picks) / n
    theirs = sum(pick == TIE for _, pick in picks) / n
    return n * (mine * theirs + (1 - mine) * (1 - theirs) / 2)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A panel's share of ships as it is and as it weighs for the reader, 0 to 100, of `n` calls.

    Where the calls are unknown, `mine` is None and `plain` the reported share, if any. The two are
    equal while the reader and the panel have nothing in common.
    """

    plain: float | None
    mine: float | None
    n: int

    @property
    def shift(self) -> float:
        """How far the two lie apart, in percentage points."""
        return abs((self.mine or 0.0) - (self.plain or 0.0))


def weighed(tool: Tool, found: Iterable[Agreement]) -> Weighed:
    """The panel's share with each persona weighing what the reader may expect to agree with it.

    The weight is the rule of succession, (agreed + 1) / (n + 2) (Laplace 1814), so a persona that
    was never put to the test weighs one half, and no persona is silenced.
    """
    weights = {one.persona: one.both.rate for one in found}
    unknown = Share(0, 0).rate
    calls = [
        (weights.get(take.persona or "", unknown), take.call is Call.SHIP)
        for take in tool.takes
        if take.call is not None
    ]
    if tool.panel.reported or not calls:
        return Weighed(tool.panel.pct, None, 0)
    whole = sum(weight for weight, _ in calls)
    ships = sum(weight for weight, ship in calls if ship)
    plain = sum(ship for _, ship in calls) / len(calls)
    return Weighed(100 * plain, 100 * ships / whole, len(calls))
