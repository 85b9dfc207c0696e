"""A catalog taken apart into records, and records put together into a catalog."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shiptui.feed.order import places
from shiptui.feed.records import (
    CatalogRecord,
    MatchupRecord,
    PersonaRecord,
    Record,
    TakeRecord,
    ToolRecord,
)
from shiptui.model.catalog import Catalog
from shiptui.model.errors import FeedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shiptui.model.catalog import Tool


def records_of(catalog: Catalog, places_before: Mapping[str, int] | None = None) -> list[Record]:
    """Return the records of a catalog, each after those that it refers to.

    `places_before` holds the places that matchups had when they were last published, so that a new
    one does not move the others. FeedError where two records would bear one id.
    """
    records: list[Record] = [CatalogRecord(catalog.title, catalog.as_of, catalog.sections)]
    records += [PersonaRecord(each, pos) for pos, each in enumerate(catalog.personas)]
    for tool in catalog.tools:
        bare = replace(tool, takes=(), section=tool.category, feed=catalog.feed_id)
        records.append(ToolRecord(bare))
    for tool in catalog.tools:
        records += _takes_of(tool)
    # The catalog's first matchup is its newest and gets the highest place.
    pairs = tuple(reversed(catalog.pairs))
    pos_of = places([pair.id for pair in pairs], places_before or {})
    records += [MatchupRecord(pair, pos_of[pair.id]) for pair in pairs]
    _refuse_twice(records)
    return records


def _takes_of(tool: Tool) -> Iterator[TakeRecord]:
    unnamed = 0
    for pos, take in enumerate(tool.takes):
        unnamed += take.persona is None
        yield TakeRecord(tool.slug, take, pos, None if take.persona else unnamed)


def _refuse_twice(records: Iterable[Record]) -> None:
    seen: set[tuple[str, str]] = set()
    for record in records:
        key = (record.kind, record.id)
        if key in seen:
            raise FeedError(f"Two records would be the {record.kind} {record.id}; rename one.")
        seen.add(key)


@dataclass(frozen=True, slots=True)
class Assembled:
    """A catalog, and a sentence for each record that refers to one that is not there."""

    catalog: Catalog
    loose: tuple[str, ...]


def assemble(records: Iterable[Record], *, feed_id: str, title: str, as_of: str) -> Assembled:
    """Put records together. `title` and `as_of` stand where the feed has no record of its catalog.

    A take of a tool or by a persona that is not there is left out, and so is a matchup of a tool
    that is not there: they show again when what they refer to comes.
    """
    found = sorted(records, key=lambda each: each.id)
    loose: list[str] = []
    there = {(each.kind, each.id) for each in found}
    held = [each for each in found if _is_held(each, there, loose)]
    about = next((each for each in held if isinstance(each, CatalogRecord)), None)
    about = about or CatalogRecord(title, as_of)
    personas = [each for each in held if isinstance(each, PersonaRecord)]
    matchups = [each for each in held if isinstance(each, MatchupRecord)]
    takes: dict[str, list[TakeRecord]] = {}
    for each in held:
        if isinstance(each, TakeRecord):
            takes.setdefault(each.tool, []).append(each)
    tools = [each.tool for each in held if isinstance(each, ToolRecord)]
    catalog = Catalog(
        feed_id,
        about.title,
        about.as_of,
        tuple(each.persona for each in sorted(personas, key=lambda each: each.pos)),
        dict(about.sections),
        tuple(_whole(tool, takes.get(tool.slug, []), about.sections) for tool in tools),
        tuple(each.pair for each in sorted(matchups, key=lambda each: -each.pos)),
    )
    return Assembled(catalog, tuple(loose))


def references(record: Record) -> tuple[tuple[str, str], ...]:
    """Kind and id of each record without which this one cannot be shown."""
    if isinstance(record, TakeRecord):
        persona = record.take.persona
        return (("tool", record.tool), *((("persona", persona),) if persona else ()))
    if isinstance(record, MatchupRecord):
        return (("tool", record.pair.a), ("tool", record.pair.b))
    return ()


def _is_held(record: Record, there: set[tuple[str, str]], loose: list[str]) -> bool:
    missing = [f"{kind} {id_}" for kind, id_ in references(record) if (kind, id_) not in there]
    if missing:
        loose.append(f"The {record.kind} {record.id} needs the {' and the '.join(missing)}.")
    return not missing


def _whole(tool: Tool, takes: list[TakeRecord], sections: Mapping[str, str]) -> Tool:
    section = sections.get(tool.category, tool.category) if tool.category else None
    in_order = sorted(takes, key=lambda each: each.pos)
    return replace(tool, section=section, takes=tuple(each.take for each in in_order))
