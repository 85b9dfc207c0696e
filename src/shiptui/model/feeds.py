"""What the reader follows, how looking for news went, and how other readers voted."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from shiptui.model.frozen import dataclass, field


class Outcome(StrEnum):
    """How a look at a feed ended: offline is worth a retry, refused is not as things are."""

    UNCHANGED = "unchanged"
    STALE = "stale"
    NEWS = "news"
    OFFLINE = "offline"
    REFUSED = "refused"

    @property
    def failed(self) -> bool:
        """Whether the look came to nothing."""
        return self in {Outcome.OFFLINE, Outcome.REFUSED}


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A feed that the reader follows. Moments are in milliseconds since 1970.

    `key` is the public key that every head has to be signed by, or None. `looked` is when it was
    last looked at, `due` when it is to be looked at again without being told to; `failures` counts
    the looks in a row that failed, and `problem` says why the last one did. The rest is None until
    the feed was read: its own id, its title, its ISO date, and how far it was read (text that only
    the feed format understands).
    """

    id: int
    url: str
    allow_http: bool = False
    key: str | None = None
    added: int = 0
    looked: int | None = None
    due: int | None = None
    failures: int = 0
    problem: str | None = None
    feed_id: str | None = None
    title: str | None = None
    as_of: str | None = None
    cursor: str | None = None

    def is_due(self, now: int) -> bool:
        """Whether it is time to look at it again without being told to.

        Where the last look lies ahead of us, the clock was wrong then, and `due` is as well.
        """
        return self.due is None or self.due <= now or (self.looked or 0) > now


@dataclass(frozen=True, slots=True)
class Gain:
    """How many records of each kind came, became different, and went."""

    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    def add(self, other: Gain) -> None:
        """Count another gain in."""
        self.new.update(other.new)
        self.changed.update(other.changed)
        self.gone.update(other.gone)


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at a feed, for the record. `at` is in milliseconds since 1970.

    `feed` is the number of the subscription and `name` how it was called. `size` counts the bytes
    that were fetched. `problem` is a sentence where something was wrong.
    """

    feed: int
    name: str
    at: int
    outcome: Outcome
    gain: Gain = field(default_factory=Gain)
    size: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How the readers of a feed voted, as counted at the moment `as_of` (ISO, UTC).

    Of a matchup: its tools in canonical order, tie, neither; of a tool: ship, skip. `counts` is
    None where fewer than `n_min` have voted: not told, which is not zero.
    """

    counts: tuple[int, ...] | None
    as_of: str
    n_min: int
    feed: str
