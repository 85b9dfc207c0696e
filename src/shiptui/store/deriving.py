"""The catalog tables of a feed, made from its records: whole, or only where something changed.

Whole, they are made before the transaction that writes them (`made_anew`, `put_anew`), because
others wait for their turn meanwhile.

Whoever knows the feed format puts records together to a catalog (`Assemble`). Given a part of the
records, with all that they refer to, it makes the same of that part as of the whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from shiptui.model.catalog import Catalog
from shiptui.store.filling import Rows, put_matchups, put_rows, put_tools, rows_of
from shiptui.store.indexing import FEED_BITS, add_words_of, remove_words, remove_words_of
from shiptui.store.recording import records_of
from shiptui.store.writing import Row

if TYPE_CHECKING:
    import sqlite3

    from shiptui.store.recording import Difference

Assemble = Callable[[Iterable[Row]], Catalog]
"""From rows of kind, id and value to the catalog that they add up to."""

Thing = TypeVar("Thing")

# Every tool and matchup may depend on these.
_OF_ALL = {"catalog", "persona"}

_TABLES = ("matchup", "take", "tool", "category", "persona")
"""Children first."""

_AMONG = "IN (SELECT value FROM json_each({}))"
_TOOLS, _PAIRS = _AMONG.format(":tools"), _AMONG.format(":pairs")
_TOUCHED_PAIRS = f"""
SELECT id, json_extract(value, '$.a'), json_extract(value, '$.b') FROM record
WHERE feed = :feed AND kind = 'matchup'
  AND (id {_PAIRS} OR json_extract(value, '$.a') {_TOOLS} OR json_extract(value, '$.b') {_TOOLS})
"""
# The id of a take begins with its tool and a dot, but the slug of another tool may hold that dot.
_PART = f"""
SELECT kind, id, value FROM record WHERE feed = :feed AND kind IN ('catalog', 'persona')
UNION ALL
SELECT kind, id, value FROM record WHERE feed = :feed AND kind = 'tool' AND id {_TOOLS}
UNION ALL
SELECT r.kind, r.id, r.value FROM json_each(:tools) AS wanted JOIN record AS r
  ON r.feed = :feed AND r.kind = 'take'
  AND r.id > wanted.value || '.' AND r.id < wanted.value || '/'
