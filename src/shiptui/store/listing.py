"""Which rows a list holds, in which order, under which filter."""

from __future__ import annotations

import json
from math import sqrt

from shiptui import TYPE_CHECKING
from shiptui.model.facts import Sort, View
from shiptui.store.changes import Changes
from shiptui.store.matching import Parameters
from shiptui.store.searching import MATCHUPS, TOOLS, Condition, conditions
from shiptui.store.writing import read_one

if TYPE_CHECKING:
    import sqlite3

    from shiptui.model.filtering import Filter

_ALL = 250_000
"""The limit that stands for none where a way is chosen."""

# Where two feeds list one matchup or tool, the first stands for both, and the numbers of the first
# feed come before all others. `place` is the order of the view: as published, or the newest fact
# first.
FIRST_MATCHUP = """
(m.feed = (SELECT min(id) FROM feed)
 OR NOT EXISTS (SELECT 1 FROM matchup AS e WHERE e.id = m.id AND e.n < m.n))
"""
FIRST_TOOL = """
(t.feed = (SELECT min(id) FROM feed)
 OR NOT EXISTS (SELECT 1 FROM tool AS e WHERE e.slug = t.slug AND e.n < t.n))
"""
_FEED = f"""
SELECT m.n, m.id, m.a, m.b, m.a_tool, m.b_tool, m.gap, m.dissent, m.n AS place
FROM matchup AS m WHERE {FIRST_MATCHUP}
"""
_UNVOTED = f"""
{_FEED} AND NOT EXISTS (SELECT 1 FROM current AS c WHERE c.kind = 'vote' AND c.key = m.id)
"""
_KEPT = """
SELECT m.n, p.id, p.a, p.b, m.gap, m.dissent, -c.n AS place,
  coalesce(m.a_tool, (SELECT t.n FROM tool AS t WHERE t.slug = p.a ORDER BY t.n LIMIT 1)) AS a_tool,
  coalesce(m.b_tool, (SELECT t.n FROM tool AS t WHERE t.slug = p.b ORDER BY t.n LIMIT 1)) AS b_tool
FROM current AS c JOIN pair AS p ON c.key = {prefix} || p.id
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
_TOOLS = f"""
SELECT t.n, t.slug AS id, NULL AS a, NULL AS b, t.n AS a_tool, t.n AS b_tool, t.folded
FROM tool AS t WHERE {FIRST_TOOL}
"""
_ORDERS = {
    Sort.NEWEST: "v.place",
    Sort.GAP: "v.gap DESC, v.place",
    Sort.DISSENT: "v.dissent DESC, v.place",
}

Query = tuple[str, Parameters]


def add_functions(connection: sqlite3.Connection) -> None:
    """Teach a connection what the filters need: SQLite folds the case of ASCII only."""
    connection.create_function(
        "casefold", 1, lambda text: text and text.casefold(), deterministic=True
    )


def list_matchups(
    connection: sqlite3.Connection,
    view: View,
    filter_: Filter,
    sort: Sort,
    *,
    section: str | None = None,
    limit: int | None = None,
) -> Query:
    """The statement that yields the ids of a view, and its parameters."""
    parameters = _parameters(connection, filter_)
    wanted = conditions(filter_, section, MATCHUPS, parameters)
    tests = [condition.test for condition in wanted]
    if view in (View.FEED, View.UNVOTED):
        tests = _quickest(connection, wanted, parameters, MATCHUPS.few * sqrt(limit or _ALL))
    return _statement(_VIEWS[view], tests, _ORDERS[filter_.sort or sort], limit, parameters)


def list_tools(
    connection: sqlite3.Connection,
    filter_: Filter,
    *,
    section: str | None = None,
    limit: int | None = None,
) -> Query:
    """The statement that yields the slugs of tools by name, and its parameters."""
    parameters = _parameters(connection, filter_)
    wanted = conditions(filter_, section, TOOLS, parameters)
    tests = _quickest(connection, wanted, parameters, TOOLS.few * sqrt(limit or _ALL))
    return _statement(_TOOLS, tests, "v.folded, v.id", limit, parameters)


def _parameters(connection: sqlite3.Connection, filter_: Filter) -> Parameters:
    """Parameters to begin with. What changed is found out beforehand, where it is asked for."""
    parameters = Parameters()
    if any(part.operator == "changed" for part in filter_.parts):
        found = Changes(connection).since_acts()
        parameters["changed"] = json.dumps({key: bool(each.flips) for key, each in found.items()})
    return parameters


def _statement(
    view: str, tests: list[str], order: str, limit: int | None, parameters: Parameters
) -> Query:
    where = f"WHERE {' AND '.join(tests)}" if tests else ""
    most = parameters.add(-1 if limit is None else limit)
    return f"SELECT v.id FROM ({view}) AS v {where} ORDER BY {order} LIMIT {most}", parameters


def _quickest(
    connection: sqlite3.Connection, wanted: list[Condition], parameters: Parameters, few: float
) -> list[str]:
    """The tests of these conditions, so put that the first rows come soon.

    A list is walked in its order until enough rows fit. Where a condition has but few tools or
    facts behind it the walk would be long, so the rows that these stand in are looked up instead.
    The more rows are asked for, the more are `few`.
    """
    most = parameters.add(int(few) + 1)
    sizes = [
        (_size(connection, each.size, most, parameters), each) for each in wanted if each.numbers
    ]
    size, first = min(sizes, key=lambda item: item[0], default=(0, None))
    if first is None or size > few:
        return [condition.test for condition in wanted]
    rest = [each.test for each in wanted if not (each is first and each.exact)]
    return [f"v.n IN ({first.numbers})", *rest]


def _size(connection: sqlite3.Connection, select: str, most: str, parameters: Parameters) -> int:
    statement = f"SELECT count(*) FROM (SELECT 1 FROM ({select}) LIMIT {most})"
    row = read_one(connection, statement, parameters)
    return row[0] if row else 0
