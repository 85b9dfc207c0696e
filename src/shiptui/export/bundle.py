"""The reader's whole data as one JSON document, which comes back as it went.

    {"schema": 1, "kind": "shiptui bundle",
     "bookmarks": [...], "claims": [...], "entries": [...],
     "takes": [...], "tool_votes": [...], "votes": [...],         what holds now, for other programs
     "facts": [...], "pairs": [...]}                              the data itself: all that is read

One item stands on each line, so that two exports can be compared line by line.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from shiptui.export.history import checked_entry, coherent
from shiptui.export.values import canonical, value_members
from shiptui.export.words import moment
from shiptui.model.bundle import Bundle, Entry, Told, Unpacked, nobody
from shiptui.model.errors import FeedError
from shiptui.model.facts import Kind
from shiptui.text.checked import naming, pair_from, read_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shiptui.model.catalog import Pair

SCHEMA = 1
KIND = "shiptui bundle"
LIMIT = 20_000_000
"""Bytes."""
MOST_ITEMS = 200_000

Item = dict[str, object]
Thing = TypeVar("Thing")


def pack(bundle: Bundle) -> bytes:
    """The document, the same for the same data. A value that cannot be read is written as none."""
    bundle = replace(bundle, entries=tuple(map(_readable, bundle.entries)))
    current = bundle.current()
    held: dict[Kind, list[Item]] = {kind: [] for kind in Kind}
    for (kind, key), fact in current.items():
        members = value_members(kind, fact.value) or {}
        held[kind].append({"key": key, "at": moment(fact.at), **members})
    lists: dict[str, list[Item]] = {
        "votes": held[Kind.VOTE],
        "tool_votes": held[Kind.TOOL_VOTE],
        "bookmarks": held[Kind.BOOKMARK],
        "takes": held[Kind.TAKE],
        "entries": held[Kind.ENTRY],
        "claims": held[Kind.CLAIM],
        "facts": [_fact_item(entry) for entry in bundle.entries],
        "pairs": [{"a": pair.a, "b": pair.b} for pair in sorted(bundle.pairs, key=_by_id)],
    }
    parts = {"schema": _json(SCHEMA), "kind": _json(KIND)}
    parts |= {name: _json_lines(items) for name, items in lists.items()}
    members_text = ",\n".join(f"{_json(name)}: {parts[name]}" for name in sorted(parts))
    return f"{{\n{members_text}\n}}\n".encode("ascii")


def unpack(data: bytes, told: Told = nobody) -> Unpacked:
    """Read a document item by item. Raises FeedError where it is none of ours."""
    document = _document(data)
    refused: list[str] = []
    entries = _each(document, "facts", checked_entry, refused, told)
    pairs = _each(document, "pairs", pair_from, refused, nobody)
    kept, incoherent = coherent(entries)
    unique = {pair.id: pair for pair in pairs}
    bundle = Bundle(kept, tuple(sorted(unique.values(), key=_by_id)))
    return Unpacked(bundle, (*refused, *incoherent))


def _document(data: bytes) -> Mapping[str, object]:
    document = read_json(data, limit=LIMIT)
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise FeedError(
            "The file holds no data of a reader; `shiptui export --format json` makes such a file."
        )
    schema = document.get("schema")
    if isinstance(schema, int) and schema > SCHEMA:
        raise FeedError("The file was made by a newer shiptui; upgrade shiptui to read it.")
    if schema != SCHEMA:
        raise FeedError("The file does not say which schema it follows; nothing was read.")
    return cast("Mapping[str, object]", document)


def _each(
    document: Mapping[str, object],
    name: str,
    read: Callable[[Mapping[str, object]], Thing],
    refused: list[str],
    told: Told,
) -> list[Thing]:
    """The items of one list; what is wrong with those that cannot be read goes to `refused`."""
    items = document.get(name)
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        raise FeedError(f"The file has no list of {name}, or one that is too long.")
    things = []
    for number, item in enumerate(items, 1):
        told(number, len(items))
        try:
            with naming(f"{name}, item {number}"):
                things.append(read(_record(item)))
        except FeedError as error:
            refused.append(str(error))
    return things


def _record(item: object) -> Mapping[str, object]:
    if not isinstance(item, dict):
        raise FeedError("This is no record.")
    return cast("Mapping[str, object]", item)


def _readable(entry: Entry) -> Entry:
    members = value_members(entry.fact.kind, entry.fact.value)
    value = None if members is None else canonical(members)
    return replace(entry, fact=replace(entry.fact, value=value))


def _fact_item(entry: Entry) -> Item:
    fact = entry.fact
    return {
        "id": entry.id,
        "n": fact.n,
        "change": fact.change,
        "kind": fact.kind.value,
        "key": fact.key,
        "value": value_members(fact.kind, fact.value),
        "at": fact.at,
        "undoes": fact.undoes,
        "redoes": fact.redoes,
        "origin": entry.origin,
    }


def _by_id(pair: Pair) -> str:
    return pair.id


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, allow_nan=False, sort_keys=True)


def _json_lines(items: Iterable[Item]) -> str:
    lines = ",\n  ".join(map(_json, items))
    return f"[\n  {lines}\n]" if lines else "[]"
