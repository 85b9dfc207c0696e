"""What the bundled catalog said before: its edition's records, compared with those of the next.

A record is written as on a line of a feed (feed/coding.py; a test compares the two), but for the
place of a matchup: in a bundled catalog places are given anew with each edition and tell nothing.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from shiptui.store.ledger import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# json_patch drops what is null: in a feed, what is unknown is left out.
_TOOL = """
SELECT 'tool', slug, json_patch('{}', json_object(
  'name', name, 'vendor', vendor, 'category', category, 'entry', entry, 'pricing', pricing,
  'tagline', tagline, 'summary', summary, 'panel_ship_pct', reported_pct,
  'complete', CASE WHEN complete THEN json('true') END, 'source', source, 'as_of', as_of))
FROM main.tool WHERE feed = :feed
"""
_TAKE = """
SELECT 'take', slug || '.' || coalesce(persona, 'unnamed-' || row_number() OVER (
    PARTITION BY tool, persona IS NULL ORDER BY position)), json_patch('{}', json_object(
  'tool', slug, 'persona', persona, 'call', call, 'score', score, 'words', words,
  'inferred', CASE WHEN persona_inferred AND call_inferred THEN json_array('persona', 'call')
    WHEN persona_inferred THEN json_array('persona')
    WHEN call_inferred THEN json_array('call') END,
  'source', take.source, 'as_of', take.as_of, 'pos', position))
FROM main.take JOIN main.tool ON tool.n = take.tool WHERE take.feed = :feed
"""
_MATCHUP = """
SELECT 'matchup', id, json_patch('{}', json_object('a', a, 'b', b, 'source', source, 'rev', rev))
FROM main.matchup WHERE feed = :feed
"""
_PERSONA = """
SELECT 'persona', slug, json_patch('{}', json_object(
  'name', name, 'asks', asks, 'likes', json(nullif(likes, '[]')),
  'tired_of', json(nullif(tired_of, '[]')), 'source', source, 'pos', position))
FROM main.persona WHERE feed = :feed
"""
_CATALOG = """
SELECT 'catalog', 'catalog', json_patch('{}', json_object('title', title, 'as_of', as_of,
  'sections', (SELECT json(nullif(json_group_array(json(part)), '[]')) FROM (
    SELECT json_object('section', section, 'labels', json_group_array(label)) AS part
    FROM (SELECT section, label FROM main.category WHERE feed = :feed ORDER BY section, label)
    GROUP BY section))))
FROM main.feed WHERE id = :feed
"""
RECORDS = (
    f"{_CATALOG} UNION ALL {_PERSONA} UNION ALL {_TOOL} UNION ALL {_TAKE} UNION ALL {_MATCHUP}"
)
"""Kind, id and value of every record of the feed `:feed`."""

_COMPARE = """
INSERT INTO main.revision (feed, kind, id, at, before, after)
SELECT :feed, kind, id, :at, was, becomes FROM (
  SELECT kind, id, max(was) AS was, max(becomes) AS becomes FROM (
    SELECT kind, id, value AS was, NULL AS becomes FROM temp.was
    UNION ALL SELECT kind, id, NULL, value FROM temp.becomes)
  GROUP BY kind, id) WHERE was IS NOT becomes
"""


@contextmanager
def remembering(connection: sqlite3.Connection, feed: int) -> Iterator[None]:
    """Keep what the records of a feed were before whatever is done inside, in its transaction.

    A feed that had no records yet is told for the first time, which is no change.
    """
    _keep(connection, feed, "was")
    yield
    if connection.execute("SELECT 1 FROM temp.was WHERE kind <> 'catalog'").fetchone():
        _keep(connection, feed, "becomes")
        connection.execute(_COMPARE, {"feed": feed, "at": now()})
        connection.execute("DROP TABLE temp.becomes")
    connection.execute("DROP TABLE temp.was")


def told_by(connection: sqlite3.Connection, feed: int) -> dict[tuple[str, str], str]:
    """What a feed says, by kind and id."""
    rows = connection.execute(RECORDS, {"feed": feed})
    return {(kind, id_): value for kind, id_, value in rows}


def _keep(connection: sqlite3.Connection, feed: int, name: str) -> None:
    connection.execute(f"CREATE TEMP TABLE {name} (kind TEXT, id TEXT, value TEXT)")
    connection.execute(f"INSERT INTO temp.{name} {RECORDS}", {"feed": feed})
