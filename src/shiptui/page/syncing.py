"""How looks at feeds went, in words that the screen and the command line share."""

from __future__ import annotations

from collections import Counter

from shiptui.model.account import Exchanged, Holdup, Pending
from shiptui.model.feeds import Gain, Looked, Outcome

HOLDUP_MARKS: dict[Holdup | None, str] = {
    Holdup.WAITING: "^",
    Holdup.DEFERRED: "^",
    Holdup.REFUSED: "!",
}
"""What stands beside a vote that has not arrived at an account."""

_REASONS = {
    "bad_value": "this pick is none of its matchup",
    "bad_op": "the server does not understand it",
    "matchup_removed": "the feed has removed this matchup",
    "matchup_closed": "voting has closed",
    "tool_removed": "the feed has removed this tool",
    "unknown_matchup": "the server does not know this matchup yet",
    "unknown_tool": "the server does not know this tool yet",
    "quota": "the account is full",
    "not_allowed": "it is not allowed",
}
"""What servers give as reasons, in words."""

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


def exchange_words(done: Exchanged, error: Exception | None, skew: int | None) -> str:
    """How an exchange of own data went, without the name of the server and a full stop."""
    if error is not None:
        return str(error).rstrip(".")
    counts = (("sent", done.settled), ("refused", done.refused), ("received", done.received))
    told = ", ".join(f"{word} {count}" for word, count in counts if count) or "nothing to exchange"
    return f"{told}; {skew_words(skew)}" if skew else told


def skew_words(skew: int) -> str:
    """That two clocks differ; nothing is done about it, a clock is mended by its owner."""
    minutes = max(1, abs(skew) // 60_000)
    side = "behind" if skew > 0 else "ahead of"
    return f"this computer's clock is {minutes} min {side} the server's; check it"


def holdup_words(pending: Pending) -> str:
    """Why an act has not arrived."""
    if pending.holdup is Holdup.WAITING:
        return "waits to be sent"
    reason = _REASONS.get(pending.reason or "", pending.reason or "no reason was given")
    if pending.holdup is Holdup.DEFERRED:
        return f"the server cannot take it yet: {reason}"
    return f"not accepted: {reason}"


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
