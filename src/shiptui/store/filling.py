"""Writes the records of one feed, with what lists need worked out beforehand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shiptui.model.catalog import widest_gap
from shiptui.store.indexing import FEED_BITS, add_words, has_index

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from shiptui.model.catalog import Catalog, Pair, Tool

_INSERT_TOOL = """
INSERT INTO tool (n, feed, slug, name, folded, vendor, category, section, entry, pricing, tagline,
                  summary, reported_pct, complete, source, as_of, pct, verdict)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_INSERT_TAKE = """
INSERT INTO take (feed, tool, position, persona, persona_inferred, call, call_inferred, score,
                  words, source, as_of)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_INSERT_PERSONA = """
INSERT INTO persona (feed, slug, position, name, asks, likes, tired_of, source)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_INSERT_MATCHUP = """
INSERT INTO matchup (n, feed, id, a, b, a_tool, b_tool, rev, source, gap, dissent)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def fill(connection: sqlite3.Connection, catalog: Catalog, digest: str) -> None:
    """Write a feed that the database does not hold yet. The caller holds the transaction."""
    (feed,) = connection.execute(
        "INSERT INTO feed (feed_id, title, as_of, digest) VALUES (?, ?, ?, ?) RETURNING id",
        (catalog.feed_id, catalog.title, catalog.as_of, digest),
    ).fetchone()
    fill_tables(connection, feed, catalog)


def fill_tables(connection: sqlite3.Connection, feed: int, catalog: Catalog) -> None:
    """Write all rows of a feed that has none yet.

    They are written in the catalog's order, so `matchup.n` counts from the newest to the oldest.
    """
    first = (feed << FEED_BITS) + 1
    tools = dict(enumerate(catalog.tools, first))
    connection.executemany(
        "INSERT INTO category (feed, label, section) VALUES (?, ?, ?)",
        ((feed, label, section) for label, section in catalog.sections.items()),
    )
    connection.executemany(_INSERT_PERSONA, _persona_rows(feed, catalog))
    put_tools(connection, feed, tools)
    put_matchups(connection, feed, dict(enumerate(catalog.pairs, first)), tools)
    if has_index(connection):
        add_words(connection, feed)


def put_tools(connection: sqlite3.Connection, feed: int, tools: Mapping[int, Tool]) -> None:
    """Write tools with their takes under numbers that are free. Their words are not indexed."""
    connection.executemany(_INSERT_TOOL, (_tool_row(feed, n, tool) for n, tool in tools.items()))
    connection.executemany(_INSERT_TAKE, _take_rows(feed, tools.items()))


def put_matchups(
    connection: sqlite3.Connection, feed: int, pairs: Mapping[int, Pair], tools: Mapping[int, Tool]
) -> None:
    """Write matchups under numbers that are free; `tools` holds at least theirs, by number."""
    by_slug = {tool.slug: (n, tool) for n, tool in tools.items()}
    connection.executemany(
        _INSERT_MATCHUP,
        (
            _matchup_row(feed, n, pair, by_slug[pair.a], by_slug[pair.b])
            for n, pair in pairs.items()
        ),
    )


def _persona_rows(feed: int, catalog: Catalog) -> Iterator[tuple[object, ...]]:
    for position, persona in enumerate(catalog.personas):
        yield (
            feed,
            persona.slug,
            position,
            persona.name,
            persona.asks,
            json.dumps(persona.likes, ensure_ascii=False),
            json.dumps(persona.tired_of, ensure_ascii=False),
            persona.source,
        )


def _tool_row(feed: int, n: int, tool: Tool) -> tuple[object, ...]:
    panel = tool.panel
    return (
        n,
        feed,
        tool.slug,
        tool.name,
        tool.name.casefold(),
        tool.vendor,
        tool.category,
        tool.section,
        tool.entry,
        tool.pricing,
        tool.tagline,
        tool.summary,
        tool.reported_pct,
        tool.complete,
        tool.source,
        tool.as_of,
        panel.pct,
        panel.verdict,
    )


def _take_rows(feed: int, tools: Iterable[tuple[int, Tool]]) -> Iterator[tuple[object, ...]]:
    for n, tool in tools:
        for position, take in enumerate(tool.takes):
            yield (
                feed,
                n,
                position,
                take.persona,
                take.persona_inferred,
                take.call,
                take.call_inferred,
                take.score,
                take.words,
                take.source,
                take.as_of,
            )


def _matchup_row(
    feed: int, n: int, pair: Pair, left: tuple[int, Tool], right: tuple[int, Tool]
) -> tuple[object, ...]:
    (a_tool, a), (b_tool, b) = left, right
    widest = widest_gap(a, b)
    gap = None if widest is None else abs(widest[1])
    numbers = (pair.a, pair.b, a_tool, b_tool)
    return (n, feed, pair.id, *numbers, pair.rev, pair.source, gap, _dissent(a, b))


def _dissent(a: Tool, b: Tool) -> int | None:
    """How near the more divided of two panels is to one half: 50 at one half, 0 when of one mind.

    None where neither share is known.
    """
    shares = (a.panel.pct, b.panel.pct)
    return max((50 - abs(share - 50) for share in shares if share is not None), default=None)
