"""What a vote, a tool vote and a bookmark may say, whatever the catalog holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from shiptui.feed.wire import canonical
from shiptui.model.catalog import MATCHUP_SEPARATOR, Call
from shiptui.model.errors import FeedError
from shiptui.model.facts import NEITHER, TIE, Kind
from shiptui.server import limits
from shiptui.store.values import NOTE_LIMIT, TAG_LIMIT
from shiptui.text.clean import clean
from shiptui.text.fields import MOST_ITEMS, checked_id

KINDS = (Kind.VOTE, Kind.TOOL_VOTE, Kind.BOOKMARK)
"""The kinds of operations that are taken."""

COUNTED = (Kind.VOTE, Kind.TOOL_VOTE)
"""Those that are published as counts."""

_SAVED = ("matchup:", "tool:")


class Refused(Exception):  # noqa: N818 - what happened to the operation
    """An operation that can never be taken; `reason` is told to the client."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def checked_key(kind: object, key: object) -> tuple[Kind, str]:
    """Kind and key of an operation, or Refused."""
    found = next((each for each in KINDS if each == kind), None)
    if found is None:
        raise Refused("not_allowed")
    if not isinstance(key, str):
        raise Refused("bad_op")
    bare = key
    if found is Kind.BOOKMARK:
        prefix = next((each for each in _SAVED if key.startswith(each)), None)
        if prefix is None:
            raise Refused("bad_op")
        bare = key.removeprefix(prefix)
    try:
        checked_id(bare, "key")
    except FeedError:
        raise Refused("bad_op") from None
    return found, key


def checked_value(kind: Kind, key: str, value: object) -> dict[str, object]:
    """The value of an operation, or Refused. A withdrawal has none and is not asked for here."""
    if not isinstance(value, dict) or not _CHECKS[kind](key, value):
        raise Refused("bad_value")
    if len(canonical(value)) > limits.VALUE:
        raise Refused("bad_value")
    return value


def choice_of(kind: str | None, value: Mapping[str, object] | None) -> tuple[str | None, int]:
    """What counts of a value: the pick, and the revision of what it was made on."""
    if value is None or kind not in COUNTED:
        return None, 1
    return str(value["c"]), cast("int", value.get("rev", 1))


def _is_vote(key: str, value: dict[str, object]) -> bool:
    choice, rev = value.get("c"), value.get("rev")
    if value.keys() != {"c", "rev"} or type(rev) is not int or not isinstance(choice, str):
        return False
    # Which of the two tools it is, only the catalog can say: a slug may hold "-vs-" itself.
    sides = (f"{choice}{MATCHUP_SEPARATOR}", f"{MATCHUP_SEPARATOR}{choice}")
    is_side = key.startswith(sides[0]) or key.endswith(sides[1])
    return 1 <= rev < 2**31 and (choice in {TIE, NEITHER} or is_side)


def _is_tool_vote(_: str, value: dict[str, object]) -> bool:
    return value.keys() == {"c"} and value["c"] in tuple(Call)


def _is_bookmark(_: str, value: dict[str, object]) -> bool:
    note, tags = value.get("note", ""), value.get("tags", [])
    if value.keys() - {"note", "tags"} or not isinstance(tags, list) or len(tags) > MOST_ITEMS:
        return False
    return _is_clean(note, NOTE_LIMIT) and all(each and _is_clean(each, TAG_LIMIT) for each in tags)


def _is_clean(text: object, limit: int) -> bool:
    return isinstance(text, str) and clean(text, limit) == text


_CHECKS = {Kind.VOTE: _is_vote, Kind.TOOL_VOTE: _is_tool_vote, Kind.BOOKMARK: _is_bookmark}
