"""Rows of the catalog as the model's objects, cleaned again as they are read.

What is stored was cleaned when it came in, but an older version or another program may have
written it.
"""

from __future__ import annotations

import json

from shiptui import TYPE_CHECKING
from shiptui.model.catalog import Persona, Take, Tool
from shiptui.store.values import call_of, texts_of
from shiptui.store.writing import Row, read
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

NAME_LIMIT, LINE_LIMIT, TEXT_LIMIT = 160, 500, 4_000
"""Characters, generously: what is stored was cut when it came in."""

_TOOLS = """
SELECT t.n, t.slug, t.name, t.vendor, t.category, t.section, t.entry, t.pricing, t.tagline,
  t.summary, t.reported_pct, t.complete, t.source, t.as_of, f.feed_id, {}
FROM tool AS t JOIN feed AS f ON f.id = t.feed {} WHERE
"""
_WITH_MINE = (
    "mine.value, mine.at",
    "LEFT JOIN current AS mine ON mine.kind = 'take' AND mine.key = t.slug",
)
_WITHOUT_MINE = ("NULL, NULL", "")
"""A bundled catalog as a file knows no reader."""

_TAKES = """
SELECT t.n, k.persona, k.call, k.score, k.words, k.persona_inferred, k.call_inferred, k.source,
  k.as_of
FROM json_each(?) AS wanted
JOIN tool AS t ON t.n = wanted.value
JOIN take AS k ON k.tool = t.n
LEFT JOIN persona AS p ON p.feed = k.feed AND p.slug = k.persona
ORDER BY t.n,
"""
_AS_SHOWN = "k.persona IS NULL, p.position IS NULL, p.position, k.position"
_AS_PUBLISHED = "k.position"
"""Orders of the takes on a tool."""

_PERSONAS = """
SELECT slug, name, asks, likes, tired_of, source FROM persona WHERE feed = coalesce(?, feed)
ORDER BY feed, position
"""


def text(value: object, limit: int) -> str | None:
    """A cell as clean text, None where there is none."""
    return clean(value, limit) or None if isinstance(value, str) else None


def tools_where(
    connection: sqlite3.Connection,
    condition: str,
    parameters: tuple[object, ...] = (),
    *,
    as_published: bool = False,
) -> dict[int, Tool]:
    """The tools `t` that meet a condition, with their takes, by number and in its order.

    `as_published` leaves out what the reader added, and the takes in the order of their feed.
    """
    tools = _TOOLS.format(*(_WITHOUT_MINE if as_published else _WITH_MINE))
    rows = read(connection, tools + condition, parameters)
    takes: dict[int, list[Take]] = {row[0]: [] for row in rows}
    order = _AS_PUBLISHED if as_published else _AS_SHOWN
    for n, *values in read(connection, _TAKES + order, (json.dumps(list(takes)),)):
        takes[n].append(_take(values))
    return {row[0]: _tool(row, takes[row[0]]) for row in rows}


def shares_of(
    connection: sqlite3.Connection, slug: str, other: str
) -> tuple[int | None, int | None]:
    """The shares of two tools' panels in percent, None where unknown."""
    share = "SELECT pct FROM tool WHERE slug = ? ORDER BY n LIMIT 1"
    ((left, right),) = read(connection, f"SELECT ({share}), ({share})", (slug, other))
    return left, right


def all_personas(connection: sqlite3.Connection) -> tuple[Persona, ...]:
    """The personas of all feeds; where two feeds know one slug, the first feed speaks."""
    return personas_of(connection, None)


def personas_of(connection: sqlite3.Connection, feed: int | None) -> tuple[Persona, ...]:
    """The personas of one feed, or of all."""
    personas: dict[str, Persona] = {}
    for slug, name, asks, likes, tired_of, source in read(connection, _PERSONAS, (feed,)):
        persona = Persona(
            clean(slug, NAME_LIMIT),
            clean(name, NAME_LIMIT),
            text(asks, LINE_LIMIT),
            texts_of(likes, LINE_LIMIT),
            texts_of(tired_of, LINE_LIMIT),
            text(source, TEXT_LIMIT),
        )
        personas.setdefault(persona.slug, persona)
    return tuple(personas.values())


def _tool(row: Row, takes: list[Take]) -> Tool:
    _, slug, name, vendor, category, section, entry, pricing, tagline, summary, *rest = row
    reported_pct, complete, source, as_of, feed, mine, mine_at = rest
    return Tool(
        slug=clean(slug, NAME_LIMIT),
        name=clean(name, NAME_LIMIT),
        vendor=text(vendor, NAME_LIMIT),
        category=text(category, NAME_LIMIT),
        section=text(section, NAME_LIMIT),
        entry=text(entry, NAME_LIMIT),
        pricing=text(pricing, LINE_LIMIT),
        tagline=text(tagline, LINE_LIMIT),
        summary=text(summary, TEXT_LIMIT),
        reported_pct=reported_pct,
        complete=bool(complete),
        source=text(source, TEXT_LIMIT),
        as_of=text(as_of, NAME_LIMIT),
        feed=text(feed, TEXT_LIMIT),
        takes=tuple(takes),
        mine=_own_take(mine, mine_at),
    )


def _own_take(value: str | None, at: int | None) -> Take | None:
    if value is None:
        return None
    from shiptui.store.own_values import own_take_of

    return own_take_of(value, at)


def _take(values: Iterable[object]) -> Take:
    persona, call, score, words, persona_inferred, call_inferred, source, as_of = values
    return Take(
        persona=text(persona, NAME_LIMIT),
        call=call_of(call),
        score=score if isinstance(score, int) else None,
        words=text(words, TEXT_LIMIT),
        persona_inferred=bool(persona_inferred),
        call_inferred=bool(call_inferred),
        source=text(source, TEXT_LIMIT),
        as_of=text(as_of, NAME_LIMIT),
    )
