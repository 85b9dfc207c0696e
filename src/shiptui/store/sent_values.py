"""What a fact's value says to an account, and what an account's value means for a fact.

    vote      {"c": SLUG | "tie" | "neither", "rev": N}
    toolvote  {"c": "ship" | "skip"}
    bookmark  {"tags": [TAG, ...]}, and where notes are sent also {"note": TEXT}

What was hidden when a vote was cast, and a note that is not sent, stay on the device.
"""

from __future__ import annotations

import json
from typing import Any

from shiptui.model.catalog import Call
from shiptui.model.facts import Kind
from shiptui.store.values import (
    bookmark_of,
    bookmark_value,
    is_same_vote,
    revision_of,
    text_of,
    tool_vote_of,
    tool_vote_value,
    vote_of,
    vote_value,
)


def sent_value(kind: Kind, value: str | None, *, notes: bool) -> str | None:
    """The value of a fact as it is sent. ValueError for one that another program garbled."""
    if value is None:
        return None
    if kind is Kind.BOOKMARK:
        bookmark = bookmark_of(value, 0)
        members: dict[str, object] = {"tags": list(bookmark.tags)} if bookmark else {}
        return text_of(members | {"note": bookmark.note} if bookmark and notes else members)
    if kind is Kind.TOOL_VOTE and (call := tool_vote_of(value, 0)):
        return text_of({"c": call.call})
    if kind is Kind.VOTE and (vote := vote_of(value, 0)):
        return text_of({"c": vote.pick, "rev": revision_of(value)})
    raise ValueError(value)


def kept_value(kind: Kind, sent: str | None, held: str | None) -> str | None:
    """What a fact says that stands for an account's value, where `held` is what the last one said.

    `sent` was checked when it came. What the account is not told is kept from `held`.
    """
    if sent is None:
        return None
    members: dict[str, Any] = json.loads(sent)
    if kind is Kind.BOOKMARK:
        before = bookmark_of(held, 0)
        note = members.get("note", before.note if before else "")
        return bookmark_value(note, tuple(members.get("tags", ())))
    if kind is Kind.TOOL_VOTE:
        return tool_vote_value(Call(members["c"]))
    vote = vote_value(members["c"], members["rev"])
    return held if held is not None and is_same_vote(held, vote) else vote
