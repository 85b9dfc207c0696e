"""What a fact's value says, written as compact JSON and read back with care.

    vote      {"pick": SLUG | "tie" | "neither", "rev": N}, and where something was hidden also
              {"blind": ["panel", "names"], "panels": [PERCENT | null, PERCENT | null]}
    toolvote  {"call": "ship" | "skip"}
    bookmark  {"note": TEXT, "tags": [TAG, ...]}
    seen      {"seen": true}
    take, entry, claim    as text/own.py has it

Another program may have written the row, so what does not fit is read as no fact at all.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from shiptui.model.catalog import ME, Call
from shiptui.model.errors import FeedError, UsageError
from shiptui.model.facts import Bookmark, Kind, ToolVote, Vote
from shiptui.model.frozen import replace
from shiptui.model.own import OWN_FEED, Claim, Outcome
from shiptui.text.checked import take_from, tool_from
from shiptui.text.clean import clean
from shiptui.text.fields import is_id
from shiptui.text.own import own_members

if TYPE_CHECKING:
    from shiptui.model.catalog import Take, Tool

PICK_LIMIT = 160
NOTE_LIMIT = 500
TAG_LIMIT = 40
VEIL_LIMIT = 20
"""Characters."""

_PERCENT = range(101)


def vote_value(
    pick: str,
    rev: int,
    blind: tuple[str, ...] = (),
    panels: tuple[int | None, int | None] | None = None,
) -> str:
    """A vote as text; what was hidden and the panels at that moment only where it was blind."""
    members: dict[str, object] = {"pick": pick, "rev": rev}
    if blind:
        members |= {"blind": blind, "panels": panels}
    return _text(members)


def is_same_vote(value: str | None, other: str) -> bool:
    """Whether two stored votes say the same, whatever was hidden when they were cast."""
    members, others = _members(value), _members(other)
    return all(members.get(name) == others.get(name) for name in ("pick", "rev"))


def tool_vote_value(call: Call) -> str:
    """A ship or skip as text."""
    return _text({"call": call})


def bookmark_value(note: str, tags: tuple[str, ...]) -> str:
    """A bookmark as text, its note and tags cleaned; tags are lower case and named once."""
    return _text({"note": clean(note, NOTE_LIMIT), "tags": list(_clean_tags(tags))})


def seen_value() -> str:
    """That a matchup was seen, as text."""
    return _text({"seen": True})


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
        return _text(own_members(kind, members))
    except FeedError:
        return None


def _own_members(kind: Kind, value: str | None) -> dict[str, object] | None:
    try:
        return own_members(kind, _members(value))
    except FeedError:
        return None


def vote_of(value: str | None, at: int | None) -> Vote | None:
    """The vote in a stored value."""
    members = _members(value)
    pick = members.get("pick")
    if not isinstance(pick, str):
        return None
    blind = _words_of(members.get("blind"), VEIL_LIMIT)
    panels = _shares_of(members.get("panels")) if blind else None
    return Vote(clean(pick, PICK_LIMIT), at or 0, blind, panels)


def revision_of(value: str | None) -> int:
    """The revision of the matchup that a stored vote was cast on, 1 where none is told."""
    rev = _members(value).get("rev")
    return rev if type(rev) is int and rev > 0 else 1


def tool_vote_of(value: str | None, at: int | None) -> ToolVote | None:
    """The ship or skip in a stored value."""
    call = call_of(_members(value).get("call"))
    return ToolVote(call, at or 0) if call else None


def bookmark_of(value: str | None, at: int | None) -> Bookmark | None:
    """The bookmark in a stored value; a note or tags that do not fit are left out."""
    if value is None:
        return None
    members = _members(value)
    note, tags = members.get("note"), members.get("tags")
    return Bookmark(
        clean(note, NOTE_LIMIT) if isinstance(note, str) else "",
        _clean_tags(tuple(tags)) if isinstance(tags, list) else (),
        at or 0,
    )


def call_of(word: object) -> Call | None:
    """The call a stored word names, None for any other."""
    return next((call for call in Call if call == word), None)


def _clean_tags(tags: tuple[object, ...]) -> tuple[str, ...]:
    words = (clean(tag.casefold(), TAG_LIMIT) for tag in tags if isinstance(tag, str))
    return tuple(dict.fromkeys(word for word in words if word))


def texts_of(value: str, limit: int) -> tuple[str, ...]:
    """A stored list of texts, each cleaned; what is no text is left out."""
    return _words_of(_loaded(value), limit)


def _words_of(items: object, limit: int) -> tuple[str, ...]:
    texts = items if isinstance(items, list) else []
    return tuple(clean(item, limit) for item in texts if isinstance(item, str))


def _shares_of(items: object) -> tuple[int | None, int | None] | None:
    """Two shares in percent; a share that is none is unknown."""
    if not isinstance(items, list) or len(items) != len(("left", "right")):
        return None
    left, right = (each if type(each) is int and each in _PERCENT else None for each in items)
    return left, right


def _text(members: dict[str, object]) -> str:
    return json.dumps(members, sort_keys=True, separators=(",", ":"))


def _members(value: str | None) -> dict[str, object]:
    members = _loaded(value)
    return members if isinstance(members, dict) else {}


def _loaded(value: str | None) -> object:
    try:
        return json.loads(value or "null")
    except (ValueError, RecursionError):
        return None
