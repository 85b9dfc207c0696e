"""What ordinary feed readers see: records as the items of a JSON Feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.feed.coding import encode
from shiptui.feed.head import EXTENSION
from shiptui.feed.records import (
    CatalogRecord,
    MatchupRecord,
    PersonaRecord,
    Record,
    TakeRecord,
    ToolRecord,
    Value,
)
from shiptui.text.address import check_address
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shiptui.feed.wire import Key

NEWEST = 20
_CONTENT_LIMIT = 500


def newest_takes(
    records: Iterable[Record], seq_of: Mapping[Key, int], feed_id: str, count: int
) -> list[Value]:
    """The takes that changed last, newest first, as items that a person reads."""
    records = list(records)
    takes = [each for each in records if isinstance(each, TakeRecord)]
    takes.sort(key=lambda each: (-seq_of[each.kind, each.id], each.id))
    names = names_of(records)
    return [_item(each, names, feed_id) for each in takes[:count]]


def whole_records(records: Iterable[Record], feed_id: str) -> list[Value]:
    """All records as items that hold them, for a feed without a log."""
    records = list(records)
    names = names_of(records)
    items = []
    for each in records:
        item = _item(each, names, feed_id)
        item[EXTENSION] = {"k": each.kind, "id": each.id, "v": encode(each)}
        items.append(item)
    return items


def names_of(records: Iterable[Record]) -> dict[Key, str]:
    """The names of tools and personas."""
    names: dict[Key, str] = {}
    for each in records:
        if isinstance(each, ToolRecord):
            names["tool", each.id] = each.tool.name
        elif isinstance(each, PersonaRecord):
            names["persona", each.id] = each.persona.name
    return names


def _item(record: Record, names: Mapping[Key, str], feed_id: str) -> Value:
    title, content, source, as_of = _told(record, names)
    item: Value = {
        "id": f"{feed_id}#{record.kind}:{record.id}",
        "title": title,
        "content_text": clean(content, _CONTENT_LIMIT),
        EXTENSION: {"k": record.kind, "id": record.id},
    }
    address = check_address(source) if source else None
    if address is not None:
        item["external_url"] = address
    if as_of is not None:
        item["date_published"] = f"{as_of}T00:00:00Z"
    if isinstance(record, TakeRecord) and record.take.persona is not None:
        item["authors"] = [{"name": names.get(("persona", record.take.persona), "")}]
    return item


def _told(record: Record, names: Mapping[Key, str]) -> tuple[str, str, str | None, str | None]:
    """Title, content, source and date of a record."""
    match record:
        case CatalogRecord():
            return record.title, f"As of {record.as_of}.", None, record.as_of
        case PersonaRecord():
            persona = record.persona
            return persona.name, persona.asks or persona.name, persona.source, None
        case ToolRecord():
            tool = record.tool
            text = tool.summary or tool.tagline or tool.name
            return tool.name, text, tool.source, tool.as_of
        case TakeRecord():
            return _take_told(record, names)
        case MatchupRecord():
            pair = record.pair
            a, b = (names.get(("tool", slug), slug) for slug in (pair.a, pair.b))
            return f"{a} or {b}?", f"{a} beside {b}.", pair.source, None


def _take_told(
    record: TakeRecord, names: Mapping[Key, str]
) -> tuple[str, str, str | None, str | None]:
    take = record.take
    who = names.get(("persona", take.persona), take.persona) if take.persona else "A reviewer"
    call = take.call.value if take.call else "no call"
    score = "" if take.score is None else f", {take.score} of 100"
    tool = names.get(("tool", record.tool), record.tool)
    return f"{tool}: {who} says {call}{score}", take.words or "No words.", take.source, take.as_of
