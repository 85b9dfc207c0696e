"""What a fact's value says, written as compact JSON and read back with care.

    vote      {"pick": SLUG | "tie" | "neither", "rev": N}, and where something was hidden also
              {"blind": ["panel", "names"], "panels": [PERCENT | null, PERCENT | null]}
    toolvote  {"call": "ship" | "skip"}
    bookmark  {"note": TEXT, "tags": [TAG, ...]}
    seen      {"seen": true}

store/own_values.py has the other kinds.
Another program may have written the row, so what does not fit is read as no fact at all.
"""

from __future__ import annotations

import json

from shiptui.model.catalog import Call
from shiptui.model.facts import Bookmark, ToolVote, Vote
from shiptui.text.clean import clean

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
    return text_of(members)


def is_same_vote(value: str | None, other: str) -> bool:
    """Whether two stored votes say the same, whatever was hidden when they were cast."""
    members, others = members_of(value), members_of(other)
    return all(members.get(name) == others.get(name) for name in ("pick", "rev"))


def tool_vote_value(call: Call) -> str:
    """A ship or skip as text."""
    return text_of({"call": call})


def bookmark_value(note: str, tags: tuple[str, ...]) -> str:
    """A bookmark as text, its note and tags cleaned; tags are lower case and named once."""
    return text_of({"note": clean(note, NOTE_LIMIT), "tags": list(_clean_tags(tags))})


def seen_value() -> str:
    """That a matchup was seen, as text."""
    return text_of({"seen": True})


def vote_of(value: str | None, at: int | None) -> Vote | None:
    """The vote in a stored value."""
    members = members_of(value)
    pick = members.get("pick")
    if not isinstance(pick, str):
        return None
    blind = _words_of(members.get("blind"), VEIL_LIMIT)
    panels = _shares_of(members.get("panels")) if blind else None
    return Vote(clean(pick, PICK_LIMIT), at or 0, blind, panels)


def revision_of(value: str | None) -> int:
    """The revision of the matchup that a stored vote was cast on, 1 where none is told."""
    rev = members_of(value).get("rev")
    return rev if type(rev) is int and rev > 0 else 1


def tool_vote_of(value: str | None, at: int | None) -> ToolVote | None:
    """The ship or skip in a stored value."""
    call = call_of(members_of(value).get("call"))
    return ToolVote(call, at or 0) if call else None


def bookmark_of(value: str | None, at: int | None) -> Bookmark | None:
    """The bookmark in a stored value; a note or tags that do not fit are left out."""
    if value is None:
        return None
    members = members_of(value)
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
    return _words_of(loaded(value), limit)


def _words_of(items: object, limit: int) -> tuple[str, ...]:
    texts = items if isinstance(items, list) else []
    return tuple(clean(item, limit) for item in texts if isinstance(item, str))


def _shares_of(items: object) -> tuple[int | None, int | None] | None:
    """Two shares in percent; a share that is none is unknown."""
    if not isinstance(items, list) or len(items) != len(("left", "right")):
        return None
    left, right = (each if type(each) is int and each in _PERCENT else None for each in items)
    return left, right


def text_of(members: dict[str, object]) -> str:
    """Members as they are stored."""
    return json.dumps(members, sort_keys=True, separators=(",", ":"))


def members_of(value: str | None) -> dict[str, object]:
    """The members of a stored value, none where it has none."""
    if value is None:
        return {}
    members = loaded(value)
    return members if isinstance(members, dict) else {}


def loaded(value: str) -> object:
    """What a stored JSON text says, None where it is none."""
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None
