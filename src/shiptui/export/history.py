"""Facts of a document: each one checked by itself, then all of them together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shiptui.export.values import canonical, checked_members, number
from shiptui.export.words import LATEST
from shiptui.model.bundle import MATCHUP_PREFIX, TOOL_PREFIX, Entry
from shiptui.model.catalog import MATCHUP_SEPARATOR
from shiptui.model.errors import FeedError
from shiptui.model.facts import Fact, Kind
from shiptui.text.checked import naming
from shiptui.text.fields import checked_id, one_of, required_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ORIGIN_LIMIT = 160
"""Characters."""

_MATCHUP_ID = re.compile(r"[a-z0-9][a-z0-9._:-]{0,399}\Z")


def checked_entry(raw: Mapping[str, object]) -> Entry:
    """One fact. Raises FeedError for what the store could not have written."""
    kind, n = one_of(raw, "kind", tuple(Kind)), number(raw, "n")
    if kind is None or n is None:
        raise FeedError("The field kind or the field n is missing.")
    kind = Kind(kind)
    value = raw.get("value")
    if value is not None and not isinstance(value, dict):
        raise FeedError("The field value is no record.")
    fact = Fact(
        n=n,
        change=number(raw, "change"),
        kind=kind,
        key=_key(kind, raw.get("key")),
        value=None if value is None else canonical(checked_members(kind, value)),
        at=_moment(raw),
        undoes=number(raw, "undoes"),
        redoes=number(raw, "redoes"),
    )
    origin = required_text(raw, "origin", ORIGIN_LIMIT)
    return Entry(checked_id(raw.get("id"), "id"), fact, origin)


def coherent(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries in their order, without those that contradict the ones before them.

    Undo relies on it: numbers and ids are there once, the facts of an act stand together, and
    what is undone or redone is an earlier act.
    """
    kept: list[Entry] = []
    refused: list[str] = []
    ids: set[str] = set()
    acts: set[int] = set()
    for entry in sorted(entries, key=lambda entry: entry.fact.n):
        try:
            with naming(f"fact {entry.fact.n}"):
                _check_id(entry.id, ids)
                _check_place(entry.fact, kept[-1].fact if kept else None, acts)
        except FeedError as error:
            refused.append(str(error))
            continue
        kept.append(entry)
        ids.add(entry.id)
        if entry.fact.change is not None:
            acts.add(entry.fact.change)
    return tuple(kept), tuple(refused)


def _check_id(id_: str, ids: set[str]) -> None:
    if id_ in ids:
        raise FeedError("Its id was used before.")


def _check_place(fact: Fact, before: Fact | None, acts: set[int]) -> None:
    last = before.n if before else 0
    if fact.n <= last:
        raise FeedError("Its number was used before.")
    marks = [mark for mark in (fact.undoes, fact.redoes) if mark is not None]
    if fact.change is None:
        if marks:
            raise FeedError("It undoes or redoes something without being an act.")
        return
    goes_on = before is not None and before.change == fact.change
    if not goes_on and not last < fact.change <= fact.n:
        raise FeedError("Its act is not the one that is due here.")
    if len(marks) > 1 or any(mark >= fact.change or mark not in acts for mark in marks):
        raise FeedError("What it undoes or redoes is no earlier act.")


def _key(kind: Kind, value: object) -> str:
    key = value if isinstance(value, str) else ""
    if kind in (Kind.TOOL_VOTE, Kind.TAKE, Kind.ENTRY, Kind.CLAIM):
        return checked_id(key, "key")
    if kind is Kind.BOOKMARK and key.startswith(TOOL_PREFIX):
        return TOOL_PREFIX + checked_id(key.removeprefix(TOOL_PREFIX), "key")
    prefix = MATCHUP_PREFIX if kind is Kind.BOOKMARK else ""
    id_ = key.removeprefix(prefix)
    if not key.startswith(prefix) or MATCHUP_SEPARATOR not in id_ or not _MATCHUP_ID.match(id_):
        raise FeedError(f"The field key names nothing that a {kind} can be about.")
    return prefix + id_


def _moment(raw: Mapping[str, object]) -> int:
    at = raw.get("at")
    if isinstance(at, bool) or not isinstance(at, int) or not 0 <= at <= LATEST:
        raise FeedError("The field at is no time in milliseconds since 1970.")
    return at
