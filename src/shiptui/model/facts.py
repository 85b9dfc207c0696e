"""What the reader did: votes, bookmarks and the history that undo walks."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from shiptui.model.catalog import Call, Tool
from shiptui.model.changing import Since
from shiptui.model.feeds import Tally
from shiptui.model.frozen import dataclass

TIE = "tie"
NEITHER = "neither"

UNDO_LIMIT = 200
"""How many changes can be taken back, counted from the newest act."""


class Kind(StrEnum):
    """What a fact is about.

    The key of a vote is a matchup id; of a tool vote, and of a take or an entry of the reader's
    own, a tool slug; a claim has an id of its own.
    """

    VOTE = "vote"
    TOOL_VOTE = "toolvote"
    BOOKMARK = "bookmark"
    SEEN = "seen"
    TAKE = "take"
    ENTRY = "entry"
    CLAIM = "claim"


class Holdup(StrEnum):
    """Why an act has not arrived: it waits, the server cannot take it yet, or it was refused."""

    WAITING = "waiting"
    DEFERRED = "deferred"
    REFUSED = "refused"


class View(StrEnum):
    """The four lists of matchups."""

    FEED = "feed"
    UNVOTED = "unvoted"
    SAVED = "saved"
    VOTED = "voted"


class Sort(StrEnum):
    """Orders of a list: as published, widest score gap first, most divided panel first."""

    NEWEST = "newest"
    GAP = "gap"
    DISSENT = "dissent"


@dataclass(frozen=True, slots=True)
class Vote:
    """A reader's pick on a matchup: a tool's slug, `tie` or `neither`, at a moment (ms, UTC).

    `blind` names what was hidden when it was cast: "panel", "names". `panels` are the shares of
    both panels (left, right; percent or None) at that moment, kept to compare the two.
    """

    pick: str
    at: int
    blind: tuple[str, ...] = ()
    panels: tuple[int | None, int | None] | None = None


@dataclass(frozen=True, slots=True)
class ToolVote:
    """A reader's ship or skip on one tool, at a moment (ms, UTC)."""

    call: Call
    at: int


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A matchup or tool set aside, with a note and tags, at a moment (ms, UTC)."""

    note: str = ""
    tags: tuple[str, ...] = ()
    at: int = 0


@dataclass(frozen=True, slots=True)
class Matchup:
    """Two different tools side by side, with what the reader did about them.

    `left` and `right` stand in canonical order (slugs A to Z); swapping them is the screen's
    affair and is never stored. `listed` is false for a pair that no feed publishes. `veiled` names
    what a blind mode has taken out of this object: "panel", "names". `changed` is None where
    nothing changed after the reader's last act on it. `origin` is the title of its feed.
    `community` is None where no feed has counted votes, and where they are hidden until the reader
    has voted (`crowd_hidden`).
    """

    id: str
    left: Tool
    right: Tool
    source: str | None = None
    feed: str | None = None
    listed: bool = True
    rev: int = 1
    vote: Vote | None = None
    bookmark: Bookmark | None = None
    seen: bool = False
    veiled: tuple[str, ...] = ()
    changed: Since | None = None
    origin: str | None = None
    community: Tally | None = None
    crowd_hidden: bool = False


@dataclass(frozen=True, slots=True)
class MatchupRow:
    """What one row of a list needs, and no more. `holdup` is why the vote has not arrived.

    `flips` are the slugs of those tools whose panel came to another verdict after the reader's last
    act on the matchup.
    """

    id: str
    left: str
    left_name: str
    right: str
    right_name: str
    section: str | None
    pick: str | None
    saved: bool
    seen: bool
    holdup: Holdup | None = None
    left_pct: int | None = None
    right_pct: int | None = None
    veiled: tuple[str, ...] = ()
    flips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows each view holds."""

    feed: int = 0
    unvoted: int = 0
    saved: int = 0
    voted: int = 0
    tools: int = 0

    def of(self, view: View) -> int:
        """How many rows one view holds."""
        return {
            View.FEED: self.feed,
            View.UNVOTED: self.unvoted,
            View.SAVED: self.saved,
            View.VOTED: self.voted,
        }[view]


@dataclass(frozen=True, slots=True)
class Fact:
    """One appended row of the history: key `key` of kind `kind` got `value` (None takes it back).

    Facts that belong to one act share `change`; it is None for what the program noted by itself,
    which undo passes over. A fact that undoes or redoes an act names it. Times are ms, UTC.
    """

    n: int
    change: int | None
    kind: Kind
    key: str
    value: str | None
    at: int
    undoes: int | None = None
    redoes: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One act that can be told, undone and redone.

    `before` and `after` are the stored values (JSON text or None); `title` names what it is about
    in the reader's words. `number` is None when nothing had to change. An act of several facts
    shows the first one; `more` counts the others. `imported` says that it came from a file,
    `elsewhere` that the reader's account brought it.
    """

    number: int | None
    kind: Kind
    key: str
    title: str
    before: str | None
    after: str | None
    at: int = 0
    more: int = 0
    imported: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class UndoStacks:
    """Numbers of the changes that `undo` and `redo` would take next, last one first in line."""

    undo: tuple[int, ...] = ()
    redo: tuple[int, ...] = ()


def undo_stacks(facts: Iterable[Fact]) -> UndoStacks:
    """Replay the history, oldest first, into the two stacks.

    A new act empties the redo stack, as in every editor, and lets go of the oldest act where there
    are more than 200: what undo has taken back makes no room for older ones. A fact about an act
    that lies before the first one given is still honoured: it is put where it belongs.
    """
    undo: list[int] = []
    redo: list[int] = []
    for fact in facts:
        if fact.change is None:
            continue
        if fact.undoes is not None:
            _move(fact.undoes, undo, redo)
        elif fact.redoes is not None:
            _move(fact.redoes, redo, undo)
        elif fact.change not in undo[-1:]:
            undo.append(fact.change)
            del undo[:-UNDO_LIMIT]
            redo.clear()
    return UndoStacks(tuple(undo), tuple(redo))


def _move(number: int, source: list[int], target: list[int]) -> None:
    if number in source:
        source.remove(number)
    if number not in target:
        target.append(number)