WHERE json_extract(r.value, '$.tool') = wanted.value
UNION ALL
SELECT kind, id, value FROM record WHERE feed = :feed AND kind = 'matchup' AND id {_PAIRS}
"""
_RANKED = """
SELECT n, place FROM (
  SELECT n, :first + row_number() OVER (
    ORDER BY coalesce(json_extract(r.value, '$.pos'), 0) DESC, m.id
  ) AS place
  FROM matchup AS m JOIN record AS r ON r.feed = m.feed AND r.kind = 'matchup' AND r.id = m.id
  WHERE m.feed = :feed
) WHERE n <> place
"""


def remove_catalog(connection: sqlite3.Connection, feed: int) -> None:
    """Empty the catalog tables of a feed; what it sent, and what the reader did, stays."""
    remove_words(connection, feed)
    for table in _TABLES:
        connection.execute(f"DELETE FROM main.{table} WHERE feed = ?", (feed,))


def reaches_all(found: Iterable[Difference]) -> bool:
    """Whether any row of the catalog may depend on what has changed among the records."""
    return any(each.kind in _OF_ALL for each in found)


def made_anew(
    connection: sqlite3.Connection, feed: int, found: Iterable[Difference], assemble: Assemble
) -> Rows:
    """All catalog rows of a feed as its records will be after `found`. Nothing is written."""
    records = records_of(connection, feed)
    for each in found:
        if each.after is None:
            records.pop((each.kind, each.id), None)
        else:
            records[each.kind, each.id] = each.after
    return rows_of(feed, assemble((*key, value) for key, value in records.items()))


def put_anew(connection: sqlite3.Connection, feed: int, rows: Rows) -> None:
    """Put all catalog rows of a feed in the place of those that are there."""
    _retitle(connection, feed, rows.title, rows.as_of)
    remove_catalog(connection, feed)
    put_rows(connection, feed, rows)


def derive(
    connection: sqlite3.Connection, feed: int, found: Sequence[Difference], assemble: Assemble
) -> None:
    """Bring the rows of what has changed among the records of a feed in step with them.

    Not for what reaches all rows.
    """
    slugs = {slug for each in found for slug in _tools_told_by(each)}
    ids = {each.id for each in found if each.kind == "matchup"}
    wanted = {"feed": feed, "tools": _json(slugs), "pairs": _json(ids)}
    touched = connection.execute(_TOUCHED_PAIRS, wanted).fetchall()
    ids.update(id_ for id_, _, _ in touched)
    around = slugs.union(*((a, b) for _, a, b in touched))
    part = {"feed": feed, "tools": _json(around), "pairs": _json(ids)}
    catalog = assemble(connection.execute(_PART, part))
    _retitle(connection, feed, catalog.title, catalog.as_of)
    numbers = _numbers(connection, "tool", "slug", feed)
    places = _numbers(connection, "matchup", "id", feed)
    _take_out(connection, places, ids, [numbers[slug] for slug in slugs if slug in numbers])
    tools = _numbered(numbers, feed, {tool.slug: tool for tool in catalog.tools})
    mine = {n: tool for n, tool in tools.items() if tool.slug in slugs}
    put_tools(connection, feed, mine)
    add_words_of(connection, mine)
    pairs = _numbered(places, feed, {pair.id: pair for pair in catalog.pairs})
    put_matchups(connection, feed, pairs, tools)
    if ids:
        _put_in_order(connection, feed)


def _tools_told_by(found: Difference) -> set[str]:
    """The slugs of the tools whose rows a difference reaches; a matchup reaches none."""
    if found.kind == "tool":
        return {found.id}
    told = (found.before, found.after) if found.kind == "take" else ()
    return {str(json.loads(value)["tool"]) for value in told if value is not None}


def _take_out(
    connection: sqlite3.Connection, places: dict[str, int], ids: Iterable[str], tools: list[int]
) -> None:
    remove_words_of(connection, tools)
    rows = [(places[id_],) for id_ in ids if id_ in places]
    connection.executemany("DELETE FROM matchup WHERE n = ?", rows)
    for statement in ("DELETE FROM take WHERE tool = ?", "DELETE FROM tool WHERE n = ?"):
        connection.executemany(statement, [(n,) for n in tools])


def _numbers(connection: sqlite3.Connection, table: str, key: str, feed: int) -> dict[str, int]:
    rows = connection.execute(f"SELECT {key}, n FROM {table} WHERE feed = ?", (feed,))
    return dict(rows.fetchall())


def _numbered(numbers: dict[str, int], feed: int, things: dict[str, Thing]) -> dict[int, Thing]:
    """Things by number: the one that they had, or the next that is free."""
    free = max(numbers.values(), default=feed << FEED_BITS)
    new = (key for key in things if key not in numbers)
    numbers = numbers | {key: n for n, key in enumerate(new, free + 1)}
    return {numbers[key]: thing for key, thing in things.items()}


def _put_in_order(connection: sqlite3.Connection, feed: int) -> None:
    """Number the matchups of a feed by their places, the highest first; nothing hangs on `n`."""
    where = {"feed": feed, "first": feed << FEED_BITS}
    moved = connection.execute(_RANKED, where).fetchall()
    # Through numbers that nobody has, because the new ones may still be taken.
    for step in ([(-place, n) for n, place in moved], [(place, -place) for _, place in moved]):
        connection.executemany("UPDATE matchup SET n = ? WHERE n = ?", step)


def _retitle(connection: sqlite3.Connection, feed: int, title: str, as_of: str) -> None:
    connection.execute("UPDATE feed SET title = ?, as_of = ? WHERE id = ?", (title, as_of, feed))


def _json(words: Iterable[str]) -> str:
    return json.dumps(sorted(words))
