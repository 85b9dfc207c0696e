"""The settings, once: their keys, what each may be, what holds without a word, and what it does.

Reading the config file, `shiptui config` and docs/config.md are made from this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from shiptui.model.facts import View

TRUE = ("1", "true", "yes", "on")
FALSE = ("0", "false", "no", "off")
COLORS = ("auto", "always", "never")

MOST_TABS = 20
NAME_LIMIT = 40
TEXT_LIMIT = 400
"""Characters."""


class Option(NamedTuple):
    """One setting. `read` gives a typed value or raises ValueError, saying what it must be.

    `default` is None where `usually` says in words what holds; `choices` are the words it may be,
    each with its meaning; `json` is its type for JSON Schema, `takes` the type in a word.
    """

    key: str
    says: str
    read: Callable[[object], object]
    json: Mapping[str, object]
    default: object = None
    usually: str = ""
    choices: Mapping[str, str] = {}
    flag: str = ""
    takes: str = "text"

    @property
    def field(self) -> str:
        """The field of Settings."""
        return self.key.replace(".", "_")

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"SHIPTUI_{self.field.upper()}"

    def word(self, word: str) -> object:
        """What a word of the environment stands for: a switch and a number have no type there."""
        if self.json["type"] == "boolean" and word.lower() in TRUE + FALSE:
            return word.lower() in TRUE
        return int(word) if self.json["type"] == "integer" and word.isdecimal() else word


def _path(value: object) -> Path:
    if not isinstance(value, str | Path) or not str(value) or "\0" in str(value):
        raise ValueError("the path of a file")
    try:
        return Path(value).expanduser()
    except RuntimeError as error:
        raise ValueError("a path whose home directory is known") from error


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004 - one kind of error for every slip
    return value


def _one_of(words: Iterable[str], value: object) -> str:
    if not isinstance(value, str) or value not in words:
        raise ValueError("one of " + ", ".join(words))
    return value


def _view(value: object) -> View:
    return View(_one_of([view.value for view in View], value))


def _cells(least: int, most: int, value: object) -> int:
    # bool first: True is an int in Python.
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"a whole number from {least} to {most}")
    return value


def _command(value: object) -> str:
    import shlex

    if not isinstance(value, str) or len(value) > TEXT_LIMIT or not value.isprintable():
        raise ValueError(f"a command of at most {TEXT_LIMIT} characters")
    try:
        shlex.split(value)
    except ValueError as error:
        raise ValueError("a command whose quotes are closed") from error
    return value


def _file(key: str, says: str, usually: str, flag: str = "") -> Option:
    return Option(key, says, _path, {"type": "string"}, usually=usually, flag=flag, takes="path")


def _yes_or_no(key: str, says: str, *, default: bool, flag: str = "") -> Option:
    return Option(key, says, _switch, {"type": "boolean"}, default, flag=flag)


def _choice(
    key: str, says: str, choices: Mapping[str, str], *, default: str, flag: str = ""
) -> Option:
    read = _view if key == "view" else partial(_one_of, tuple(choices))
    kind = {"type": "string", "enum": list(choices)}
    return Option(key, says, read, kind, default, choices=choices, flag=flag)


def _size(key: str, says: str, default: int, *, least: int, most: int) -> Option:
    kind = {"type": "integer", "minimum": least, "maximum": most}
    return Option(key, says, partial(_cells, least, most), kind, default)


THEMES = {
    "auto": "dark or light, as the terminal's background is",
    "terminal": "the terminal's own colours",
    "dark": "light on dark",
    "light": "dark on light",
    "contrast-dark": "light on black, at least 7 to 1",
    "contrast-light": "black on white, at least 7 to 1",
}

OPTIONS: tuple[Option, ...] = (
    _file("db", "Votes, bookmarks and the catalog's cache.", "shiptui.db in the data folder", "db"),
    _file("log", "Where errors are written down.", "shiptui.log in the state folder"),
    _choice(
        "view",
        "The view that opens first.",
        {
            "feed": "all matchups",
            "unvoted": "those without your vote",
            "saved": "those you set aside",
            "voted": "those you voted on",
        },
        default="feed",
        flag="view",
    ),
    _choice("theme", "The colours.", THEMES, default="auto", flag="theme"),
    _yes_or_no("mouse", "Whether the mouse does something.", default=True, flag="no-mouse"),
    _yes_or_no("offline", "Whether the network is left alone.", default=False, flag="offline"),
    _choice(
        "color",
        "When commands print in colour.",
        {
            "auto": "on a terminal, unless NO_COLOR is set",
            "always": "also in a pipe",
            "never": "nowhere",
        },
        default="auto",
        flag="color",
    ),
    _choice(
        "glyphs",
        "The characters of marks and lines.",
        {
            "auto": "as the locale allows",
            "unicode": "lines and symbols",
            "ascii": "what every terminal has",
        },
        default="auto",
    ),
    _choice(
        "motion",
        "Whether anything moves by itself.",
        {"full": "smooth scrolling, a blinking cursor", "reduced": "nothing moves by itself"},
        default="full",
    ),
    _choice(
        "rows",
        "How much room a row of the list takes.",
        {"roomy": "two lines where the list is narrow", "compact": "always one line"},
        default="roomy",
    ),
    _choice(
        "reveal",
        "When the votes of others are shown.",
        {"vote": "after your own", "always": "at once"},
        default="vote",
    ),
    Option(
        "open_command",
        "The command that opens an address; {url} stands for it.",
        _command,
        {"type": "string", "maxLength": TEXT_LIMIT},
        "",
        "the system's browser",
        takes="command",
    ),
    _yes_or_no("blind.panel", "Whether the panel is hidden until you vote.", default=False),
    _yes_or_no("blind.names", "Whether names are hidden until you vote.", default=False),
    _size(
        "layout.std",
        "Columns from which list and detail share the window.",
        80,
        least=40,
        most=1000,
    ),
    _size(
        "layout.wide", "Columns from which the list stands at the left.", 120, least=60, most=1000
    ),
    _size("layout.ultra", "Columns from which every take is shown.", 180, least=80, most=1000),
    _size("layout.list_wide", "Columns of the list from `wide` on.", 38, least=20, most=400),
    _size("layout.list_ultra", "Columns of the list from `ultra` on.", 50, least=20, most=400),
)

CONFIG = _file("config", "The config file itself.", "config.toml in the config folder")
"""No setting of the file, but said in the same ways."""

BY_KEY = {option.key: option for option in OPTIONS}

GROWING = (
    ("layout.std", "layout.wide"),
    ("layout.wide", "layout.ultra"),
    ("layout.list_wide", "layout.wide"),
    ("layout.list_ultra", "layout.ultra"),
)
"""Pairs of numbers of which the first must be smaller."""

KEYS_SAY = 'The keys of an action: "x", ["x", "y"], or "" for none.'
TABS_SAY = "A filter kept as one more view."


def json_schema(ids: Iterable[str]) -> dict[str, object]:
    """The JSON Schema of the config file; `ids` are those of the key table."""
    properties: dict[str, object] = {}
    tables: dict[str, dict[str, object]] = {}
    for option in OPTIONS:
        table, _, name = option.key.rpartition(".")
        shown = {"description": option.says, **option.json}
        if option.default is not None:
            shown["default"] = option.default
        (tables.setdefault(table, {}) if table else properties)[name] = shown
    properties |= {name: _table(members) for name, members in tables.items()}
    one_key = {"type": "string", "maxLength": NAME_LIMIT}
    keys = {"anyOf": [one_key, {"type": "array", "items": one_key}]}
    tab = {
        "name": {"type": "string", "minLength": 1, "maxLength": NAME_LIMIT},
        "filter": {"type": "string", "maxLength": TEXT_LIMIT},
    }
    properties["keys"] = {"description": KEYS_SAY, **_table(dict.fromkeys(ids, keys))}
    properties["tabs"] = {
        "description": TABS_SAY,
        "type": "array",
        "maxItems": MOST_TABS,
        "items": {**_table(tab), "required": list(tab)},
    }
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The config file of shiptui",
    }
    return {**head, **_table(properties)}


def _table(properties: Mapping[str, object]) -> dict[str, object]:
    return {"type": "object", "additionalProperties": False, "properties": dict(properties)}
