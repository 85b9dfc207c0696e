"""Writes the records of one feed, with what lists need worked out beforehand."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shiptui.model.catalog import widest_gap
from shiptui.model.frozen import dataclass
from shiptui.store.indexing import FEED_BITS, add_words, has_index

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from shiptui.model.catalog import Catalog, Pair, Tool
    from shiptui.store.writing import Row

_INSERT_CATEGORY = "INSERT INTO category (feed, label, section) VALUES (?, ?, ?)"
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


@dataclass(frozen=True, slots=True)
class Rows:
    """What the tables are to hold of one feed, table by table, in the order of the catalog.

    So `matchup.n` counts from the newest to the oldest.
    """

    title: str
    as_of: str
    categories: list[Row]
    personas: list[Row]
    tools: list[Row]
    takes: list[Row]
    matchups: list[Row]


def rows_of(feed: int, catalog: Catalog) -> Rows:
    """The rows of a catalog. This takes longer than to write them."""
    first = (feed << FEED_BITS) + 1
    tools = dict(enumerate(catalog.tools, first))
    return Rows(
        catalog.title,
        catalog.as_of,
        [(feed, label, section) for label, section in catalog.sections.items()],
        list(_persona_rows(feed, catalog)),
        [_tool_row(feed, n, tool) for n, tool in tools.items()],
        list(_take_rows(feed, tools.items())),
        list(_matchup_rows(feed, dict(enumerate(catalog.pairs, first)), tools)),
    )


def fill(connection: sqlite3.Connection, catalog: Catalog, digest: str) -> None:
    """Write a feed that the database does not hold yet. The caller holds the transaction."""
    (feed,) = connection.execute(
        "INSERT INTO feed (feed_id, title, as_of, digest) VALUES (?, ?, ?, ?) RETURNING id",
        (catalog.feed_id, catalog.title, catalog.as_of, digest),
    ).fetchone()
    with all_in_memory(connection):
        put_rows(connection, feed, rows_of(feed, catalog))


@contextmanager
def all_in_memory(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep the pages of a large transaction in memory.

    Written early they would lock readers out, and the pages of an index, which are met in no order,
    would be written and read again and again.
    """
    connection.execute("PRAGMA cache_spill = OFF")
    try:
        yield
    finally:
        connection.execute("PRAGMA cache_spill = ON")


def put_rows(connection: sqlite3.Connection, feed: int, rows: Rows) -> None:
    """Write all rows of a feed that has none yet. The caller holds the transaction."""
    connection.executemany(_INSERT_CATEGORY, rows.categories)
    connection.executemany(_INSERT_PERSONA, rows.personas)
    connection.executemany(_INSERT_TOOL, rows.tools)
    connection.executemany(_INSERT_TAKE, rows.takes)
    connection.executemany(_INSERT_MATCHUP, rows.matchups)
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
    connection.executemany(_INSERT_MATCHUP, _matchup_rows(feed, pairs, tools))


def _persona_rows(feed: int, catalog: Catalog) -> Iterator[Row]:
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


def _tool_row(feed: int, n: int, tool: Tool) -> Row:
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


def _take_rows(feed: int, tools: Iterable[tuple[int, Tool]]) -> Iterator[Row]:
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


def _matchup_rows(feed: int, pairs: Mapping[int, Pair], tools: Mapping[int, Tool]) -> Iterator[Row]:
    by_slug = {tool.slug: (n, tool, _dissent(tool)) for n, tool in tools.items()}
    for n, pair in pairs.items():
        (a_tool, a, *one), (b_tool, b, *other) = by_slug[pair.a], by_slug[pair.b]
        widest = widest_gap(a, b)
        gap = None if widest is None else abs(widest[1])
        # The more divided of the two panels speaks.
        dissent = max((each for each in (*one, *other) if each is not None), default=None)
        numbers = (pair.a, pair.b, a_tool, b_tool)
        yield (n, feed, pair.id, *numbers, pair.rev, pair.source, gap, dissent)


def _dissent(tool: Tool) -> int | None:
    """How near a panel is to one half: 50 at one half, 0 when of one mind, None where unknown."""
    share = tool.panel.pct
    return None if share is None else 50 - abs(share - 50)
