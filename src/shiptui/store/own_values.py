"""What a fact's value says of the reader's own words: a take, an entry, a claim; see text/own.py.

Beside the votes, and not among them, as few readers write and what reads foreign text takes long to
import.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from shiptui.model.catalog import ME
from shiptui.model.errors import FeedError, UsageError
from shiptui.model.facts import Kind
from shiptui.model.frozen import replace
from shiptui.model.own import OWN_FEED, Claim, Outcome
from shiptui.store.values import members_of, text_of
from shiptui.text.checked import take_from, tool_from
from shiptui.text.fields import is_id
from shiptui.text.own import own_members

if TYPE_CHECKING:
    from shiptui.model.catalog import Take, Tool


def own_take_value(take: Take) -> str | None:
    """A take of the reader's own as text; None where it says nothing."""
    return _own_value(Kind.TAKE, {"call": take.call, "score": take.score, "words": take.words})


def claim_value(claim: Claim) -> str:
    """A claim as text. Raises UsageError where it does not say what it has to."""
    members: dict[str, object] = {
        "tool": claim.tool,
        "who": None if claim.who == ME else claim.who,
        "words": claim.words,
        "due": claim.due,
        "chance": claim.chance,
        "outcome": claim.outcome,
        "settled": claim.settled,
    }
    value = _own_value(Kind.CLAIM, members)
    if value is None:
        raise UsageError("A claim needs words and the day on which it is due.")
    return value


def entry_value(tool: Tool) -> str:
    """An own entry as text. Raises UsageError where it does not say what it has to."""
    fields = ("name", "vendor", "category", "entry", "pricing", "tagline", "summary", "source")
    value = _own_value(Kind.ENTRY, {field: getattr(tool, field) for field in fields})
    if value is None:
        raise UsageError("An entry needs a name; say --name.")
    return value


def entry_of(slug: str, value: str | None, at: int | None) -> Tool | None:
    """The own entry in a stored value, with its day."""
    members = _own_members(Kind.ENTRY, value)
    if members is None or not is_id(slug):
        return None
    return tool_from(members, slug=slug, feed=OWN_FEED, as_of=_day(at), sections={})


def own_take_of(value: str | None, at: int | None) -> Take | None:
    """The reader's own take in a stored value, with its day."""
    members = _own_members(Kind.TAKE, value)
    if members is None:
        return None
    return replace(take_from(members, source=None, as_of=_day(at)), persona=ME)


def _day(at: int | None) -> str:
    """The ISO date of a moment (ms, UTC)."""
    return datetime.fromtimestamp((at or 0) / 1000, UTC).date().isoformat()


def claim_of(id_: str, value: str | None) -> Claim | None:
    """The claim in a stored value."""
    members = _own_members(Kind.CLAIM, value)
    if members is None:
        return None
    outcome = members.pop("outcome", None)
    told = {"who": ME, **members}
    return Claim(id_, **told, outcome=Outcome(outcome) if outcome else None)  # type: ignore[arg-type]  # checked by own_members


def _own_value(kind: Kind, members: dict[str, object]) -> str | None:
    try:
        return text_of(own_members(kind, members))
    except FeedError:
        return None


def _own_members(kind: Kind, value: str | None) -> dict[str, object] | None:
    try:
        return own_members(kind, members_of(value))
    except FeedError:
        return None
