"""What feeds tell: tools, personas, takes, matchups, and what follows from them."""

from __future__ import annotations

from enum import StrEnum

from shiptui.model.frozen import dataclass

ME = "@me"
"""Who speaks in a take of the reader's own. No persona is called so: a slug has no @."""

MATCHUP_SEPARATOR = "-vs-"


class Call(StrEnum):
    """What one persona would do with one tool. Unknown is None, never a third member."""

    SHIP = "ship"
    SKIP = "skip"


class Verdict(StrEnum):
    """What a whole panel says of one tool."""

    SHIP = "ship"
    MIXED = "mixed"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Persona:
    """A named point of view. `asks`, `likes` and `tired_of` are its creed, in the feed's words."""

    slug: str
    name: str
    asks: str | None = None
    likes: tuple[str, ...] = ()
    tired_of: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Take:
    """What one persona says of one tool.

    Call and score (0 to 100) are stored apart and never derived one from the other. `persona` is a
    persona's slug, or None where the source does not say who spoke. What was inferred rather than
    read from the source carries a flag. `as_of` is an ISO date.
    """

    persona: str | None
    call: Call | None = None
    score: int | None = None
    words: str | None = None
    persona_inferred: bool = False
    call_inferred: bool = False
    source: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel of one tool, counted from its takes or as the source reports it.

    `ships` and `skips` are None where only a share (`pct`, 0 to 100) was reported and the calls
    behind it are not all known; then `reported` is true. `unknown` counts the takes without a call.
    """

    ships: int | None
    skips: int | None
    unknown: int
    pct: int | None
    reported: bool

    @property
    def verdict(self) -> Verdict | None:
        """Ship above one half, skip below, mixed at one half; None where the share is unknown."""
        if self.ships is not None and self.skips is not None:
            lead = self.ships - self.skips
        elif self.pct is not None:
            lead = self.pct - 50
        else:
            return None
        if self.pct is None:
            return None
        return Verdict.MIXED if lead == 0 else Verdict.SHIP if lead > 0 else Verdict.SKIP


def panel_of(takes: tuple[Take, ...], reported_pct: int | None, *, complete: bool) -> Panel:
    """Count a panel from its takes, unless they are known to be only a part of it.

    A share reported by the source is kept as reported and never turned into takes: it stands
    unless the catalog says that the takes are `complete`.
    """
    calls = [take.call for take in takes]
    ships, skips = calls.count(Call.SHIP), calls.count(Call.SKIP)
    unknown = len(takes) - ships - skips
    if reported_pct is not None and not complete:
        return Panel(None, None, unknown, reported_pct, reported=True)
    called = ships + skips
    pct = (200 * ships + called) // (2 * called) if called else None
    return Panel(ships, skips, unknown, pct, reported=False)


@dataclass(frozen=True, slots=True)
class Tool:
    """One catalog entry, known by its slug, never by its name: names repeat.

    `category` is the source's label, `section` the label it is shown under (several labels mean
    one thing). `entry` is "Free", "Paid" or None. `complete` says that every take of the panel is
    here. `source` is an address or the name of a source document; `as_of` is an ISO date. `mine` is
    the reader's own take, which is none of the panel's.
    """

    slug: str
    name: str
    vendor: str | None = None
    category: str | None = None
    section: str | None = None
    entry: str | None = None
    pricing: str | None = None
    tagline: str | None = None
    summary: str | None = None
    reported_pct: int | None = None
    complete: bool = False
    source: str | None = None
    as_of: str | None = None
    feed: str | None = None
    takes: tuple[Take, ...] = ()
    mine: Take | None = None

    @property
    def panel(self) -> Panel:
        """The panel as counted or reported. Needs `takes` to be loaded."""
        return panel_of(self.takes, self.reported_pct, complete=self.complete)

    def take_of(self, persona: str | None) -> Take | None:
        """The take of one persona or of the reader, None where there is none."""
        return next(iter(self.takes_of(persona)), None)

    def takes_of(self, persona: str | None) -> tuple[Take, ...]:
        """All takes of one persona or of the reader; of nobody known there may be several."""
        if persona == ME:
            return (self.mine,) if self.mine else ()
        return tuple(take for take in self.takes if take.persona == persona)


@dataclass(frozen=True, slots=True)
class Pair:
    """A matchup as a feed publishes it: two tool slugs in canonical order and where it was seen."""

    a: str
    b: str
    source: str | None = None
    rev: int = 1

    @property
    def id(self) -> str:
        """The matchup's id."""
        return matchup_id(self.a, self.b)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All records of one feed.

    `feed_id` is a URN, `as_of` an ISO date. `sections` maps a source's category label to the label
    it is shown under, for the labels that mean the same thing as another.
    """

    feed_id: str
    title: str
    as_of: str
    personas: tuple[Persona, ...]
    sections: dict[str, str]
    tools: tuple[Tool, ...]
    pairs: tuple[Pair, ...]


def matchup_id(slug: str, other: str) -> str:
    """The id of an unordered pair: slugs A to Z, joined by `-vs-`."""
    first, second = sorted((slug, other))
    return f"{first}{MATCHUP_SEPARATOR}{second}"


def gap(left: Take | None, right: Take | None) -> int | None:
    """Left score minus right score, in points; None where either is unknown."""
    if left is None or right is None or left.score is None or right.score is None:
        return None
    return left.score - right.score


def widest_gap(left: Tool, right: Tool) -> tuple[str | None, int] | None:
    """The persona whose two scores lie furthest apart, with its gap; None without any pair."""
    # Backwards, so that of two takes of one persona the first speaks, as in `take_of`.
    of_right = {take.persona: take for take in reversed(right.takes)}
    gaps = [
        (take.persona, points)
        for take in left.takes
        if (points := gap(take, of_right.get(take.persona))) is not None
    ]
    return max(gaps, key=lambda item: abs(item[1]), default=None)
