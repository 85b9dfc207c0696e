"""Writes the records of one feed, with what lists need worked out beforehand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shiptui.model.catalog import widest_gap

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from shiptui.model.catalog import Catalog, Pair, Tool

_INSERT_TOOL = """
INSERT INTO tool (feed, slug, name, vendor, category, section, entry, pricing, tagline, summary,
                  reported_pct, complete, source, as_of, pct, verdict, haystack)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
INSERT INTO matchup (feed, id, a, b, rev, source, gap, dissent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


def fill(connection: sqlite3.Connection, catalog: Catalog, digest: str) -> None:
    """Write a feed that the database does not hold yet. The caller holds the transaction.

    Rows are written in the catalog's order, so `matchup.n` counts from the newest to the oldest.
    """
    feed = connection.execute(
        "INSERT INTO feed (feed_id, title, as_of, digest) VALUES (?, ?, ?, ?)",
        (catalog.feed_id, catalog.title, catalog.as_of, digest),
    ).lastrowid
    connection.executemany(
        "INSERT INTO category (feed, label, section) VALUES (?, ?, ?)",
        ((feed, label, section) for label, section in catalog.sections.items()),
    )
    connection.executemany(_INSERT_PERSONA, _persona_rows(feed, catalog))
    connection.executemany(_INSERT_TOOL, (_tool_row(feed, tool) for tool in catalog.tools))
    connection.executemany(_INSERT_TAKE, _take_rows(feed, catalog))
    tools = {tool.slug: tool for tool in catalog.tools}
    connection.executemany(
        _INSERT_MATCHUP,
        (_matchup_row(feed, pair, tools[pair.a], tools[pair.b]) for pair in catalog.pairs),
    )


def _persona_rows(feed: int | None, catalog: Catalog) -> Iterator[tuple[object, ...]]:
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


def _tool_row(feed: int | None, tool: Tool) -> tuple[object, ...]:
    panel = tool.panel
    return (
        feed,
        tool.slug,
        tool.name,
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
        _haystack(tool),
    )


def _take_rows(feed: int | None, catalog: Catalog) -> Iterator[tuple[object, ...]]:
    for tool in catalog.tools:
        for position, take in enumerate(tool.takes):
            yield (
                feed,
                tool.slug,
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


def _matchup_row(feed: int | None, pair: Pair, a: Tool, b: Tool) -> tuple[object, ...]:
    widest = widest_gap(a, b)
    gap = None if widest is None else abs(widest[1])
    return (feed, pair.id, pair.a, pair.b, pair.rev, pair.source, gap, _dissent(a, b))


def _haystack(tool: Tool) -> str:
    parts = (tool.name, tool.vendor, tool.category, tool.section, tool.tagline)
    return "\n".join(part for part in parts if part).casefold()


def _dissent(a: Tool, b: Tool) -> int | None:
    """How near the more divided of two panels is to one half: 50 at one half, 0 when of one mind.

    None where neither share is known.
    """
    shares = (a.panel.pct, b.panel.pct)
    return max((50 - abs(share - 50) for share in shares if share is not None), default=None)
