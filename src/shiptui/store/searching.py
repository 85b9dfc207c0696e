"""A filter as conditions on the rows of a list. What a reader typed is only ever a parameter.

What a filter asks of tools is a set of tool numbers; a matchup meets it where one of its two tools
is in the set, so words may be spread over both. A row `v` has `n`, `id`, the slugs `a` and `b`, and
the numbers `a_tool` and `b_tool`; a tool as a row is both of its sides.
"""

from __future__ import annotations

from shiptui import TYPE_CHECKING
from shiptui.model.filtering import TEXT_LIMIT, Filter, Value
from shiptui.model.frozen import dataclass
from shiptui.store.matching import OF_TOOLS, Parameters, Values, begins, takes_like, texts
from shiptui.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class Rows:
    """What a list is of: its table and key, the kind of its votes, its rows with certain tools.

    `few`, times the root of how many rows are asked for, is how many tools are so few that looking
    their rows up is quicker than walking the list; measured by benchmarks/filter.py.
    """

    table: str
    key: str
    vote: str
    with_tools: str
    few: int


MATCHUPS = Rows(
    "matchup",
    "id",
    "vote",
    "SELECT n FROM matchup WHERE a_tool IN ({0}) UNION ALL"
    " SELECT n FROM matchup WHERE b_tool IN ({0})",
    few=40,
)
TOOLS = Rows("tool", "slug", "toolvote", "{0}", few=120)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a row `v`.

    `numbers`, where known, selects the `n` of all rows that can meet it, so that a list may begin
    with them when they are few; `exact` says that they all do. `size` selects the tools or facts
    behind them.
    """

    test: str
    numbers: str = ""
    size: str = ""
    exact: bool = False


def conditions(
    filter_: Filter, section: str | None, rows: Rows, parameters: Parameters
) -> list[Condition]:
    """All conditions of a filter, and that a tool stands in a section or category by name."""
    found: list[Condition] = []
    for part in filter_.terms:
        if part.operator in OF_TOOLS:
            tools = OF_TOOLS[part.operator](part.values, parameters)
            found.append(_with_tools(tools, rows, negated=part.negated))
        elif part.operator in _OF_ROWS:
            condition = _OF_ROWS[part.operator](part.values, rows, parameters)
            found.append(_negated(condition) if part.negated else condition)
    found += [
        _with_tools(takes_like(query, parameters), rows, negated=query.negated)
        for query in filter_.takes
    ]
    if section is not None:
        label = parameters.add(clean(section, TEXT_LIMIT).casefold())
        tools = f"SELECT n FROM tool WHERE {label} IN (casefold(section), casefold(category))"
        found.append(_with_tools(tools, rows, negated=False))
    return found


def _with_tools(tools: str, rows: Rows, *, negated: bool) -> Condition:
    # One IN for both sides: SQLite would work a set out twice that is named twice.
    sides = "SELECT v.a_tool AS side UNION ALL SELECT v.b_tool"
    test = f"EXISTS (SELECT 1 FROM ({sides}) WHERE side IN ({tools}))"
    condition = Condition(test, rows.with_tools.format(tools), tools, exact=True)
    return _negated(condition) if negated else condition


def _negated(condition: Condition) -> Condition:
    return Condition(f"NOT ({condition.test})")


# Conditions on the row itself


def _voted(values: Values, rows: Rows, parameters: Parameters) -> Condition:
    sides = {"a": "v.a", "b": "v.b"}
    pick = "CASE WHEN json_valid(value) THEN json_extract(value, '$.pick') END"
    vote = f"SELECT 1 FROM current WHERE kind = '{rows.vote}' AND key = v.id"
    tests = [
        _yes_or_no(text, f"EXISTS ({vote})")
        or f"EXISTS ({vote} AND {pick} = {sides.get(text) or parameters.add(text)})"
        for text in texts(values)
    ]
    return _about_fact(tests, rows, rows.vote, values)


def _saved(values: Values, rows: Rows, parameters: Parameters) -> Condition:
    del parameters
    tests = [_yes_or_no(text, f"EXISTS ({_bookmark(rows)})") for text in texts(values)]
    return _about_fact(tests, rows, "bookmark", values)


def _tagged(values: Values, rows: Rows, parameters: Parameters) -> Condition:
    tags = (
        "SELECT 1 FROM json_each(CASE WHEN json_valid(current.value) THEN current.value"
        " ELSE '{}' END, '$.tags') AS tag WHERE"
    )
    tests = [
        f"EXISTS ({_bookmark(rows)} AND EXISTS"
        f" ({tags} {begins('tag.value', parameters.add(each.text), whole=each.whole)}))"
        for each in values
    ]
    return _about_fact(tests, rows, "bookmark", values)


def _seen(values: Values, rows: Rows, parameters: Parameters) -> Condition:
    del parameters
    seen = "EXISTS (SELECT 1 FROM current WHERE kind = 'seen' AND key = v.id)"
    return _about_fact([_yes_or_no(text, seen) for text in texts(values)], rows, "seen", values)


def _split(values: Values, rows: Rows, parameters: Parameters) -> Condition:
    """Two panels that disagree, or one that is divided; no where both are known and of one mind."""
    del rows
    split = """
    (SELECT CASE WHEN max(pct BETWEEN 1 AND 99) OR min(pct) <> max(pct) THEN 'yes'
                 WHEN count(pct) = 1 + (v.a_tool <> v.b_tool) THEN 'no' ELSE 'unknown' END
     FROM tool WHERE n IN (v.a_tool, v.b_tool))
    """
    wanted = ", ".join(parameters.add(text) for text in texts(values))
    return Condition(f"{split} IN ({wanted})")


def _changed(values: Values, rows: Rows, parameters: Parameters) -> Condition:
    """The parameter `:changed` maps the keys of what changed to whether a panel flipped."""
    del parameters
    within = f"'{rows.table}:' || v.id IN (SELECT key FROM json_each(:changed){{}})"
    tests = [
        _yes_or_no(text, within.format("")) or within.format(" WHERE value")
        for text in texts(values)
    ]
    return Condition(f"({' OR '.join(tests)})")


_OF_ROWS: dict[str | None, Callable[[Values, Rows, Parameters], Condition]] = {
    "voted": _voted,
    "saved": _saved,
    "tag": _tagged,
    "seen": _seen,
    "split": _split,
    "changed": _changed,
}


def _bookmark(rows: Rows) -> str:
    key = f"'{rows.table}:' || v.id"
    return f"SELECT 1 FROM current WHERE kind = 'bookmark' AND key = {key}"


def _yes_or_no(word: str, test: str) -> str:
    return {"yes": test, "no": f"NOT {test}"}.get(word, "")


def _about_fact(tests: Iterable[str], rows: Rows, kind: str, values: Values) -> Condition:
    test = f"({' OR '.join(tests)})"
    if Value("no") in values:
        return Condition(test)
    facts = f"FROM current AS c JOIN {rows.table} AS e ON e.{rows.key} ="
    key = "substr(c.key, instr(c.key, ':') + 1)" if kind == "bookmark" else "c.key"
    return Condition(
        test,
        f"SELECT e.n {facts} {key} WHERE c.kind = '{kind}'",
        f"SELECT 1 FROM current WHERE kind = '{kind}'",
    )
