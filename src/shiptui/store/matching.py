"""What a filter asks of tools, as selects of their numbers.

What a reader typed is only ever a parameter.
"""

from __future__ import annotations

from collections.abc import Callable

from shiptui.model.filtering import UNKNOWN, TakeQuery, Value, score_bounds

TEXT_LETTERS = 4
"""From how many letters on a word is looked for in takes and summaries as well."""

Values = tuple[Value, ...]


class Parameters(dict[str, object]):
    """The named parameters of one statement."""

    def add(self, value: object) -> str:
        """Take a value in; return what stands for it in the statement."""
        name = f"p{len(self)}"
        self[name] = value
        return f":{name}"


Select = Callable[[Values, Parameters], str]


def texts(values: Values) -> list[str]:
    """The words of alternatives of which it does not matter whether they are whole."""
    return [value.text for value in values]


def begins(text: str, name: str, *, whole: bool) -> str:
    """The test that a text begins with a parameter, or is the same."""
    return f"{text} = {name}" if whole else f"substr({text}, 1, length({name})) = {name}"


def _words(values: Values, parameters: Parameters) -> str:
    tools = _matching("tool_name", "", values, parameters)
    long = tuple(each for each in values if len(each.text.replace(" ", "")) >= TEXT_LETTERS)
    if long:
        tools += f" UNION ALL {_matching('tool_text', '', long, parameters)}"
    return tools


def _named(values: Values, parameters: Parameters) -> str:
    slugs = " OR ".join(_slug_test(each, parameters) for each in values)
    names = _matching("tool_name", "name", values, parameters)
    return f"{names} UNION ALL SELECT n FROM tool WHERE {slugs}"


def _slug_test(value: Value, parameters: Parameters) -> str:
    name = parameters.add(value.text.replace(" ", "-"))
    # No slug holds a tilde, and it comes after all that one may hold.
    return f"slug = {name}" if value.whole else f"slug BETWEEN {name} AND {name} || '~'"


def _labelled(*columns: str) -> Select:
    def tools(values: Values, parameters: Parameters) -> str:
        told = tuple(each for each in values if each != Value(UNKNOWN))
        found = [_matching("tool_name", " ".join(columns), told, parameters)] if told else []
        if told != values:
            blank = " AND ".join(f"{column} IS NULL" for column in columns)
            found.append(f"SELECT n FROM tool WHERE {blank}")
        return " UNION ALL ".join(found)

    return tools


def _equal_to(column: str) -> Select:
    def tools(values: Values, parameters: Parameters) -> str:
        tests = [
            f"{column} IS NULL" if text == UNKNOWN else f"{column} = {parameters.add(text)}"
            for text in texts(values)
        ]
        return f"SELECT n FROM tool WHERE {' OR '.join(tests)}"

    return tools


def _priced(values: Values, parameters: Parameters) -> str:
    unknown = ", ".join(parameters.add(text == UNKNOWN) for text in texts(values))
    return f"SELECT n FROM tool WHERE (pricing IS NULL) IN ({unknown})"


OF_TOOLS: dict[str | None, Select] = {
    None: _words,
    "tool": _named,
    "vendor": _labelled("vendor"),
    "category": _labelled("category", "section"),
    "entry": _equal_to("entry"),
    "verdict": _equal_to("verdict"),
    "price": _priced,
}


def _matching(table: str, columns: str, values: Values, parameters: Parameters) -> str:
    """Tools with one of these words. They are letters, digits and blanks, so quotes hold them."""
    words = " OR ".join(f'"{each.text}"' + "*" * (not each.whole) for each in values)
    where = f"{{{columns}}} : ({words})" if columns else words
    return f"SELECT rowid FROM {table} WHERE {table} MATCH {parameters.add(where)}"


def takes_like(query: TakeQuery, parameters: Parameters) -> str:
    """The tools that have such a take. A call or score that is unknown is not like any other."""
    tests = []
    for part in query.parts:
        any_of = " OR ".join(_take_test(part.operator, each, parameters) for each in part.values)
        aside = part.negated and not query.negated
        tests.append(f"({any_of}) IS NOT TRUE" if aside else f"({any_of})")
    return f"SELECT tool FROM take WHERE {' AND '.join(tests)}"


def _take_test(operator: str | None, value: Value, parameters: Parameters) -> str:
    if value == Value(UNKNOWN):
        return f"{operator} IS NULL"
    if operator == "call":
        return f"call = {parameters.add(value.text)}"
    if operator == "score":
        low, high = score_bounds(value.text) or (0, 100)
        return f"score BETWEEN {parameters.add(low)} AND {parameters.add(high)}"
    return f"persona IN ({_personas(value, parameters)})"


def _personas(value: Value, parameters: Parameters) -> str:
    """Slugs of personas by slug or name; a slug without a record speaks for itself."""
    name = parameters.add(value.text)
    names = ("slug", "casefold(name)")
    tests = (begins(each, name, whole=value.whole) for each in names)
    return f"SELECT slug FROM persona WHERE {' OR '.join(tests)} UNION SELECT {name}"
