"""The reader's words for what a fact is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.facts import Kind
from shiptui.store.writing import read_one
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3

NAME_LIMIT, LINE_LIMIT = 160, 300

MATCHUP_KEY = "matchup:"
TOOL_KEY = "tool:"
"""How the key of a bookmark begins."""


def title_of(connection: sqlite3.Connection, kind: Kind, key: str) -> str:
    """`NAME` or `NAME vs NAME`; the key itself where no catalog knows it."""
    if kind in (Kind.TOOL_VOTE, Kind.TAKE):
        return _tool(connection, key)
    if kind in (Kind.ENTRY, Kind.CLAIM):
        return _said(connection, kind, key)
    if kind is Kind.BOOKMARK and key.startswith(TOOL_KEY):
        return _tool(connection, key.removeprefix(TOOL_KEY))
    return _matchup(connection, key.removeprefix(MATCHUP_KEY))


def _said(connection: sqlite3.Connection, kind: Kind, key: str) -> str:
    """What an entry or a claim calls itself, or did before it was taken away."""
    row = read_one(
        connection,
        "SELECT coalesce(json_extract(value, '$.name'), json_extract(value, '$.words')) FROM fact"
        " WHERE kind = ? AND key = ? AND json_valid(value) ORDER BY n DESC LIMIT 1",
        (kind, key),
    )
    return clean(str(row[0]) if row and row[0] else key, LINE_LIMIT)


def _tool(connection: sqlite3.Connection, slug: str) -> str:
    row = read_one(connection, "SELECT name FROM tool WHERE slug = ? ORDER BY n", (slug,))
    return clean(row[0] if row else slug, NAME_LIMIT)


def _matchup(connection: sqlite3.Connection, id_: str) -> str:
    row = read_one(
        connection,
        "SELECT a, b FROM pair WHERE id = :id UNION ALL SELECT a, b FROM matchup WHERE id = :id",
        {"id": id_},
    )
    return " vs ".join(_tool(connection, slug) for slug in row) if row else clean(id_, 400)
