"""What the value of a fact says, member by member.

vote      pick, rev, blind, panels
toolvote  call
bookmark  note, tags
seen      seen
take, entry, claim    as text/own.py has it
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shiptui.model.catalog import Call
from shiptui.model.errors import FeedError
from shiptui.model.facts import Kind
from shiptui.text.checked import read_json
from shiptui.text.clean import clean
from shiptui.text.fields import checked_id, one_of, optional_percent
from shiptui.text.own import OWN_KINDS, own_members

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTE_LIMIT = 2_000
TAG_LIMIT = 80
MOST_TAGS = 1_000
VALUE_LIMIT = 500_000
"""Characters and counts, more generous than whoever writes the facts."""

LARGEST_NUMBER = 10**15

Members = dict[str, object]


def value_members(kind: Kind, value: str | None) -> Members | None:
    """What a stored value says; None where it says nothing that can be read."""
    if value is None:
        return None
    try:
        raw = read_json(value.encode("utf-8", "replace"), limit=VALUE_LIMIT)
        return checked_members(kind, raw) if isinstance(raw, dict) else None
    except FeedError:
        return None


def checked_members(kind: Kind, raw: Mapping[str, object]) -> Members:
    """The known members of a value, those that are there; others are left out."""
    if kind in OWN_KINDS:
        return own_members(kind, raw)
    if kind is Kind.VOTE:
        checks = {"pick": _pick, "rev": _rev, "blind": _blind, "panels": _panels}
        needed = "pick"
    elif kind is Kind.TOOL_VOTE:
        checks, needed = {"call": _call}, "call"
    elif kind is Kind.BOOKMARK:
        checks, needed = {"note": _note, "tags": _tags}, ""
    else:
        checks, needed = {"seen": _seen}, "seen"
    if needed and raw.get(needed) is None:
        raise FeedError(f"The value has no {needed}.")
    return {name: check(raw[name]) for name, check in checks.items() if raw.get(name) is not None}


def canonical(members: Members) -> str:
    """A value as the store keeps it."""
    return json.dumps(members, sort_keys=True, separators=(",", ":"))


def number(raw: Mapping[str, object], key: str) -> int | None:
    """A whole number above zero, or None where the field is absent."""
    value = raw.get(key)
    if value is None:
        return None
    # bool first: True is an int in Python.
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST_NUMBER:
        raise FeedError(f"The field {key} is no whole number above zero.")
    return value


def _pick(value: object) -> object:
    return checked_id(value, "pick")


def _rev(value: object) -> object:
    return number({"rev": value}, "rev")


def _blind(value: object) -> object:
    return [checked_id(item, "blind") for item in _list(value, "blind", MOST_TAGS)]


def _panels(value: object) -> object:
    shares = _list(value, "panels", 2)
    if len(shares) != len(("left", "right")):
        raise FeedError("The field panels is no pair of shares.")
    return [optional_percent({"panels": share}, "panels") for share in shares]


def _call(value: object) -> object:
    return Call(str(one_of({"call": value}, "call", tuple(Call)))).value


def _note(value: object) -> object:
    if not isinstance(value, str):
        raise FeedError("The field note is no text.")
    return clean(value, NOTE_LIMIT)


def _tags(value: object) -> object:
    tags = [tag for tag in _list(value, "tags", MOST_TAGS) if isinstance(tag, str)]
    cleaned = (clean(tag.casefold(), TAG_LIMIT) for tag in tags)
    return list(dict.fromkeys(tag for tag in cleaned if tag))


def _seen(value: object) -> object:
    if value is not True:
        raise FeedError("The field seen is not true.")
    return value


def _list(value: object, name: str, most: int) -> list[object]:
    if not isinstance(value, list) or len(value) > most:
        raise FeedError(f"The field {name} is no list of at most {most} items.")
    return value
