"""Which matchups a view holds, in which order, under which filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiptui.model.facts import Sort, View
from shiptui.text.clean import clean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

QUERY_LIMIT = 400
QUERY_WORDS = 16
WORD_LIMIT = 64

# Where two feeds list one matchup or tool, the first stands for both. `place` is the order of the
# view: as published, or the newest fact first.
FIRST_MATCHUP = """
NOT EXISTS (SELECT 1 FROM matchup AS e WHERE e.id = m.id AND e.n < m.n)
"""
_FEED = f"""
SELECT m.id, m.a, m.b, m.gap, m.dissent, m.n AS place FROM matchup AS m WHERE {FIRST_MATCHUP}
"""
_UNVOTED = f"""
{_FEED} AND NOT EXISTS (SELECT 1 FROM current AS c WHERE c.kind = 'vote' AND c.key = m.id)
"""
_KEPT = """
SELECT p.id, p.a, p.b, m.gap, m.dissent, -c.n AS place FROM current AS c
JOIN pair AS p ON c.key = {prefix} || p.id
LEFT JOIN matchup AS m
  ON m.n = (SELECT e.n FROM matchup AS e WHERE e.id = p.id ORDER BY e.n LIMIT 1)
WHERE c.kind = '{kind}'
"""
_VIEWS = {
    View.FEED: _FEED,
    View.UNVOTED: _UNVOTED,
    View.SAVED: _KEPT.format(prefix="'matchup:'", kind="bookmark"),
    View.VOTED: _KEPT.format(prefix="''", kind="vote"),
}
_TOOLS = """
LEFT JOIN tool AS l ON l.n = (SELECT t.n FROM tool AS t WHERE t.slug = v.a ORDER BY t.n LIMIT 1)
LEFT JOIN tool AS r ON r.n = (SELECT t.n FROM tool AS t WHERE t.slug = v.b ORDER BY t.n LIMIT 1)
"""
_ORDERS = {
    Sort.NEWEST: "v.place",
    Sort.GAP: "abs(v.gap) DESC NULLS LAST, v.place",
    Sort.DISSENT: "v.dissent DESC NULLS LAST, v.place",
}

Query = tuple[str, list[object]]


def add_functions(connection: sqlite3.Connection) -> None:
    """Teach a connection what the filters need: SQLite folds the case of ASCII only."""
    connection.create_function(
        "casefold", 1, lambda text: text and text.casefold(), deterministic=True
    )


def list_matchups(
    view: View, query: str, section: str | None, sort: Sort, limit: int | None
) -> Query:
    """The statement that yields the ids of a view, and its parameters."""
    conditions, parameters = tool_filter(("l", "r"), query, section)
    tools = _TOOLS if conditions else ""
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    statement = (
        f"SELECT v.id FROM ({_VIEWS[view]}) AS v {tools} {where} ORDER BY {_ORDERS[sort]} LIMIT ?"
    )
    return statement, [*parameters, -1 if limit is None else limit]


def tool_filter(
    tables: tuple[str, ...], query: str, section: str | None
) -> tuple[list[str], list[object]]:
    """Conditions on the tools `tables`: each word in any of them, and the section of any."""
    conditions: list[str] = []
    parameters: list[object] = []
    for word in clean(query, QUERY_LIMIT).casefold().split()[:QUERY_WORDS]:
        conditions.append(_any(f"{table}.haystack LIKE ? ESCAPE '\\'" for table in tables))
        parameters += [_containing(word[:WORD_LIMIT])] * len(tables)
    if section is not None:
        label = clean(section, QUERY_LIMIT).casefold()
        conditions.append(
            _any(
                f"? IN (casefold({table}.section), casefold({table}.category))" for table in tables
            )
        )
        parameters += [label] * len(tables)
    return conditions, parameters


def _any(alternatives: Iterable[str]) -> str:
    return f"({' OR '.join(alternatives)})"


def _containing(word: str) -> str:
    for special in "\\%_":
        word = word.replace(special, f"\\{special}")
    return f"%{word}%"
