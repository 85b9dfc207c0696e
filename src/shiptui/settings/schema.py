"""The settings, once: their keys, what each may be, what holds without a word, and what it does.

Reading the config file, `shiptui config` and docs/config.md are made from this table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shiptui.settings.option import (
    TEXT_LIMIT,
    Option,
    a_file,
    choice,
    command,
    how_often,
    size,
    yes_or_no,
)

COLORS = ("auto", "always", "never")

MOST_TABS = 20
NAME_LIMIT = 40
"""Characters of a name."""

THEMES = {
    "auto": "dark or light, as the terminal's background is",
    "terminal": "the terminal's own colours",
    "dark": "light on dark",
    "light": "dark on light",
    "contrast-dark": "light on black, at least 7 to 1",
    "contrast-light": "black on white, at least 7 to 1",
}

OPTIONS: tuple[Option, ...] = (
    a_file(
        "db", "Votes, bookmarks and the catalog's cache.", "shiptui.db in the data folder", "db"
    ),
    a_file("log", "Where errors are written down.", "shiptui.log in the state folder"),
    choice(
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
    choice("theme", "The colours.", THEMES, default="auto", flag="theme"),
    yes_or_no("mouse", "Whether the mouse does something.", default=True, flag="no-mouse"),
    yes_or_no("offline", "Whether the network is left alone.", default=False, flag="offline"),
    choice(
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
    choice(
        "glyphs",
        "The characters of marks and lines.",
        {
            "auto": "as the locale allows",
            "unicode": "lines and symbols",
            "ascii": "what every terminal has",
        },
        default="auto",
    ),
    choice(
        "motion",
        "Whether anything moves by itself.",
        {"full": "smooth scrolling, a blinking cursor", "reduced": "nothing moves by itself"},
        default="full",
    ),
    choice(
        "rows",
        "How much room a row of the list takes.",
        {"roomy": "two lines where the list is narrow", "compact": "always one line"},
        default="roomy",
    ),
    choice(
        "sort",
        "The order of the list on the screen.",
        {
            "newest": "as the feed publishes it",
            "gap": "the widest gap of scores first",
            "dissent": "the most divided panel first",
        },
        default="newest",
    ),
    choice(
        "next",
        "Where `n` leads.",
        {
            "listed": "to the next matchup of the list without your vote",
            "informative": "to the one whose vote would tell most about your standings",
        },
        default="listed",
    ),
    choice(
        "reveal",
        "When the votes of others are shown.",
        {"vote": "after your own", "always": "at once"},
        default="vote",
    ),
    Option(
        "open_command",
        "The command that opens an address, which becomes its last argument.",
        command,
        {"type": "string", "maxLength": TEXT_LIMIT},
        "",
        "the system's browser",
        takes="command",
    ),
    yes_or_no("blind.panel", "Whether the panel is hidden until you vote.", default=False),
    yes_or_no("blind.names", "Whether names are hidden until you vote.", default=False),
    how_often(
        "sync.every",
        'How often feeds are looked at by themselves, about; "off": only when told to.',
        "6h",
    ),
    yes_or_no("sync.notes", "Whether the notes of bookmarks are sent, too.", default=False),
    size(
        "vote.send_after",
        "Seconds of quiet after which votes are sent, 0 for never by itself.",
        10,
        least=0,
        most=3600,
    ),
    size(
        "layout.std",
        "Columns from which list and detail share the window.",
        80,
        least=40,
        most=1000,
    ),
    size(
        "layout.wide", "Columns from which the list stands at the left.", 120, least=60, most=1000
    ),
    size("layout.ultra", "Columns from which every take is shown.", 180, least=80, most=1000),
    size("layout.list_wide", "Columns of the list from `wide` on.", 38, least=20, most=400),
    size("layout.list_ultra", "Columns of the list from `ultra` on.", 50, least=20, most=400),
)

CONFIG = a_file("config", "The config file itself.", "config.toml in the config folder")
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
