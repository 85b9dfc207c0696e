"""The messages of an exchange of own data: what is asked, what is answered, as JSON.

An answer is foreign: its frame has to be sound, or nothing of it is used; a result or a row that is
not spoils only itself. Nothing is taken from it but what was asked for.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from shiptui.feed.limits import WHOLE_NUMBER
from shiptui.feed.picking import required_whole, table
from shiptui.feed.wire import canonical, refuse_depth
from shiptui.model.account import SENT_KINDS, OwnRow, Reply, Result, Status
from shiptui.model.catalog import Call
from shiptui.model.errors import FeedError, OfflineError
from shiptui.model.facts import Kind
from shiptui.text.checked import read_json
from shiptui.text.fields import checked_id, flag, one_of, optional_text, records, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from shiptui.model.account import Batch, Operation

Item = TypeVar("Item")

ANSWER = 512_000
"""Bytes of an answer that are read."""
OPERATIONS = 50
"""How many operations are sent at once."""
ROWS = 500
"""How many rows are asked for at once."""

NOTE = 500
TAG = 40
"""Characters."""

_MOST_RESULTS = 200
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_WORD = re.compile(r"[A-Za-z0-9_.:-]{1,100}\Z")
_CURSOR = re.compile(r"[!-~]{0,200}\Z")
_REASON = re.compile(r"[a-z0-9_-]{1,60}\Z")
_SAVED = ("matchup:", "tool:")


def request(batch: Batch, nonce: str) -> bytes:
    """The body of a request. `nonce` is a word that its answer has to repeat."""
    return canonical(
        {
            "nonce": nonce,
            "account": batch.account,
            "cursor": batch.cursor,
            "limit": ROWS,
            "ops": [_operation(each) for each in batch.operations],
        }
    )


def reply_from(body: bytes, nonce: str) -> Reply:
    """Read an answer. FeedError where it is none, OfflineError where it answers something else."""
    raw = read_json(body, limit=ANSWER)
    if not isinstance(raw, dict):
        raise FeedError("The answer is no object.")
    refuse_depth(raw)
    if raw.get("nonce") != nonce:
        # A copy of an old answer would set the place to read on from back behind safe rows.
        raise OfflineError("The answer belongs to an earlier question; it was thrown away.")
    return Reply(
        account=word(raw, "account"),
        epoch=required_whole(raw, "epoch", low=1),
        time=required_whole(raw, "time"),
        results=tuple(_sound(_result, records(raw, "results", _MOST_RESULTS))),
        rows=tuple(_sound(_row, records(raw, "rows", ROWS))),
        cursor=_cursor(raw),
        more=flag(raw, "more"),
        reset=flag(raw, "reset"),
    )


def word(raw: Mapping[str, object], key: str) -> str:
    """A short name that a server made, of plain characters only."""
    value = raw.get(key)
    if not isinstance(value, str) or not _WORD.match(value):
        raise FeedError(f"The field {key} is no word of 1 to 100 plain characters.")
    return value


def _operation(operation: Operation) -> dict[str, object]:
    return {
        "op": operation.id,
        "k": operation.kind.value,
        "key": operation.key,
        "v": None if operation.value is None else json.loads(operation.value),
        "at": operation.at,
        "base": list(operation.base),
    }


def _sound(
    read: Callable[[Mapping[str, object]], Item], items: Iterable[Mapping[str, object]]
) -> Iterator[Item]:
    for item in items:
        with suppress(FeedError):
            yield read(item)


def _result(raw: Mapping[str, object]) -> Result:
    status, reason, state = raw.get("status"), raw.get("reason"), table(raw, "state")
    known = next((each for each in Status if each == status), None)
    if known is None:
        raise FeedError("The field status is none that is known.")
    if not isinstance(reason, str) or not _REASON.match(reason):
        reason = None
    # A result counts although its row cannot be read: the act must not be sent for ever.
    rows = tuple(_sound(_row, () if state is None else (state,)))
    return Result(_uuid(raw), known, reason, rows[0] if rows else None)


def _row(raw: Mapping[str, object]) -> OwnRow:
    kind = next((each for each in SENT_KINDS if each == raw.get("k")), None)
    if kind is None:
        raise FeedError("The field k is no kind that is known.")
    key, value = _key(kind, raw.get("key")), table(raw, "v")
    text = None if value is None else canonical(_VALUES[kind](value)).decode("utf-8")
    return OwnRow(kind, key, text, _uuid(raw), required_whole(raw, "eff", high=WHOLE_NUMBER))


def _key(kind: Kind, key: object) -> str:
    prefix = ""
    if kind is Kind.BOOKMARK and isinstance(key, str):
        prefix = next((each for each in _SAVED if key.startswith(each)), "none:")
        key = key.removeprefix(prefix) if prefix in _SAVED else None
    return prefix + checked_id(key, "key")


def _vote(raw: Mapping[str, object]) -> dict[str, object]:
    return {"c": checked_id(raw.get("c"), "c"), "rev": required_whole(raw, "rev", low=1)}


def _tool_vote(raw: Mapping[str, object]) -> dict[str, object]:
    call = one_of(raw, "c", tuple(Call))
    if call is None:
        raise FeedError("The field c is missing.")
    return {"c": call}


def _bookmark(raw: Mapping[str, object]) -> dict[str, object]:
    note = optional_text(raw, "note", NOTE)
    members: dict[str, object] = {"tags": list(texts(raw, "tags", TAG))}
    return members | {"note": note or ""} if "note" in raw else members


_VALUES = {Kind.VOTE: _vote, Kind.TOOL_VOTE: _tool_vote, Kind.BOOKMARK: _bookmark}


def _uuid(raw: Mapping[str, object]) -> str:
    value = raw.get("op")
    if not isinstance(value, str) or not _UUID.match(value):
        raise FeedError("The field op is no id of an operation.")
    return value


def _cursor(raw: Mapping[str, object]) -> str:
    value = raw.get("cursor")
    if not isinstance(value, str) or not _CURSOR.match(value):
        raise FeedError("The field cursor is no word of at most 200 characters.")
    return value
