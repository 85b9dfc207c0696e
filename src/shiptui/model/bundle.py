"""Everything a reader did, as it moves from one computer to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

from shiptui.model.catalog import Pair
from shiptui.model.facts import Fact, Kind
from shiptui.model.frozen import dataclass, field

MATCHUP_PREFIX = "matchup:"
TOOL_PREFIX = "tool:"
"""How the key of a bookmark begins; an id or a slug follows."""


Told = Callable[[int, int], object]
"""Is told how much is done, and of how much. Whatever it raises ends the work, undone."""


def nobody(_done: int, _total: int) -> None:
    """Where nobody wants to be told."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact as it is kept: its id is the same on every computer, `origin` is where it was noted.

    `fact.value` is JSON text with sorted keys and no blanks, or None.
    """

    id: str
    fact: Fact
    origin: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """The whole history, oldest first, and the two tools of each matchup it speaks of."""

    entries: tuple[Entry, ...] = ()
    pairs: tuple[Pair, ...] = ()

    def current(self) -> dict[tuple[Kind, str], Fact]:
        """What holds at the end: the last fact on each thing, unless it took something back.

        In the order in which these facts were noted.
        """
        last = {(entry.fact.kind, entry.fact.key): entry.fact for entry in self.entries}
        held = (fact for fact in last.values() if fact.value is not None)
        return {(fact.kind, fact.key): fact for fact in sorted(held, key=lambda fact: fact.n)}

    def only(self, kinds: Collection[Kind]) -> Bundle:
        """The facts of these kinds, with the matchups that they speak of."""
        entries = tuple(entry for entry in self.entries if entry.fact.kind in kinds)
        ids = {entry.fact.key.removeprefix(MATCHUP_PREFIX) for entry in entries}
        return Bundle(entries, tuple(pair for pair in self.pairs if pair.id in ids))


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A bundle that was read from a file, and a sentence for each item that was left out."""

    bundle: Bundle
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gain:
    """What an import brings, or brought.

    `whole` says that there was no history before: then everything comes as it is in the file.
    `facts` are those that are new here and `known` those that are here already. What would hold
    after it and does not hold now is counted by kind: `added` where nothing is, `replaced` where
    something else is, `removed` where nothing would be left.
    """

    whole: bool
    facts: int
    known: int
    added: Counter[Kind] = field(default_factory=Counter)
    replaced: Counter[Kind] = field(default_factory=Counter)
    removed: Counter[Kind] = field(default_factory=Counter)
