"""How each record is written as plain JSON values, and read from them.

Field names are those of the catalog files. What is unknown is left out; null means the same. A
record that breaks a rule is refused whole, and a reader then acts as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from shiptui.feed.picking import required_date, whole
from shiptui.feed.records import (
    UNNAMED,
    CatalogRecord,
    MatchupRecord,
    PersonaRecord,
    Record,
    TakeRecord,
    ToolRecord,
    Value,
)
from shiptui.model.catalog import Persona, Take, Tool
from shiptui.model.errors import FeedError
from shiptui.text.checked import (
    LABEL_LIMIT,
    NAME_LIMIT,
    pair_from,
    persona_from,
    take_from,
    tool_from,
)
from shiptui.text.fields import checked_id, records, required_text, texts

_MOST_SECTIONS = 1_000


def encode(record: Record) -> Value:
    """Return the value of a record as it stands on a line of a feed."""
    match record:
        case CatalogRecord():
            value: Value = {"title": record.title, "as_of": record.as_of}
            return _told(value | {"sections": _aliases(record.sections)})
        case PersonaRecord():
            return _told(_persona_value(record.persona) | {"pos": record.pos})
        case ToolRecord():
            return _told(_tool_value(record.tool))
        case TakeRecord():
            return _told({"tool": record.tool} | _take_value(record.take) | {"pos": record.pos})
        case MatchupRecord():
            pair = record.pair
            value = {"a": pair.a, "b": pair.b, "source": pair.source, "rev": pair.rev}
            return _told(value | {"pos": record.pos})


def decode(kind: str, id_: str, value: Mapping[str, object], *, feed_id: str) -> Record:
    """Return the record of a known kind, cleaned and bounded; FeedError where it breaks a rule."""
    record = _DECODERS[kind](id_, value, feed_id)
    if record.id != id_:
        raise FeedError(f"The id is not {record.id}, as the record itself says.")
    return record


def sections_from(table: object) -> dict[str, str]:
    """Turn `label = [other labels]` into a map from each other label to the one shown."""
    if not isinstance(table, dict):
        raise FeedError("The field sections is no table.")
    sections: dict[str, str] = {}
    for section in table:
        for label in texts(table, section, LABEL_LIMIT):
            if label in sections or label in table:
                raise FeedError(f"The label {label} stands twice.")
            sections[label] = required_text({"label": section}, "label", LABEL_LIMIT)
    return sections


def _told(value: Value) -> Value:
    """Leave out what says nothing."""
    return {key: each for key, each in value.items() if each is not None and each not in ([], {})}


def _aliases(sections: Mapping[str, str]) -> list[Value]:
    labels: dict[str, list[str]] = {}
    for label, section in sections.items():
        labels.setdefault(section, []).append(label)
    # Sorted, because no order is meant and a line should change only when its meaning does. No
    # label is a key: JSON Feed forbids keys with a dot.
    return [{"section": section, "labels": sorted(labels[section])} for section in sorted(labels)]


def _persona_value(persona: Persona) -> Value:
    return {
        "name": persona.name,
        "asks": persona.asks,
        "likes": list(persona.likes),
        "tired_of": list(persona.tired_of),
        "source": persona.source,
    }


def _tool_value(tool: Tool) -> Value:
    return {
        "name": tool.name,
        "vendor": tool.vendor,
        "category": tool.category,
        "entry": tool.entry,
        "pricing": tool.pricing,
        "tagline": tool.tagline,
        "summary": tool.summary,
        "panel_ship_pct": tool.reported_pct,
        "complete": tool.complete or None,
        "source": tool.source,
        "as_of": tool.as_of,
    }


def _take_value(take: Take) -> Value:
    inferred = {"persona": take.persona_inferred, "call": take.call_inferred}
    return {
        "persona": take.persona,
        "call": None if take.call is None else take.call.value,
        "score": take.score,
        "words": take.words,
        "inferred": [name for name, is_so in inferred.items() if is_so],
        "source": take.source,
        "as_of": take.as_of,
    }


def _catalog_record(_id: str, value: Mapping[str, object], _feed_id: str) -> CatalogRecord:
    return CatalogRecord(
        title=required_text(value, "title", NAME_LIMIT),
        as_of=required_date(value, "as_of"),
        sections=sections_from(
            {
                required_text(each, "section", LABEL_LIMIT): each.get("labels")
                for each in records(value, "sections", _MOST_SECTIONS)
            }
        ),
    )


def _persona_record(id_: str, value: Mapping[str, object], _feed_id: str) -> PersonaRecord:
    return PersonaRecord(persona_from({**value, "slug": id_}), _pos(value))


def _tool_record(id_: str, value: Mapping[str, object], feed_id: str) -> ToolRecord:
    raw = {key: each for key, each in value.items() if key != "take"}
    tool = tool_from(raw, slug=id_, feed=feed_id, as_of="", sections={})
    return ToolRecord(replace(tool, as_of=tool.as_of or None))


def _take_record(id_: str, value: Mapping[str, object], _feed_id: str) -> TakeRecord:
    tool = checked_id(value.get("tool"), "tool")
    take = take_from(value, source=None, as_of="")
    if not take.as_of:
        take = replace(take, as_of=None)
    number = None if take.persona else _number(id_, f"{tool}.{UNNAMED}")
    return TakeRecord(tool, take, _pos(value), number)


def _matchup_record(_id: str, value: Mapping[str, object], _feed_id: str) -> MatchupRecord:
    rev = whole(value, "rev", low=1)
    return MatchupRecord(replace(pair_from(value), rev=1 if rev is None else rev), _pos(value))


def _pos(value: Mapping[str, object]) -> int:
    return whole(value, "pos") or 0


def _number(id_: str, prefix: str) -> int:
    digits = id_.removeprefix(prefix)
    if not re.fullmatch("[1-9][0-9]{0,8}", digits):
        raise FeedError(f"The id of a take by nobody named is not {prefix}N.")
    return int(digits)


_DECODERS: dict[str, Callable[[str, Mapping[str, object], str], Record]] = {
    "catalog": _catalog_record,
    "persona": _persona_record,
    "tool": _tool_record,
    "take": _take_record,
    "matchup": _matchup_record,
}
