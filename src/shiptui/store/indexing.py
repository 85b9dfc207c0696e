"""The search index: the words of each tool, kept in step with the catalog one feed at a time."""

from __future__ import annotations

import json

from shiptui import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

FEED_BITS = 32
"""The numbers of tools and matchups carry the published order, feed by feed: `feed << 32` leads."""

_ADD_NAMES = """
INSERT INTO tool_name (rowid, name, vendor, category, section, tagline)
SELECT n, name, vendor, category, section, tagline FROM tool WHERE {}
"""
_ADD_TEXTS = """
INSERT INTO tool_text (rowid, summary, takes)
SELECT n, summary, (SELECT group_concat(words, char(10)) FROM take WHERE tool = n)
FROM tool WHERE {}
"""
_OF_FEED = "feed = ? ORDER BY n"
_THESE = "n IN (SELECT value FROM json_each(?))"


def add_words(connection: sqlite3.Connection, feed: int) -> None:
    """Make the tools of a feed searchable. The caller holds the transaction."""
    for statement in (_ADD_NAMES, _ADD_TEXTS):
        connection.execute(statement.format(_OF_FEED), (feed,))


def remove_words(connection: sqlite3.Connection, feed: int) -> None:
    """Forget the words of a feed. The caller holds the transaction."""
    # By range: another program may have taken tools away and left their words.
    numbers = (feed << FEED_BITS, (feed + 1) << FEED_BITS)
    for table in ("tool_name", "tool_text"):
        connection.execute(f"DELETE FROM {table} WHERE rowid > ? AND rowid < ?", numbers)


def add_words_of(connection: sqlite3.Connection, tools: Iterable[int]) -> None:
    """Make single tools searchable, by number. The caller holds the transaction."""
    for statement in (_ADD_NAMES, _ADD_TEXTS):
        connection.execute(statement.format(_THESE), (json.dumps(list(tools)),))


def remove_words_of(connection: sqlite3.Connection, tools: Iterable[int]) -> None:
    """Forget the words of single tools, by number. The caller holds the transaction."""
    rows = [(n,) for n in tools]
    for table in ("tool_name", "tool_text"):
        connection.executemany(f"DELETE FROM {table} WHERE rowid = ?", rows)


def has_index(connection: sqlite3.Connection) -> bool:
    """Whether this database is searched at all; the bundled catalog as a file is not."""
    found = connection.execute("SELECT 1 FROM main.sqlite_schema WHERE name = 'tool_name'")
    return found.fetchone() is not None
