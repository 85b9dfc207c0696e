"""What an import would bring, in words. Pure."""

from __future__ import annotations

from shiptui import TYPE_CHECKING
from shiptui.model.facts import Kind

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from shiptui.model.bundle import Gain

_NOUNS = {
    Kind.VOTE: "votes on matchups",
    Kind.TOOL_VOTE: "votes on tools",
    Kind.BOOKMARK: "bookmarks",
    Kind.SEEN: "matchups seen",
    Kind.TAKE: "takes of your own",
    Kind.ENTRY: "entries of your own",
    Kind.CLAIM: "claims",
}


def fact_words(gain: Gain) -> str:
    """How many facts of a file are new, and how many are here already."""
    return f"new facts {gain.facts}, known already {gain.known}"


def gain_words(gain: Gain) -> Iterator[str]:
    """What would hold after it and does not now, by kind: a sentence for each sort of change."""
    changes = {"New": gain.added, "Other than here": gain.replaced, "Taken back": gain.removed}
    for words, counts in changes.items():
        if parts := _parts(counts):
            yield f"{words}: {parts}."


def _parts(counts: Counter[Kind]) -> str:
    return ", ".join(f"{noun} {counts[kind]}" for kind, noun in _NOUNS.items() if counts[kind])
