"""The reader's words for what a fact is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.facts import Kind
from shiptui.store.writing import read_one
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3

NAME_LIMIT = 160

MATCHUP_KEY = "matchup:"
TOOL_KEY = "tool:"
"""How the key of a bookmark begins."""


def title_of(connection: sqlite3.Connection, kind: Kind, key: str) -> str:
    """`NAME` or `NAME vs NAME`; the key itself where no catalog knows it."""
    if kind is Kind.TOOL_VOTE:
        return _tool(connection, key)
    if kind is Kind.BOOKMARK and key.startswith(TOOL_KEY):
        return _tool(connection, key.removeprefix(TOOL_KEY))
    return _matchup(connection, key.removeprefix(MATCHUP_KEY))


def _tool(connection: sqlite3.Connection, slug: str) -> str:
    row = read_one(connection, "SELECT name FROM tool WHERE slug = ? ORDER BY n", (slug,))
    return clean(row[0] if row else slug, NAME_LIMIT)


def _matchup(connection: sqlite3.Connection, id_: str) -> str:
    row = read_one(
        connection,
        "SELECT a, b FROM pair WHERE id = ?1 UNION ALL SELECT a, b FROM matchup WHERE id = ?1",
        (id_,),
    )
    return " vs ".join(_tool(connection, slug) for slug in row) if row else clean(id_, 400)
