"""How looks at feeds went, in words that the screen and the command line share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from shiptui.model.account import Account, Exchanged, Pending
from shiptui.model.facts import Holdup
from shiptui.model.feeds import Gain, Looked, Outcome, Subscribed
from shiptui.model.frozen import dataclass

_MINUTE = 60_000
_SPANS = ((1_440 * _MINUTE, "d"), (60 * _MINUTE, "h"), (_MINUTE, "m"))

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

BUNDLED = "bundled catalog"
"""What the header says where no feed is followed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with the feeds. Moments are in milliseconds.

    `feeds` is how many are followed, `looked` when one was last looked at, `failed` whether the
    last look at any of them came to nothing. `place` is the number of the feed that is being read,
    None where none is. `new` counts what came and is not shown yet, `changed` says that something
    else became different. `waiting` counts what is to be sent to accounts, `stuck` says that one of
    them has a problem.
    """

    feeds: int = 0
    looked: int | None = None
    failed: bool = False
    offline: bool = False
    place: int | None = None
    new: int = 0
    changed: bool = False
    waiting: int = 0
    stuck: bool = False


def standing_of(
    followed: Sequence[Subscribed],
    accounts: Iterable[Account] = (),
    waiting: int = 0,
    *,
    offline: bool,
) -> Standing:
    """How things stand before anything was done in this run."""
    looked = [each.looked for each in followed if each.looked is not None]
    return Standing(
        len(followed),
        max(looked, default=None),
        failed=any(each.failures for each in followed),
        offline=offline,
        waiting=waiting,
        stuck=any(each.problem for each in accounts),
    )


def phrase(standing: Standing, now: int) -> str:
    """The header's one phrase: what matters most, and which key leads on."""
    looked, waiting = standing.looked, standing.waiting
    to_send = f", {waiting} to send" if waiting else ""
    said = (
        (standing.place is not None, f"syncing {standing.place}/{standing.feeds}"),
        (standing.new, f"{standing.new} new, r shows"),
        (standing.changed, "changes, r shows"),
        (standing.offline, f"offline{to_send}"),
        (not standing.feeds, BUNDLED),
        (waiting and standing.stuck, f"{waiting} to send, 7 shows why"),
        (standing.failed, "sync failed, r retries"),
        (looked is None, "not synced, r syncs"),
    )
    synced = f"synced {age_words(0 if looked is None else now - looked)}"
    return next((words for holds, words in said if holds), f"{synced}{to_send}")


def age_words(age: int) -> str:
    """How long ago something was, in milliseconds, as short as it gets."""
    return next((f"{age // span}{letter}" for span, letter in _SPANS if age >= span), "now")


def told_after(looks: Iterable[Looked]) -> str:
    """What a sync came to, in one sentence for each feed."""
    return " ".join(f"{look.name}: {look_words(look)}." for look in looks)


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


def skew_words(skew: int | None) -> str:
    """That two clocks differ; nothing is done about it, a clock is mended by its owner."""
    minutes = max(1, abs(skew or 0) // 60_000)
    side = "behind" if (skew or 0) > 0 else "ahead of"
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
