"""What the value of a take, entry or claim of the reader's own may hold, member by member.

take    call, score, words             at least one of them
entry   name, vendor, category, entry, pricing, tagline, summary, source
claim   tool, who, words, due, chance, outcome, settled     `who` is a persona; without: the reader
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shiptui.model.errors import FeedError, UsageError
from shiptui.model.facts import Kind
from shiptui.model.own import Outcome
from shiptui.text.checked import LINE_LIMIT, take_from, tool_from
from shiptui.text.fields import (
    checked_id,
    is_id,
    one_of,
    optional_date,
    optional_percent,
    required_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Members = dict[str, object]


def entry_slug(typed: str, name: str) -> str:
    """The slug of a new entry as it was typed, else made of its name. Raises UsageError."""
    slug = typed or re.sub("[^a-z0-9]+", "-", name.casefold()).strip("-")
    if not is_id(slug):
        raise UsageError(
            f'"{slug}" is no slug; use small letters, digits and . _ : -, such as our-linter.'
        )
    return slug


def own_members(kind: Kind, raw: Mapping[str, object]) -> Members:
    """The known members of a value, cleaned, those that are there. Raises FeedError."""
    members = _OF_KINDS[kind](raw)
    return {name: value for name, value in members.items() if value is not None}


def _of_take(raw: Mapping[str, object]) -> Members:
    take = take_from({**raw, "persona": None, "inferred": []}, source=None, as_of="")
    if take.call is None and take.score is None and take.words is None:
        raise FeedError("The value has neither a call nor a score nor words.")
    call = take.call.value if take.call else None
    return {"call": call, "score": take.score, "words": take.words}


def _of_entry(raw: Mapping[str, object]) -> Members:
    tool = tool_from({**raw, "take": []}, slug="own", feed="", as_of="", sections={})
    fields = ("name", "vendor", "category", "entry", "pricing", "tagline", "summary", "source")
    return {field: getattr(tool, field) for field in fields}


def _of_claim(raw: Mapping[str, object]) -> Members:
    due, who = optional_date(raw, "due"), raw.get("who")
    if due is None:
        raise FeedError("The value has no due.")
    outcome = one_of(raw, "outcome", tuple(Outcome))
    return {
        "tool": checked_id(raw.get("tool"), "tool"),
        "who": None if who is None else checked_id(who, "who"),
        "words": required_text(raw, "words", LINE_LIMIT),
        "due": due,
        "chance": optional_percent(raw, "chance"),
        "outcome": None if outcome is None else Outcome(outcome).value,
        "settled": optional_date(raw, "settled"),
    }


_OF_KINDS: dict[Kind, Callable[[Mapping[str, object]], Members]] = {
    Kind.TAKE: _of_take,
    Kind.ENTRY: _of_entry,
    Kind.CLAIM: _of_claim,
}

OWN_KINDS = frozenset(_OF_KINDS)
