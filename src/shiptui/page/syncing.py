"""How looks at feeds went, in words that the screen and the command line share."""

from __future__ import annotations

from collections import Counter

from shiptui.model.feeds import Gain, Looked, Outcome

_KINDS = {
    "matchup": ("matchup", "matchups"),
    "tool": ("tool", "tools"),
    "take": ("take", "takes"),
    "persona": ("persona", "personas"),
}
"""What is worth counting for a reader, the most interesting first."""


def look_words(look: Looked) -> str:
    """How one look went, without the name of the feed and without a full stop."""
    if look.outcome.failed:
        return (look.problem or "it failed").rstrip(".")
    if look.outcome is Outcome.STALE:
        words = "an older copy was served, what was read before is kept"
    else:
        words = gain_words(look.gain)
    return f"{words}; {look.problem.rstrip('.')}" if look.problem else words


def gain_words(gain: Gain) -> str:
    """What came, changed and went."""
    sides = (("new", gain.new), ("changed", gain.changed), ("gone", gain.gone))
    told = [f"{word} {_counted(side)}" for word, side in sides if _counted(side)]
    return "; ".join(told) or "nothing new"


def size_words(size: int) -> str:
    """A number of bytes as people say it."""
    kilo = 1_000
    if size < kilo:
        return f"{size} bytes"
    return f"{size / kilo:.0f} kB" if size < kilo * kilo else f"{size / kilo / kilo:.1f} MB"


def _counted(side: Counter[str]) -> str:
    named = ((side[kind], words) for kind, words in _KINDS.items() if side[kind])
    return ", ".join(f"{number} {words[number > 1]}" for number, words in named)
